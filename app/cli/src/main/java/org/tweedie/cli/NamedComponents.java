package org.tweedie.cli;

import java.util.List;
import org.tweedie.api.plugin.Kind;
import org.tweedie.engine.plugin.ComponentType;
import org.tweedie.engine.plugin.Registry;
import org.tweedie.engine.problem.Closest;

/**
 * The components that a user names on the command line.
 *
 * @param console says what is wrong
 * @param registry all components
 */
record NamedComponents(Console console, Registry registry) {

  /** The one component of a name. */
  ComponentType one(Kind<?> kind, String name) {
    List<ComponentType> found = all(kind, name);
    if (found.size() != 1) {
      throw console.wrong(
          "There are several %ss '%s': %s"
              .formatted(kind.word(), name, found.stream().map(ComponentType::fullName).toList()));
    }
    return found.get(0);
  }

  /** The components of a name, of which each plugin may have one. */
  List<ComponentType> all(Kind<?> kind, String name) {
    List<ComponentType> found = registry.find(kind, name);
    if (found.isEmpty()) {
      throw console.wrong(
          "There is no %s '%s'.%s%nAvailable: %s"
              .formatted(
                  kind.word(),
                  name,
                  Closest.question(name, registry.names(kind)),
                  registry.available(kind)));
    }
    return found;
  }
}
