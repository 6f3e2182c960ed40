package org.tweedie.api.interchange;

import java.util.Map;
import java.util.Optional;
import org.tweedie.api.data.DataDescription;

/**
 * Reads what a file of another program says of a component into the component's options. Which file
 * it is given is settled by the format and the component's kind: in {@code diffusers} networks get
 * the network's {@code config.json}, all others the scheduler's {@code scheduler_config.json}.
 *
 * <p>Stateless; safe for many threads.
 */
public interface ForeignForm {

  /** The other program's format, as in {@code diffusers}. */
  String format();

  /** Whether a description is of the component, and not of another one of its kind. */
  boolean describes(ForeignDescription description);

  /**
   * The component's options, by their names in a config. What the component cannot do is told to
   * the description ({@link ForeignDescription#refuse}).
   *
   * @param description is of the component
   * @param data what the component is to be used for
   * @return texts, numbers, booleans, enum constants and lists of them; those left out have their
   *     defaults
   */
  Map<String, Object> options(ForeignDescription description, DataDescription data);

  /**
   * What the examples are like that the component is for, as far as the description says so: for a
   * run that is made without data.
   *
   * @return empty where the shape of an example is not said
   */
  default Optional<DataDescription> data(ForeignDescription description) {
    return Optional.empty();
  }

  /**
   * How a run that has the component must be trained to go on as the component was, by the names of
   * the section {@code train}.
   */
  default Map<String, Object> training(ForeignDescription description, DataDescription data) {
    return Map.of();
  }
}
