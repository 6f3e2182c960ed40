package org.tweedie.api.data;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * What a model must know of its data before it sees any: components may ask for it in their
 * constructors.
 *
 * @param shape the shape of one example
 * @param levels the levels of quantised data; empty where the data are continuous, and then
 *     likelihoods are densities
 * @param classes the names of the classes in the order of their labels; empty where the data have
 *     none
 * @param numbers the names of the numbers that describe each example, in the order of {@link
 *     Examples#numbers}; empty where there are none
 * @param hasCaptions whether examples have captions
 * @param conditionImage the shape of the image that each example goes with: of the example's own
 *     height and width, or of whole fractions of them; empty where there is none
 */
public record DataDescription(
    DataShape shape,
    Optional<Levels> levels,
    List<String> classes,
    List<String> numbers,
    boolean hasCaptions,
    Optional<DataShape> conditionImage) {

  /**
   * Copies the names.
   *
   * @throws IllegalArgumentException if two numbers share a name, or there is an image of examples
   *     that are none, or one that they are no whole multiple of
   */
  public DataDescription {
    classes = List.copyOf(classes);
    numbers = List.copyOf(numbers);
    if (new LinkedHashSet<>(numbers).size() < numbers.size()) {
      throw new IllegalArgumentException("two numbers share a name: " + numbers);
    }
    if (conditionImage.isPresent() && !fits(conditionImage.get(), shape)) {
      throw new IllegalArgumentException(
          "examples of %s cannot go with images of %s: these have the same height and width, or whole fractions of them"
              .formatted(shape, conditionImage.get()));
    }
  }

  /** Of data that are described by classes alone. */
  public DataDescription(DataShape shape, Optional<Levels> levels, List<String> classes) {
    this(shape, levels, classes, List.of(), false, Optional.empty());
  }

  private static boolean fits(DataShape image, DataShape example) {
    return image.isImage()
        && example.isImage()
        && example.dimensions().get(0) % image.dimensions().get(0) == 0
        && example.dimensions().get(1) % image.dimensions().get(1) == 0;
  }

  /** Of continuous data without classes. */
  public static DataDescription of(DataShape shape) {
    return new DataDescription(shape, Optional.empty(), List.of());
  }

  /** The same of quantised data. */
  public DataDescription withLevels(Levels theLevels) {
    return new DataDescription(
        shape, Optional.of(theLevels), classes, numbers, hasCaptions, conditionImage);
  }

  /** The same of data with classes, named in the order of their labels. */
  public DataDescription withClasses(List<String> names) {
    return new DataDescription(shape, levels, names, numbers, hasCaptions, conditionImage);
  }

  /** The same of data whose examples are described by numbers. */
  @API(status = API.Status.EXPERIMENTAL, since = "0.2")
  public DataDescription withNumbers(List<String> names) {
    return new DataDescription(shape, levels, classes, names, hasCaptions, conditionImage);
  }

  /** The same of data with captions. */
  @API(status = API.Status.EXPERIMENTAL, since = "0.2")
  public DataDescription withCaptions() {
    return new DataDescription(shape, levels, classes, numbers, true, conditionImage);
  }

  /** The same of data whose examples each go with an image. */
  @API(status = API.Status.EXPERIMENTAL, since = "0.2")
  public DataDescription withConditionImage(DataShape image) {
    return new DataDescription(shape, levels, classes, numbers, hasCaptions, Optional.of(image));
  }
}
