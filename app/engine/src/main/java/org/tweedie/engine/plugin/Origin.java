package org.tweedie.engine.plugin;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a component comes from.
 *
 * @param plugin the plugin's name
 * @param version the plugin's version; empty where its jar does not state one
 * @param jar the jar that holds the plugin's service file; empty where the plugin is built in
 */
public record Origin(String plugin, String version, Optional<Path> jar) {

  /** Whether the plugin came with the program. */
  public boolean builtIn() {
    return jar.isEmpty();
  }

  /** {@code built in}, or {@code acme-samplers 1.2.0, plugins/acme.jar}. */
  @Override
  public String toString() {
    return jar.map(path -> (plugin + " " + version).strip() + ", " + path).orElse("built in");
  }
}
