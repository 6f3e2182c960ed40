package org.tweedie.samplers;

import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.schedule.NoiseSchedule;

/**
 * The times at which a sampler asks for predictions, and where each step leads.
 *
 * <p>The grid is uniform in time, {@code 1, (N-1)/N, ..., 1/N}: it starts from the pure noise that
 * a run starts with (the "trailing" spacing of Lin et al., arXiv 2305.08891, section 3.3). The last
 * step leads not to time 0, where a schedule still has a little noise, but to the data themselves,
 * as in DDPM (Ho et al., arXiv 2006.11239, algorithm 2) and DDIM: alpha 1 and sigma 0, where a
 * posterior mean is the predicted signal. That spares a prediction, and the noise of time 0 in the
 * samples.
 */
record TimeGrid(NoiseSchedule schedule, int steps) {

  static final NoiseLevel DATA = new NoiseLevel(1, 0, Double.POSITIVE_INFINITY);

  /** The time from which a step goes, for steps 1 to N. */
  double time(int step) {
    return (double) (steps - step + 1) / steps;
  }

  /** The noise level from which a step goes. */
  NoiseLevel from(int step) {
    return schedule.at(time(step));
  }

  /** The noise level to which a step leads. */
  NoiseLevel to(int step) {
    return step == steps ? DATA : schedule.at(time(step + 1));
  }
}
