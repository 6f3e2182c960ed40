package org.tweedie.engine.run;

import java.util.List;
import java.util.Map;
import org.tweedie.api.plugin.Kind;

/**
 * The components of a run, whatever kinds there are. Immutable.
 *
 * @param byKind those of each kind, in the order of the config; a learned schedule as what it is
 */
public record MadeComponents(Map<Kind<?>, List<Object>> byKind) {

  /** Copies the map. */
  public MadeComponents {
    byKind = Map.copyOf(byKind);
  }

  /** The components of a kind, in the order of the config. */
  public <T> List<T> all(Kind<T> kind) {
    return byKind.getOrDefault(kind, List.of()).stream()
        .filter(kind.type()::isInstance)
        .map(kind.type()::cast)
        .toList();
  }

  /**
   * The component at a place of the config, whatever its type.
   *
   * @throws IndexOutOfBoundsException if there is none
   */
  public Object any(Kind<?> kind, int index) {
    return byKind.getOrDefault(kind, List.of()).get(index);
  }

  /**
   * The component of a kind of which every run has one.
   *
   * @throws IndexOutOfBoundsException if there is none
   */
  public <T> T one(Kind<T> kind) {
    return all(kind).get(0);
  }
}
