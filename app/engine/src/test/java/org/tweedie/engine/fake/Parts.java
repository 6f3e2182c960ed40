package org.tweedie.engine.fake;

import java.util.Optional;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.network.DenoiserNetwork;
import org.tweedie.api.network.Preconditioning;
import org.tweedie.api.objective.Objective;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.api.schedule.LearnedSchedule;
import org.tweedie.api.schedule.NoiseSchedule;

/** What training asks of a run's components; those that it does not ask for are left out. */
public final class Parts {

  private static final Preconditioning PLAIN = (tf, alpha, sigma, logSnr) -> Optional.empty();

  private Parts() {}

  /** With a fixed schedule. */
  public static Assembly of(
      DataDescription data, NoiseSchedule schedule, DenoiserNetwork network, Objective objective) {
    return of(data, schedule, network, PLAIN, objective);
  }

  /** With a fixed schedule and a preconditioning. */
  public static Assembly of(
      DataDescription data,
      NoiseSchedule schedule,
      DenoiserNetwork network,
      Preconditioning preconditioning,
      Objective objective) {
    return new Assembly(
        data,
        schedule,
        Optional.empty(),
        network,
        preconditioning,
        objective,
        new FakeTimes(),
        null,
        null,
        0);
  }

  /** Trained with another share of labels hidden. */
  public static Assembly with(Assembly parts, double labelDropout) {
    return new Assembly(
        parts.data(),
        parts.schedule(),
        parts.learnedSchedule(),
        parts.network(),
        parts.preconditioning(),
        parts.objective(),
        parts.times(),
        parts.sampler(),
        parts.guidance(),
        labelDropout);
  }

  /** With a learned schedule. */
  public static Assembly of(
      DataDescription data,
      LearnedSchedule schedule,
      DenoiserNetwork network,
      Objective objective) {
    return new Assembly(
        data,
        null,
        Optional.of(schedule),
        network,
        PLAIN,
        objective,
        new FakeTimes(),
        null,
        null,
        0);
  }
}
