package org.tweedie.samplers;

import java.util.List;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.api.walk.Walk;

/**
 * The objection of samplers whose first step has no limit as alpha goes to 0: those that take it
 * with a second prediction, at another {@code s = sigma/alpha} or log SNR, for both are infinite
 * there; and those that take Langevin steps of {@code z/alpha}.
 */
final class NeedsSignal {

  private NeedsSignal() {}

  /**
   * Objects where the first prediction is made of pure noise.
   *
   * @param sampler the sampler's name
   */
  static List<String> objections(String sampler, Walk.Options options, NoiseSchedule schedule) {
    List<String> others = options.objections(schedule);
    if (!others.isEmpty()) {
      return others;
    }
    double first = Walk.times(schedule, options)[0];
    return schedule.at(first).alpha() > 0
        ? List.of()
        : List.of(
            "The sampler %s has no first step from pure noise, and the schedule leaves no signal"
                    .formatted(sampler)
                + " at time %s. Start later, with grid: leading or a list of times; or take a"
                    .formatted(first == 1 ? "1" : String.valueOf(first))
                + " schedule with a finite log SNR at time 1, or one of the samplers ancestral,"
                + " ddim, euler, euler-ancestral, euler-maruyama, lms, pndm,"
                + " dpm-solver-pp, unipc, deis, sa-solver, er-sde, stochastic-runge-kutta,"
                + " paradigms, predictor-corrector and ode.");
  }
}
