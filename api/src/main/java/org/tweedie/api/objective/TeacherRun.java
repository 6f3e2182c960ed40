package org.tweedie.api.objective;

import org.apiguardian.api.API;

/**
 * The trained run that an objective learns from. It is read where training begins or goes on, and
 * never after: a student is sampled and measured without its teacher. A run's provenance keeps the
 * hash of what was read, and a training goes on with the same teacher alone.
 *
 * @param run its folder, looked for beside the config in which the objective was chosen, then in
 *     the working directory
 * @param checkpoint the step of the checkpoint; 0 for the newest
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.2")
public record TeacherRun(String run, long checkpoint) {}
