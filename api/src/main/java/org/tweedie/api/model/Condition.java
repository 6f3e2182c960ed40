package org.tweedie.api.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apiguardian.api.API;
import org.tweedie.api.data.ConditionPart;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.Examples;

/**
 * What is known of each example of a batch: its class, numbers, a caption, an image. Each part is
 * known of an example or is not; a caption without a word is known. Immutable.
 */
public final class Condition {

  /** The label of an example of which no class is known. */
  public static final int NONE = -1;

  private final int[] labels;

  private final KnownPart<float[]> numbers;
  private final KnownPart<String> captions;
  private final KnownPart<Picture> images;
  private final Optional<DataShape> imageShape;

  private Condition(
      int[] labels,
      KnownPart<float[]> numbers,
      KnownPart<String> captions,
      KnownPart<Picture> images,
      Optional<DataShape> imageShape) {
    this.labels = labels;
    this.numbers = numbers;
    this.captions = captions;
    this.images = images;
    this.imageShape = images.isEmpty() ? Optional.empty() : imageShape;
  }

  private Condition(int[] labels) {
    this(labels, KnownPart.none(), KnownPart.none(), KnownPart.none(), Optional.empty());
  }

  /** No condition for any of {@code count} examples. */
  public static Condition none(int count) {
    return all(NONE, count);
  }

  /** The same class for all of {@code count} examples. */
  public static Condition all(int label, int count) {
    int[] labels = new int[count];
    Arrays.fill(labels, label);
    return new Condition(labels);
  }

  /** A class for each example, {@link #NONE} where it has none. */
  public static Condition labels(int... labels) {
    return new Condition(labels.clone());
  }

  /**
   * All that data say of some of their examples.
   *
   * @param data what the examples are like
   * @param examples a split of the data
   * @param indices which of its examples, in 0..size-1
   */
  @API(status = API.Status.EXPERIMENTAL, since = "0.2")
  public static Condition of(DataDescription data, Examples examples, int... indices) {
    Condition condition = labels(Arrays.stream(indices).map(examples::label).toArray());
    if (!data.numbers().isEmpty()) {
      condition =
          condition.withNumbers(
              Arrays.stream(indices).mapToObj(i -> known(examples.numbers(i))).toList());
    }
    if (data.hasCaptions()) {
      condition =
          condition.withCaptions(Arrays.stream(indices).mapToObj(examples::caption).toList());
    }
    if (data.conditionImage().isPresent()) {
      condition =
          condition.withImages(
              data.conditionImage().get(),
              Arrays.stream(indices).mapToObj(examples::conditionImage).toList());
    }
    return condition;
  }

  private static Optional<float[]> known(float[] numbers) {
    return Optional.of(numbers).filter(Condition::isKnown);
  }

  /** The same with numbers: of each example its own, in the order of the data's columns. */
  @API(status = API.Status.EXPERIMENTAL, since = "0.2")
  public Condition withNumbers(float[]... each) {
    return withNumbers(Stream.of(each).map(Optional::of).toList());
  }

  /**
   * The same with numbers of those examples of which they are known.
   *
   * @param each of each example; NaN is a single number that is not known
   * @throws IllegalArgumentException if they are not as many as the examples
   */
  @API(status = API.Status.EXPERIMENTAL, since = "0.2")
  public Condition withNumbers(List<Optional<float[]>> each) {
    return new Condition(
        labels, known(each).map(one -> one.map(float[]::clone)), captions, images, imageShape);
  }

  /**
   * The same with one more number for each example, after those of the data: a scale of guidance,
   * of students that learnt several ({@link org.tweedie.api.objective.GuidanceScales}).
   *
   * @param columns how many numbers the data have; those that are not known are none
   * @param each the further number of each example, which takes the place of one that is there
   * @throws IllegalArgumentException if they are not as many as the examples
   */
  @API(status = API.Status.EXPERIMENTAL, since = "0.2")
  public Condition withFurtherNumber(int columns, double... each) {
    checkCount(each.length);
    List<Optional<float[]>> all = new ArrayList<>();
    for (int i = 0; i < each.length; i++) {
      float[] row = new float[columns + 1];
      Arrays.fill(row, Float.NaN);
      Optional<float[]> own = numbers.of(i);
      own.ifPresent(known -> System.arraycopy(known, 0, row, 0, Math.min(columns, known.length)));
      row[columns] = (float) each[i];
      all.add(Optional.of(row));
    }
    return withNumbers(all);
  }

  /**
   * The same with the data's numbers alone.
   *
   * @param columns how many these are
   */
  @API(status = API.Status.EXPERIMENTAL, since = "0.2")
  public Condition withoutFurtherNumber(int columns) {
    if (columns == 0) {
      return without(ConditionPart.NUMBERS);
    }
    return new Condition(
        labels,
        numbers.map(row -> row.map(all -> Arrays.copyOf(all, columns)).filter(Condition::isKnown)),
        captions,
        images,
        imageShape);
  }

  private static boolean isKnown(float... numbers) {
    for (float number : numbers) {
      if (!Float.isNaN(number)) {
        return true;
      }
    }
    return false;
  }

