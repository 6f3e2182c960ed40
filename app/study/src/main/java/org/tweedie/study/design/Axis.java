package org.tweedie.study.design;

import java.util.List;
import java.util.Optional;
import org.tweedie.engine.config.Layer;

/**
 * What a study varies: an option's path, a component, or any name whose values set several options
 * at once.
 *
 * @param name as in {@code objective.predict}, {@code schedule} or {@code size}
 * @param values what it varies over
 */
public record Axis(String name, List<Level> values) {

  /**
   * One value of an axis.
   *
   * @param text how tables and exclusions call it
   * @param settings what it sets
   */
  public record Level(String text, Layer settings) {}

  /** Copies the values. */
  public Axis {
    values = List.copyOf(values);
  }

  /** The value of a text. */
  public Optional<Level> level(String text) {
    return values.stream().filter(value -> value.text().equals(text)).findFirst();
  }
}
