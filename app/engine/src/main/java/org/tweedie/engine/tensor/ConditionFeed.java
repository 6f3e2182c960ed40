package org.tweedie.engine.tensor;

import java.util.Optional;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TType;
import org.tweedie.api.data.ConditionPart;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.NumberScale;
import org.tweedie.api.model.Condition;
import org.tweedie.api.network.EncodedText;
import org.tweedie.api.network.FrozenTextEncoder;
import org.tweedie.api.network.KnownValues;
import org.tweedie.api.network.NetworkCondition;
import org.tweedie.api.network.TextFeatures;
import org.tweedie.api.network.TextInput;
import org.tweedie.api.objective.GuidanceScales;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.api.plugin.Conditioning;
import org.tweedie.engine.problem.ModelFailure;

/**
 * Where a graph is fed what its network is told beside classes. Of a run that is told nothing else
 * it adds nothing to the graph.
 */
final class ConditionFeed {

  /** Begins the names of the text encoder's parameters. */
  private static final String TEXT = Weights.TEXT_ENCODER;

  private final Conditioning conditioning;

  /** How many numbers are told: those of the data, and the scale of guidance. */
  private final int width;

  private final Optional<Fed> numbers;
  private final Optional<Tokens> tokens;
  private final Optional<Fed> images;

  /** The share of noise in each image, where they have noise. */
  private final Optional<Placeholder<TFloat32>> imageNoise;

  private final Optional<DataShape> imageShape;
  private final NetworkCondition condition;

  /** Values, and which of them are known. */
  private record Fed(Placeholder<TFloat32> values, Placeholder<TFloat32> known) {

    KnownValues asKnown() {
      return new KnownValues(values, known);
    }
  }

  /** Tokens, how many they are, and of an encoder that is frozen what they become. */
  private record Tokens(
      Placeholder<TInt32> ids,
      Placeholder<TInt32> length,
      Optional<Placeholder<TFloat32>> frozen) {}

  /**
   * Adds to a graph what is fed, and the text encoder.
   *
   * @param count examples of a batch; -1 where that is not known
   */
  ConditionFeed(ParameterGraph graph, Assembly parts, long count) {
    Ops tf = graph.tf();
    conditioning = parts.conditioning();
    width = conditioning.numbers().size() + (conditioning.guidance().isPresent() ? 1 : 0);
    numbers =
        width > 0
            ? Optional.of(
                new Fed(
                    placeholder(tf, TFloat32.class, count, width),
                    placeholder(tf, TFloat32.class, count, width)))
            : Optional.empty();
    Optional<EncodedText> text =
        told(ConditionPart.CAPTION) ? conditioning.text() : Optional.empty();
    tokens =
        text.map(
            encoded ->
                new Tokens(
                    placeholder(tf, TInt32.class, count, encoded.longest()),
                    placeholder(tf, TInt32.class, count),
                    frozen(encoded)
                        .map(
                            encoder ->
                                placeholder(
                                    tf,
                                    TFloat32.class,
                                    count,
                                    encoded.longest(),
                                    encoder.width()))));
    imageShape = told(ConditionPart.IMAGE) ? parts.data().conditionImage() : Optional.empty();
    images =
        imageShape.map(
            shape ->
                new Fed(
                    tf.placeholder(TFloat32.class, Placeholder.shape(Tensors.batch(count, shape))),
                    placeholder(tf, TFloat32.class, count)));
    imageNoise =
        imageShape
            .filter(any -> conditioning.imageNoise() > 0)
            .map(any -> placeholder(tf, TFloat32.class, count));
    condition =
        new NetworkCondition(
            numbers.map(Fed::asKnown),
            tokens.map(fed -> features(graph, text.orElseThrow(), fed)),
            images.map(Fed::asKnown),
            imageNoise.map(levels -> levels));
  }

  private boolean told(ConditionPart part) {
    return conditioning.dropout().containsKey(part);
  }

  private static <T extends TType> Placeholder<T> placeholder(
      Ops tf, Class<T> type, long... shape) {
    return tf.placeholder(type, Placeholder.shape(Shape.of(shape)));
  }

  private static TextFeatures features(ParameterGraph graph, EncodedText text, Tokens fed) {
    TextInput tokens = new TextInput(fed.ids(), fed.length(), text.tokenizer().size());
    return text.encoder()
        .output(
            new PrefixedGraph(graph, TEXT), fed.frozen().map(tokens::withFrozen).orElse(tokens));
  }

  private static Optional<FrozenTextEncoder> frozen(EncodedText text) {
    return text.encoder() instanceof FrozenTextEncoder frozen
        ? Optional.of(frozen)
        : Optional.empty();
  }

  /** What the network is told. */
  NetworkCondition condition() {
    return condition;
  }

