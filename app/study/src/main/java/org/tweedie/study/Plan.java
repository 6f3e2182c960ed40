package org.tweedie.study;

import java.util.List;
import org.tweedie.engine.config.ConfigException;
import org.tweedie.engine.plugin.Registry;
import org.tweedie.study.design.StudyConfig;

/**
 * A study's trials, each read, made and found to be runnable.
 *
 * @param study what they are trials of
 * @param metrics what they are compared by, at least one, the most important one first
 * @param trials all, numbered; those of one seed come after one another, so that a study that is
 *     stopped has whole comparisons
 */
public record Plan(StudyConfig study, List<String> metrics, List<Trial> trials) {

  /** Copies the lists. */
  public Plan {
    metrics = List.copyOf(metrics);
    trials = List.copyOf(trials);
  }

  /**
   * Plans a study.
   *
   * @throws ConfigException with every problem of every trial, each with the trials that have it
   */
  public static Plan of(StudyConfig study, Registry registry) {
    return new Planning(study, registry).plan();
  }
}
