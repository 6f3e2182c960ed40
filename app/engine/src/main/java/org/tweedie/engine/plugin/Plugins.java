package org.tweedie.engine.plugin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLClassLoader;
import java.util.List;
import org.tweedie.engine.problem.Problem;

/**
 * What was found: the components that can be used, and what is wrong with the others. To close it
 * closes the plugins' jars; components that load classes when they are used cannot do so
 * afterwards.
 *
 * @param registry the components
 * @param problems one for each plugin or component that cannot be used, or not as it is
 * @param loaders the class loaders of the plugins in folders
 */
public record Plugins(Registry registry, List<Problem> problems, List<URLClassLoader> loaders)
    implements AutoCloseable {

  /** Copies the lists. */
  public Plugins {
    problems = List.copyOf(problems);
    loaders = List.copyOf(loaders);
  }

  @Override
  public void close() {
    for (URLClassLoader loader : loaders) {
      try {
        loader.close();
      } catch (IOException e) {
        throw new UncheckedIOException("The jars of " + loader.getName() + " cannot be closed", e);
      }
    }
  }
}