  /** The same with a caption for each example. */
  @API(status = API.Status.EXPERIMENTAL, since = "0.2")
  public Condition withCaptions(String... each) {
    return withCaptions(Stream.of(each).map(Optional::of).toList());
  }

  /**
   * The same with captions of those examples of which one is known.
   *
   * @param each of each example; an empty text is known, and says nothing
   * @throws IllegalArgumentException if they are not as many as the examples
   */
  @API(status = API.Status.EXPERIMENTAL, since = "0.2")
  public Condition withCaptions(List<Optional<String>> each) {
    return new Condition(labels, numbers, known(each), images, imageShape);
  }

  /** The same with an image for each example. */
  @API(status = API.Status.EXPERIMENTAL, since = "0.2")
  public Condition withImages(DataShape shape, float[]... each) {
    return withImages(shape, Stream.of(each).map(Optional::of).toList());
  }

  /**
   * The same with images of those examples of which one is known.
   *
   * @param shape of each
   * @param each of each example, in the model's scale
   * @throws IllegalArgumentException if they are not as many as the examples, or of another size
   */
  @API(status = API.Status.EXPERIMENTAL, since = "0.2")
  public Condition withImages(DataShape shape, List<Optional<float[]>> each) {
    for (Optional<float[]> image : each) {
      if (image.isPresent() && image.get().length != shape.size()) {
        throw new IllegalArgumentException(
            "an image of %s has %d values, not %d"
                .formatted(shape, shape.size(), image.get().length));
      }
    }
    KnownPart<Picture> pictures = known(each).map(one -> one.map(it -> new Picture(it.clone(), 0)));
    return new Condition(labels, numbers, captions, pictures, Optional.of(shape));
  }

  /**
   * The same with noise in the images: of an image y that is known, {@code sqrt(1 - s^2) y + s
   * noise} takes its place, and s is told beside it (Ho et al., "Cascaded Diffusion Models for High
   * Fidelity Image Generation", arXiv 2106.15282, section 4.2). A model that learnt to go by such
   * images forgives what is wrong with those that another model drew.
   *
   * @param levels s of each example, in [0, 1]; 0 leaves its image as it is
   * @param noise standard normal noise, in the shape of the images
   * @throws IllegalArgumentException if they are not as many as the examples, or of another shape,
   *     or a level is none
   */
  @API(status = API.Status.EXPERIMENTAL, since = "0.2")
  public Condition withImageNoise(double[] levels, Batch noise) {
    if (images.isEmpty()) {
      return this;
    }
    if (levels.length != count()
        || noise.count() != count()
        || !noise.shape().equals(imageShape.orElseThrow())) {
      throw new IllegalArgumentException(
          "%d levels and %d times noise of %s for %d images of %s"
              .formatted(
                  levels.length, noise.count(), noise.shape(), count(), imageShape.orElseThrow()));
    }
    List<Optional<Picture>> noisy = new ArrayList<>();
    for (int i = 0; i < levels.length; i++) {
      double s = levels[i];
      if (!(s >= 0 && s <= 1)) {
        throw new IllegalArgumentException("a level of noise lies in [0, 1], not " + s);
      }
      int from = i * noise.shape().size();
      noisy.add(images.of(i).map(image -> image.with(noise.values(), from, s)));
    }
    return new Condition(labels, numbers, captions, KnownPart.of(noisy), imageShape);
  }

  private <T> KnownPart<T> known(List<Optional<T>> each) {
    checkCount(each.size());
    return KnownPart.of(each);
  }

  private void checkCount(int given) {
    if (given != count()) {
      throw new IllegalArgumentException(
          "%d of %d examples are given something".formatted(given, count()));
    }
  }

  /** How many examples it speaks of. */
  public int count() {
    return labels.length;
  }

  /** The class of an example, or {@link #NONE}. */
  public int label(int index) {
    return labels[index];
  }

  /** The numbers of an example, NaN where a single one is not known. */
  @API(status = API.Status.EXPERIMENTAL, since = "0.2")
  public Optional<float[]> numbers(int index) {
    return of(numbers, index).map(float[]::clone);
  }

  /** The caption of an example. */
  @API(status = API.Status.EXPERIMENTAL, since = "0.2")
  public Optional<String> caption(int index) {
    return of(captions, index);
  }

  /** The image of an example, in the model's scale. */
  @API(status = API.Status.EXPERIMENTAL, since = "0.2")
  public Optional<float[]> image(int index) {
    return of(images, index).map(picture -> picture.values().clone());
  }

  /**
   * The share of noise in the image of an example, in [0, 1]: see {@link #withImageNoise}; 0 where
   * it has none, or no image is known.
   */
  @API(status = API.Status.EXPERIMENTAL, since = "0.2")
  public float imageNoise(int index) {
    return of(images, index).map(Picture::noise).orElse(0f);
  }

  /** The shape of the images, where one is known. */
  @API(status = API.Status.EXPERIMENTAL, since = "0.2")
  public Optional<DataShape> imageShape() {
    return imageShape;
  }

