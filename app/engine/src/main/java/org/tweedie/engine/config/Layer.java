package org.tweedie.engine.config;

import org.tweedie.engine.config.Value.Mapping;
import org.tweedie.engine.problem.Location;
import org.tweedie.engine.problem.Problems;

/**
 * Settings to lay over a config, which know where they were written. Two are equal if they were
 * written at the same place. Immutable.
 */
public final class Layer {

  private final Mapping mapping;

  public Layer(Mapping mapping) {
    this.mapping = mapping;
  }

  /**
   * One setting.
   *
   * @param path where it is in a config: {@code sampler}, {@code train.seed}, {@code guidance+} to
   *     add one to a list
   * @param value a text, a number, a boolean, an enum constant, or a list or a map of these
   * @param said who says so, to be named where it is wrong
   * @throws IllegalArgumentException of any other object
   */
  public static Layer of(String path, Object value, Location said) {
    String[] steps = path.split("\\.", -1);
    Value nested = JavaValues.of(value, said);
    for (int i = steps.length - 1; i >= 0; i--) {
      nested = Mapping.of(said, steps[i], nested);
    }
    return new Layer((Mapping) nested);
  }

  /**
   * A value that somebody wrote as YAML on the command line, to be given to {@link #of}.
   *
   * @param said the argument that it is from
   * @throws ConfigException if it is no YAML
   */
  public static Object value(String said, String yaml) {
    Problems problems = new Problems();
    return YamlParser.fragment(Location.of(said), yaml, problems)
        .orElseThrow(() -> new ConfigException(problems.all()));
  }

  /** All of a config. */
  static Layer of(RunConfig config) {
    return new Layer(JavaValues.of(config));
  }

  public Mapping mapping() {
    return mapping;
  }

  /** Where the settings begin. */
  public Location location() {
    return mapping.location();
  }

  /** The settings as YAML on one line. */
  public String text() {
    return YamlWriter.line(mapping);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Layer layer && mapping.equals(layer.mapping);
  }

  @Override
  public int hashCode() {
    return mapping.hashCode();
  }

  @Override
  public String toString() {
    return text();
  }
}
