package org.tweedie.laws.identity;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tweedie.api.network.FrozenTextEncoder;
import org.tweedie.api.network.TextEncoder;
import org.tweedie.api.network.TextFeatures;
import org.tweedie.api.network.TextInput;
import org.tweedie.api.network.Tokenizer;
import org.tweedie.laws.graph.TestGraph;

/**
 * What every {@link TextEncoder} keeps: captions are written in tokens that a run can be made with
 * again, and what a network sees of a caption depends on that caption alone.
 *
 * <p>The encoder is added to a graph of its own when this is made, with parameters moved at random;
 * closing frees it. Used by one thread.
 */
public final class TextEncoderIdentities implements AutoCloseable {

  private static final int SEED = 20_264;
  private static final String SPI = "TextEncoder";
  private static final String FROZEN = "FrozenTextEncoder";

  private final TextEncoder encoder;
  private final List<String> captions;
  private final Tokenizer tokenizer;
  private final int longest;
  private final TestGraph graph;
  private final Operand<TInt32> tokens;
  private final Operand<TInt32> length;
  private final Optional<Operand<TFloat32>> frozen;
  private final TextFeatures features;

  /**
   * Builds the encoder.
   *
   * @param encoder the encoder to be checked
   * @param captions to which it is fitted: two that differ, or more
   */
  public TextEncoderIdentities(TextEncoder encoder, List<String> captions) {
    this.encoder = encoder;
    this.captions = captions.stream().distinct().limit(8).toList();
    tokenizer = encoder.fitted(captions);
    // One place more than any caption has, so that there is something beyond each.
    longest =
        1 + this.captions.stream().mapToInt(it -> tokenizer.tokens(it).length).max().orElse(0);
    graph = TestGraph.forInference(SEED);
    tokens = graph.integers(-1, longest);
    length = graph.integers(-1);
    try {
      TextInput input = new TextInput(tokens, length, tokenizer.size());
      frozen =
          encoder instanceof FrozenTextEncoder before
              ? Optional.of(graph.floats(-1, longest, before.width()))
              : Optional.empty();
      features = encoder.output(graph, frozen.map(input::withFrozen).orElse(input));
      graph.initialize();
      graph.moveParameters(7);
    } catch (RuntimeException refused) {
      graph.close();
      throw refused;
    }
  }

  @Override
  public void close() {
    graph.close();
  }

  /** All that is found. */
  public List<Finding> findings() {
    return List.of(
        tokensAreInRange(),
        tokenizerIsRestored(),
        maskSaysWhatIsKnown(),
        captionsMatter(),
        captionsAreIndependent(),
        paddingDoesNotMatter(),
        frozenFeaturesAreTheTokensAlone());
  }

  /** Each is below the size of the vocabulary, and an empty caption has none. */
  public Finding tokensAreInRange() {
    return Check.of("tokens lie in 0..size-1, and an empty caption has none", SPI, "")
        .over(
            check -> {
              for (String caption : captions) {
                for (int token : tokenizer.tokens(caption)) {
                  check.that(
                      token >= 0 && token < tokenizer.size(),
                      "below " + tokenizer.size(),
                      token,
                      "of '%s'",
                      caption);
                }
              }
              int empty = tokenizer.tokens("").length;
              check.that(empty == 0, "none", empty, "of an empty caption");
            });
  }

  /** By what it says that it needs. */
  public Finding tokenizerIsRestored() {
    return Check.of("restored(saved) writes captions in the same tokens", SPI, "")
        .over(
            check -> {
              Tokenizer again = encoder.restored(tokenizer.saved());
              check.that(
                  again.size() == tokenizer.size(),
                  tokenizer.size() + " tokens",
                  again.size(),
                  "of the restored tokenizer");
              for (String caption : captions) {
                int[] expected = tokenizer.tokens(caption);
                int[] found = again.tokens(caption);
                check.that(
                    Arrays.equals(expected, found),
                    Arrays.toString(expected),
                    Arrays.toString(found),
                    "of '%s'",
                    caption);
              }
            });
  }

  /** Of a caption that is not known there is nothing, of an empty one something. */
  public Finding maskSaysWhatIsKnown() {
    return Check.of("a caption that is not known has no features, an empty one some", SPI, "")
        .over(
            check -> {
              feed(List.of(new int[0], tokens(0)), 2);
              graph.feed(length, -1, 0);
              float[] mask = graph.run(features.mask());
              for (int i = 0; i < mask.length; i++) {
                check.that(mask[i] == 0 || mask[i] == 1, "0 or 1", mask[i], "in the mask");
              }
              float unknown = sum(mask, 0);
              check.that(unknown == 0, "none", unknown, "of a caption that is not known");
              float empty = sum(mask, 1);
              check.that(empty > 0, "some", empty, "of an empty caption");
              for (float value : graph.run(features.features())) {
                check.that(Float.isFinite(value), "a number", value, "where nothing is known");
              }
            });
  }

