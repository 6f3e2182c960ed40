package org.tweedie.engine.plugin;

import java.util.List;
import org.tweedie.engine.problem.Problem;

/**
 * What was found: the components that can be used, and what is wrong with the others.
 *
 * @param registry the components
 * @param problems one for each plugin or component that cannot be used, or not as it is
 */
public record Plugins(Registry registry, List<Problem> problems) {

  /** Copies the problems. */
  public Plugins {
    problems = List.copyOf(problems);
  }
}
