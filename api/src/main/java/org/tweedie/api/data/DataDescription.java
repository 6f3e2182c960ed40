package org.tweedie.api.data;

import java.util.List;
import java.util.Optional;

/**
 * What a model must know of its data before it sees any: components may ask for it in their
 * constructors.
 *
 * @param shape the shape of one example
 * @param levels the levels of quantised data; empty where the data are continuous, and then
 *     likelihoods are densities
 * @param classes the names of the classes in the order of their labels; empty where the data have
 *     none
 */
public record DataDescription(DataShape shape, Optional<Levels> levels, List<String> classes) {

  /** Copies the class names. */
  public DataDescription {
    classes = List.copyOf(classes);
  }

  /** Of continuous data without classes. */
  public static DataDescription of(DataShape shape) {
    return new DataDescription(shape, Optional.empty(), List.of());
  }

  /** The same of quantised data. */
  public DataDescription withLevels(Levels theLevels) {
    return new DataDescription(shape, Optional.of(theLevels), classes);
  }

  /** The same of data with classes, named in the order of their labels. */
  public DataDescription withClasses(List<String> names) {
    return new DataDescription(shape, levels, names);
  }
}