  /** Two captions are not one. */
  public Finding captionsMatter() {
    Check check = Check.of("features differ between captions", SPI, "");
    if (captions.size() < 2) {
      return check.doesNotApply("there are no two captions that differ");
    }
    return check.over(
        found -> {
          float[] all = ofCaptions();
          for (int i = 1; i < captions.size(); i++) {
            boolean different = !Arrays.equals(example(all, 0), example(all, i));
            found.that(
                different,
                "others",
                different ? "others" : "the same",
                "of '%s' and '%s'",
                captions.get(0),
                captions.get(i));
          }
        });
  }

  /** The same caption beside others. */
  public Finding captionsAreIndependent() {
    return Check.of("features of a caption are its own, beside any others", SPI, "1e-5")
        .over(
            check -> {
              float[] all = ofCaptions();
              for (int i = 0; i < captions.size(); i++) {
                feed(List.of(tokens(i)), 1);
                check.near(example(all, i), seen(), 1e-5, "of '%s'", captions.get(i));
              }
            });
  }

  /** What lies beyond a caption's length may be anything. */
  public Finding paddingDoesNotMatter() {
    return Check.of("tokens beyond a caption's length have no effect", SPI, "1e-5")
        .over(
            check -> {
              feed(List.of(tokens(0)), 1);
              float[] before = seen();
              int[] padded = new int[longest];
              Arrays.fill(padded, tokenizer.size() - 1);
              System.arraycopy(tokens(0), 0, padded, 0, tokens(0).length);
              graph.feed(tokens, padded, 1, longest);
              frozen.ifPresent(
                  values -> {
                    float[] anything = frozenOf(List.of(padded));
                    float[] own = frozenOf(List.of(tokens(0)));
                    System.arraycopy(own, 0, anything, 0, tokens(0).length * width());
                    graph.feed(values, anything, 1, longest, width());
                  });
              check.near(before, seen(), 1e-5, "of '%s'", captions.get(0));
            });
  }

  private int[] tokens(int caption) {
    return tokenizer.tokens(captions.get(caption));
  }

  private float[] ofCaptions() {
    feed(captions.stream().map(tokenizer::tokens).toList(), captions.size());
    return seen();
  }

  /** What a network may see: features where the mask says so, zeros elsewhere. */
  private float[] seen() {
    List<float[]> found = graph.run(List.of(features.features(), features.mask()));
    float[] seen = found.get(0).clone();
    for (int i = 0; i < seen.length; i++) {
      seen[i] *= found.get(1)[i / features.width()];
    }
    return seen;
  }

  private float[] example(float[] values, int index) {
    int size = features.count() * features.width();
    return Arrays.copyOfRange(values, index * size, (index + 1) * size);
  }

  private float sum(float[] mask, int index) {
    float sum = 0;
    for (int i = 0; i < features.count(); i++) {
      sum += mask[index * features.count() + i];
    }
    return sum;
  }

  private void feed(List<int[]> each, int count) {
    int[] ids = new int[count * longest];
    int[] lengths = new int[count];
    for (int i = 0; i < count; i++) {
      lengths[i] = each.get(i).length;
      System.arraycopy(each.get(i), 0, ids, i * longest, lengths[i]);
    }
    graph.feed(tokens, ids, count, longest);
    graph.feed(length, lengths);
    frozen.ifPresent(values -> graph.feed(values, frozenOf(each), count, longest, width()));
  }

  private int width() {
    return frozen.map(values -> (int) values.shape().get(2)).orElse(0);
  }

  /** What a frozen encoder makes of some captions' tokens, of shape [captions, longest, width]. */
  private float[] frozenOf(List<int[]> each) {
    int size = longest * width();
    float[] all = new float[each.size() * size];
    for (int i = 0; i < each.size(); i++) {
      if (each.get(i).length > 0 && encoder instanceof FrozenTextEncoder before) {
        float[] own = before.features(each.get(i));
        System.arraycopy(own, 0, all, i * size, own.length);
      }
    }
    return all;
  }

  /** Of a frozen encoder: as many numbers as it says, and the same ones each time. */
  public Finding frozenFeaturesAreTheTokensAlone() {
    Check check = Check.of("features of tokens repeat, and are width() a token", FROZEN, "1e-5");
    if (!(encoder instanceof FrozenTextEncoder before)) {
      return check.doesNotApply("the encoder is trained with the network");
    }
    return check.over(
        found -> {
          for (String caption : captions) {
            int[] own = tokenizer.tokens(caption);
            if (own.length > 0) {
              float[] once = before.features(own).clone();
              int expected = own.length * before.width();
              found.that(
                  once.length == expected, expected + " numbers", once.length, "of '%s'", caption);
              for (float value : once) {
                found.that(Float.isFinite(value), "a number", value, "of '%s'", caption);
              }
              found.near(once, before.features(own.clone()), 1e-5, "of '%s', asked again", caption);
            }
          }
          found.that(!before.files().isEmpty(), "a file or more", "none", "for provenance");
        });
  }
}
