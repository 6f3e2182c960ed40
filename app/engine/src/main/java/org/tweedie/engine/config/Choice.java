package org.tweedie.engine.config;

import java.util.Objects;
import java.util.Optional;
import org.tweedie.engine.plugin.ComponentType;
import org.tweedie.engine.problem.Location;

/**
 * A component with its options. Where it was written does not count when two are compared.
 *
 * @param type the component
 * @param reference how to write it in a config that is kept
 * @param options an instance of its options record; empty where it has no options
 * @param location where it was chosen
 */
public record Choice(
    ComponentType type, String reference, Optional<Record> options, Location location) {

  @Override
  public boolean equals(Object other) {
    return other instanceof Choice choice
        && type.equals(choice.type)
        && options.equals(choice.options);
  }

  @Override
  public int hashCode() {
    return Objects.hash(type, options);
  }
}