  /**
   * Adds what is known of the examples of a batch.
   *
   * @throws IllegalArgumentException in words for the user, if a caption cannot be written in the
   *     run's tokens, or numbers or images are not of its size
   */
  void feed(Condition known, Feeds feeds) {
    numbers.ifPresent(fed -> feedNumbers(fed, known, feeds));
    tokens.ifPresent(fed -> feedCaptions(fed, known, feeds));
    images.ifPresent(fed -> feedImages(fed, known, feeds));
  }

  private void feedNumbers(Fed fed, Condition known, Feeds feeds) {
    int columns = conditioning.numbers().size();
    int count = known.count();
    float[] values = new float[count * width];
    float[] there = new float[count * width];
    for (int i = 0; i < count; i++) {
      Optional<float[]> own = known.numbers(i);
      if (own.isPresent() && own.get().length != width && own.get().length != columns) {
        throw new IllegalArgumentException(
            "%d numbers are given, and the run knows %s"
                .formatted(
                    own.get().length,
                    conditioning.numbers().stream().map(NumberScale::name).toList()));
      }
      for (int k = 0; own.isPresent() && k < columns; k++) {
        if (!Float.isNaN(own.get()[k])) {
          values[i * width + k] = conditioning.numbers().get(k).seen(own.get()[k]);
          there[i * width + k] = 1;
        }
      }
      if (conditioning.guidance().isPresent()) {
        values[i * width + columns] = seen(conditioning.guidance().get(), own);
        there[i * width + columns] = 1;
      }
    }
    feeds.add(fed.values(), Tensors.floats(Shape.of(count, width), values));
    feeds.add(fed.known(), Tensors.floats(Shape.of(count, width), there));
  }

  /** A scale is always told: where nothing is said of it, that of no guidance. */
  private float seen(GuidanceScales scales, Optional<float[]> own) {
    double told =
        own.filter(all -> all.length == width).map(all -> all[width - 1]).orElse(Float.NaN);
    return scales.seen(Double.isNaN(told) ? scales.usual() : told);
  }

  private void feedCaptions(Tokens fed, Condition known, Feeds feeds) {
    EncodedText text = conditioning.text().orElseThrow();
    int count = known.count();
    int[] ids = new int[count * text.longest()];
    int[] lengths = new int[count];
    for (int i = 0; i < count; i++) {
      Optional<int[]> own = known.caption(i).map(text::tokens);
      lengths[i] = own.map(written -> written.length).orElse(-1);
      int from = i * text.longest();
      own.ifPresent(written -> System.arraycopy(written, 0, ids, from, written.length));
    }
    feeds.add(fed.ids(), Tensors.ints(Shape.of(count, text.longest()), ids));
    feeds.add(fed.length(), Tensors.ints(lengths));
    fed.frozen().ifPresent(to -> feedFrozen(to, frozen(text).orElseThrow(), known, feeds));
  }

  private void feedFrozen(
      Placeholder<TFloat32> to, FrozenTextEncoder encoder, Condition known, Feeds feeds) {
    EncodedText text = conditioning.text().orElseThrow();
    int count = known.count();
    int width = encoder.width();
    float[] values = new float[count * text.longest() * width];
    for (int i = 0; i < count; i++) {
      int[] written = known.caption(i).map(text::tokens).orElseGet(() -> new int[0]);
      if (written.length > 0) {
        float[] features = encoder.features(written);
        if (features.length != written.length * width) {
          throw new ModelFailure(
              "The text encoder gives %d numbers for %d tokens, and says that it gives %d for each."
                  .formatted(features.length, written.length, width));
        }
        System.arraycopy(features, 0, values, i * text.longest() * width, written.length * width);
      }
    }
    feeds.add(to, Tensors.floats(Shape.of(count, text.longest(), width), values));
  }

  private void feedImages(Fed fed, Condition known, Feeds feeds) {
    DataShape shape = imageShape.orElseThrow();
    known
        .imageShape()
        .filter(given -> !given.equals(shape))
        .ifPresent(
            given -> {
              throw new IllegalArgumentException(
                  "images of %s are given, and the run goes by images of %s"
                      .formatted(given, shape));
            });
    int count = known.count();
    float[] values = new float[count * shape.size()];
    float[] there = new float[count];
    for (int i = 0; i < count; i++) {
      Optional<float[]> own = known.image(i);
      there[i] = own.isPresent() ? 1 : 0;
      int from = i * shape.size();
      own.ifPresent(image -> System.arraycopy(image, 0, values, from, image.length));
    }
    feeds.add(fed.values(), Tensors.floats(Tensors.batch(count, shape), values));
    feeds.add(fed.known(), Tensors.floats(Shape.of(count), there));
    float[] noise = new float[count];
    for (int i = 0; i < count; i++) {
      noise[i] = known.imageNoise(i);
    }
    imageNoise.ifPresent(levels -> feeds.add(levels, Tensors.floats(Shape.of(count), noise)));
  }
}
