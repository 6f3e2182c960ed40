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

  /** One option, as {@code --set} sets it. */
  public static Layer of(String path, long value) {
    String text = path + "=" + value;
    return new Layer(
        Overrides.parse(text, new Problems())
            .orElseThrow(() -> new IllegalArgumentException(text)));
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
