package org.tweedie.api.walk;

import org.apiguardian.api.API;
import org.tweedie.api.schedule.NoiseSchedule;

/**
 * The schedule of a model of which it was measured which few times suit it best; {@link
 * Grid#OPTIMAL} and {@link Grid#GITS} ask it. Whoever draws samples gives a sampler such a one.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.2")
public interface PlannedSchedule extends NoiseSchedule {

  /**
   * The best times of predictions, falling.
   *
   * @param first where they begin; at most 1
   * @param last where the steps after them end, below {@code first}
   * @param steps how many, at least 1
   * @return so many times, the first one {@code first}, all of them above {@code last}
   */
  double[] times(double first, double last, int steps);

  /**
   * The times of predictions, falling, at which steps along the probability flow have the least
   * errors; {@link Grid#GITS} asks for them. By default those of {@link Grid#TRAILING}.
   *
   * @param first where they begin; at most 1
   * @param last where the steps after them end, below {@code first}
   * @param steps how many, at least 1
   * @return as {@link #times(double, double, int)} does
   */
  default double[] timesAlongFlow(double first, double last, int steps) {
    return Grid.TRAILING.times(this, first, last, steps);
  }
}
