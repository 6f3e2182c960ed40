package org.tweedie.laws.identity;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tweedie.api.data.ConditionPart;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.network.DenoiserNetwork;
import org.tweedie.api.network.KnownValues;
import org.tweedie.api.network.NetworkCondition;
import org.tweedie.api.network.NetworkInput;
import org.tweedie.api.network.TextFeatures;
import org.tweedie.laws.graph.TestGraph;

/**
 * What every {@link DenoiserNetwork} keeps that takes numbers, captions or images beside a class
 * (Luo, "Understanding Diffusion Models: A Unified Perspective", arXiv 2208.11970, equation 151:
 * {@code p(x | y)} of any y): what it is told has an effect, and what is not known has none.
 *
 * <p>The network is added to a graph of its own when this is made, with parameters moved at random;
 * closing frees it. Used by one thread.
 */
public final class ConditionIdentities implements AutoCloseable {

  private static final int SEED = 20_263;
  private static final int BATCH = 3;
  private static final int NUMBERS = 2;
  private static final int FEATURES = 4;
  private static final int WIDTH = 6;
  private static final String SPI = "NetworkCondition";
  private static final String MATTERS = "output(z, y) differs between conditions y that are known";
  private static final String NOTHING = "what is not known of an example has no effect";
  private static final String NOISE = "output(z, y) differs between shares of noise in y";
  private static final String PADDING = "what lies beyond a caption has no effect";