  private <T> Optional<T> of(KnownPart<T> part, int index) {
    if (index < 0 || index >= count()) {
      throw new IndexOutOfBoundsException("example %d of %d".formatted(index, count()));
    }
    return part.of(index);
  }

  /** Whether nothing is known of any example. */
  public boolean isNone() {
    return known().isEmpty();
  }

  /** The parts that are known of one example or more, in their order. */
  @API(status = API.Status.EXPERIMENTAL, since = "0.2")
  public Set<ConditionPart> known() {
    EnumSet<ConditionPart> known = EnumSet.noneOf(ConditionPart.class);
    if (Arrays.stream(labels).anyMatch(label -> label != NONE)) {
      known.add(ConditionPart.CLASS);
    }
    if (!numbers.isEmpty()) {
      known.add(ConditionPart.NUMBERS);
    }
    if (!captions.isEmpty()) {
      known.add(ConditionPart.CAPTION);
    }
    if (!images.isEmpty()) {
      known.add(ConditionPart.IMAGE);
    }
    return Collections.unmodifiableSet(known);
  }

  /** The same where a part is known of no example. */
  @API(status = API.Status.EXPERIMENTAL, since = "0.2")
  public Condition without(ConditionPart part) {
    return switch (part) {
      case CLASS -> new Condition(none(count()).labels, numbers, captions, images, imageShape);
      case NUMBERS -> new Condition(labels, KnownPart.none(), captions, images, imageShape);
      case CAPTION -> new Condition(labels, numbers, KnownPart.none(), images, imageShape);
      case IMAGE -> new Condition(labels, numbers, captions, KnownPart.none(), Optional.empty());
    };
  }

  /** The same where some parts of some examples are not known. */
  @API(status = API.Status.EXPERIMENTAL, since = "0.2")
  public Condition hiding(BiPredicate<ConditionPart, Integer> hidden) {
    int[] shown = labels.clone();
    for (int i = 0; i < shown.length; i++) {
      shown[i] = hidden.test(ConditionPart.CLASS, i) ? NONE : shown[i];
    }
    return new Condition(
        shown,
        numbers.hiding(i -> hidden.test(ConditionPart.NUMBERS, i)),
        captions.hiding(i -> hidden.test(ConditionPart.CAPTION, i)),
        images.hiding(i -> hidden.test(ConditionPart.IMAGE, i)),
        imageShape);
  }

  /** The conditions of the examples {@code from} (inclusive) to {@code to} (exclusive). */
  public Condition slice(int from, int to) {
    return at(IntStream.range(from, to).toArray());
  }

  /** The conditions of some examples, in the order of their numbers. */
  @API(status = API.Status.EXPERIMENTAL, since = "0.2")
  public Condition at(int... indices) {
    return new Condition(
        Arrays.stream(indices).map(i -> labels[i]).toArray(),
        numbers.at(indices),
        captions.at(indices),
        images.at(indices),
        imageShape);
  }

  /**
   * This one's examples followed by the other's.
   *
   * @throws IllegalArgumentException if both know images, and they differ in shape
   */
  public Condition followedBy(Condition other) {
    if (imageShape.isPresent()
        && other.imageShape.isPresent()
        && !imageShape.equals(other.imageShape)) {
      throw new IllegalArgumentException(
          "images of %s and of %s".formatted(imageShape.get(), other.imageShape.get()));
    }
    int[] all = Arrays.copyOf(labels, labels.length + other.labels.length);
    System.arraycopy(other.labels, 0, all, labels.length, other.labels.length);
    return new Condition(
        all,
        numbers.followedBy(count(), other.numbers, other.count()),
        captions.followedBy(count(), other.captions, other.count()),
        images.followedBy(count(), other.images, other.count()),
        imageShape.or(() -> other.imageShape));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Condition condition
        && Arrays.equals(labels, condition.labels)
        && captions.equals(condition.captions)
        && imageShape.equals(condition.imageShape)
        && equal(numbers.each(), condition.numbers.each())
        && images.equals(condition.images);
  }

  private static boolean equal(List<Optional<float[]>> one, List<Optional<float[]>> other) {
    return one.size() == other.size()
        && IntStream.range(0, one.size()).allMatch(i -> equal(one.get(i), other.get(i)));
  }

  private static boolean equal(Optional<float[]> one, Optional<float[]> other) {
    if (one.isEmpty() || other.isEmpty()) {
      return one.isPresent() == other.isPresent();
    }
    return Arrays.equals(one.get(), other.get());
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(labels) + captions.hashCode();
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("Condition").append(Arrays.toString(labels));
    if (!numbers.isEmpty()) {
      text.append(" numbers ")
          .append(
              numbers.each().stream().map(one -> one.map(Arrays::toString).orElse("?")).toList());
    }
    if (!captions.isEmpty()) {
      text.append(" captions ")
          .append(captions.each().stream().map(one -> one.orElse("?")).toList());
    }
    imageShape.ifPresent(shape -> text.append(" images of ").append(shape));
    return text.toString();
  }
}
