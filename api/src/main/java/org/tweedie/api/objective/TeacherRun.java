package org.tweedie.api.objective;

import java.util.Optional;
import org.apiguardian.api.API;

/**
 * The trained run that an objective learns from. It is read where training begins or goes on, and
 * never after: a student is sampled and measured without its teacher. A run's provenance keeps the
 * hash of what was read, and a training goes on with the same teacher alone.
 *
 * @param run its folder, looked for beside the config in which the objective was chosen, then in
 *     the working directory
 * @param checkpoint the step of the checkpoint; 0 for the newest
 * @param guidance how it is guided by what is known of an example; empty where it is not
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.2")
public record TeacherRun(String run, long checkpoint, Optional<GuidanceScales> guidance) {

  /** A teacher that is not guided. */
  public TeacherRun(String run, long checkpoint) {
    this(run, checkpoint, Optional.empty());
  }
}