  /** A part of the condition, as values and what says which of them are known. */
  private record Part(
      ConditionPart part, Operand<TFloat32> values, Operand<TFloat32> known, long[] shape) {

    long[] sizes() {
      return sizes(shape);
    }

    /** Of what says which are known. */
    long[] knownSizes() {
      return switch (part) {
        case NUMBERS -> sizes(NUMBERS);
        case CAPTION -> sizes(FEATURES);
        default -> sizes();
      };
    }

    private static long[] sizes(long... rest) {
      return LongStream.concat(LongStream.of(BATCH), Arrays.stream(rest)).toArray();
    }

    int size() {
      return (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    }

    int flags() {
      return part == ConditionPart.IMAGE ? 1 : part == ConditionPart.CAPTION ? FEATURES : NUMBERS;
    }
  }

  private final DataDescription data;
  private final TestGraph graph;
  private final List<Part> parts;
  private final Operand<TFloat32> z;
  private final Operand<TFloat32> logSnr;
  private final Operand<TInt32> label;
  private final Operand<TFloat32> imageNoise;
  private final Operand<TFloat32> output;

  /**
   * Builds the network.
   *
   * @param network the network to be checked
   * @param data the data that it is for; what they say of captions, numbers and images is of no
   *     account, since it is told those that it takes
   */
  public ConditionIdentities(DenoiserNetwork network, DataDescription data) {
    this.data = data;
    graph = TestGraph.forInference(SEED);
    z = graph.floats(latents(-1));
    logSnr = graph.floats(-1);
    label = graph.integers(-1);
    imageNoise = graph.floats(-1);
    try {
      parts =
          Arrays.stream(ConditionPart.values())
              .filter(part -> part != ConditionPart.CLASS && network.takes().contains(part))
              .filter(part -> part != ConditionPart.IMAGE || data.shape().isImage())
              .map(this::part)
              .toList();
      NetworkCondition told = NetworkCondition.NONE;
      for (Part part : parts) {
        told = with(told, part);
      }
      if (takesImages()) {
        told = told.withImageNoise(imageNoise);
      }
      output = network.output(graph, NetworkInput.of(z, logSnr, label).withCondition(told));
      graph.initialize();
      graph.moveParameters(7);
    } catch (RuntimeException refused) {
      graph.close();
      throw refused;
    }
  }

  private boolean takesImages() {
    return parts.stream().anyMatch(part -> part.part() == ConditionPart.IMAGE);
  }

  private Part part(ConditionPart part) {
    long[] shape =
        switch (part) {
          case NUMBERS -> new long[] {NUMBERS};
          case CAPTION -> new long[] {FEATURES, WIDTH};
          default -> data.shape().dimensions().stream().mapToLong(Integer::longValue).toArray();
        };
    long[] any = LongStream.concat(LongStream.of(-1), Arrays.stream(shape)).toArray();
    return new Part(
        part,
        graph.floats(any),
        switch (part) {
          case NUMBERS -> graph.floats(-1, NUMBERS);
          case CAPTION -> graph.floats(-1, FEATURES);
          default -> graph.floats(-1);
        },
        shape);
  }

  private static NetworkCondition with(NetworkCondition told, Part part) {
    return switch (part.part()) {
      case NUMBERS -> told.withNumbers(new KnownValues(part.values(), part.known()));
      case CAPTION -> told.withCaption(new TextFeatures(part.values(), part.known()));
      default -> told.withImage(new KnownValues(part.values(), part.known()));
    };
  }

  @Override
  public void close() {
    graph.close();
  }

  /** All that is found. */
  public List<Finding> findings() {
    return List.of(
        knownPartsMatter(), unknownPartsDoNot(), paddingDoesNot(), noiseInImagesMatters());
  }

  /** Each part that it takes. */
  public Finding knownPartsMatter() {
    Check check = Check.of(MATTERS, "Luo, equation 151", "");
    if (parts.isEmpty()) {
      return none(check);
    }
    return check.over(
        found -> {
          for (Part part : parts) {
            feed(1);
            float[] one = graph.run(output);
            feedValues(part, 5, part.size());
            float[] other = graph.run(output);
            for (int i = 0; i < BATCH; i++) {
              differ(found, example(one, i), example(other, i), "for another %s", part);
            }
            feed(1);
            feedKnown(part, 0);
            float[] unknown = graph.run(output);
            differ(found, example(one, 0), example(unknown, 0), "without a %s", part);
          }
        });
  }

  /** The program puts zeros there, and others may put anything. */
  public Finding unknownPartsDoNot() {
    Check check = Check.of(NOTHING, SPI, "1e-5 of the largest output");
    if (parts.isEmpty()) {
      return none(check);
    }
    return check.over(
        found -> {
          for (Part part : parts) {
            if (part.part() == ConditionPart.CAPTION) {
              feed(1);
              feedKnown(part, 0);
              float[] one = graph.run(output);
              feedValues(part, 5, part.size());
              found.near(one, graph.run(output), tolerance(one), "of a caption that is not known");
            }
            feed(1);
            feedKnown(part, 0);
            float[] values = graph.run(output);
            for (float value : values) {
              found.that(
                  Float.isFinite(value), "a number", value, "without a %s", part.part().word());
            }
          }
        });
  }

  /** Of an image with noise it is told how much. */
  public Finding noiseInImagesMatters() {
    Check check = Check.of(NOISE, "Ho et al. 2021, section 4.2", "");
    if (!takesImages()) {
      return check.doesNotApply("the network takes no images");
    }
    Part image =
        parts.stream().filter(part -> part.part() == ConditionPart.IMAGE).findFirst().orElseThrow();
    return check.over(
        found -> {
          feed(1);
          float[] one = graph.run(output);
          graph.feed(imageNoise, new float[] {1, 0.5f, 0.1f}, BATCH);
          float[] other = graph.run(output);
          for (float value : other) {
            found.that(Float.isFinite(value), "a number", value, "for a share of noise");
          }
          for (int i = 0; i < BATCH; i++) {
            differ(found, example(one, i), example(other, i), "for more noise in the %s", image);
          }
        });
  }

  /** Captions of a batch have one length, and most are shorter. */
  public Finding paddingDoesNot() {
    Check check = Check.of(PADDING, SPI, "1e-5 of the largest output");
    List<Part> captions =
        parts.stream().filter(part -> part.part() == ConditionPart.CAPTION).toList();
    if (captions.isEmpty()) {
      return check.doesNotApply("the network takes no captions");
    }
    return check.over(
        found -> {
          feed(1);
          feedKnown(captions.get(0), FEATURES / 2);
          float[] one = graph.run(output);
          feedValuesFrom(captions.get(0), FEATURES / 2 * WIDTH, 9);
          found.near(one, graph.run(output), tolerance(one), "for other values beyond its end");
        });
  }

  private static Finding none(Check check) {
    return check.doesNotApply("the network is told classes alone");
  }

  private static void differ(Check check, float[] one, float[] other, String at, Part part) {
    boolean different = !Arrays.equals(one, other);
    check.that(
        different,
        "another output",
        different ? "another output" : "the same",
        at,
        part.part().word());
  }

  private void feed(long seed) {
    graph.feed(z, normal(new Random(11), BATCH * data.shape().size()), latents(BATCH));
    graph.feed(logSnr, new float[] {3, 0, -4}, BATCH);
    graph.feed(label, new int[BATCH]);
    graph.feed(imageNoise, new float[BATCH], BATCH);
    for (Part part : parts) {
      feedValues(part, seed, part.size());
      feedKnown(part, part.flags());
    }
  }

  private void feedValues(Part part, long seed, int size) {
    graph.feed(part.values(), normal(new Random(seed), BATCH * size), part.sizes());
  }

  /** The same values up to a place of each example, and others from there on. */
  private void feedValuesFrom(Part part, int from, long seed) {
    float[] values = normal(new Random(1), BATCH * part.size());
    float[] others = normal(new Random(seed), values.length);
    for (int i = 0; i < values.length; i++) {
      values[i] = i % part.size() < from ? values[i] : others[i];
    }
    graph.feed(part.values(), values, part.sizes());
  }

  /** The first flags of each example are 1. */
  private void feedKnown(Part part, int count) {
    float[] known = new float[BATCH * part.flags()];
    for (int i = 0; i < known.length; i++) {
      known[i] = i % part.flags() < count ? 1 : 0;
    }
    if (part.part() == ConditionPart.IMAGE) {
      graph.feed(part.known(), known, BATCH);
    } else {
      graph.feed(part.known(), known, part.knownSizes());
    }
  }

  private float[] example(float[] values, int index) {
    int size = data.shape().size();
    return Arrays.copyOfRange(values, index * size, (index + 1) * size);
  }

  private static double tolerance(float[] values) {
    double largest = 0;
    for (float value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return 1e-5 * largest;
  }

  private long[] latents(long batch) {
    return LongStream.concat(
            LongStream.of(batch), data.shape().dimensions().stream().mapToLong(Integer::longValue))
        .toArray();
  }

  private static float[] normal(Random random, int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
