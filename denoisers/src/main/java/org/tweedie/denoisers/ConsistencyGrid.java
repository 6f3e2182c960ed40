package org.tweedie.denoisers;

import org.tweedie.api.objective.TimeSteps;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.api.walk.Grid;

/**
 * The intervals between whose ends a consistency model is to say the same: their ends are even in
 * the seventh root of sigma/alpha (Karras et al., arXiv 2206.00364, equation 5), the first leads to
 * the data and the last begins at time 1. Their number doubles as training goes on (Song and
 * Dhariwal, "Improved Techniques for Training Consistency Models", arXiv 2310.14189, section 3.4):
 *
 * <pre>
 * N(k) = min(first 2^floor(k / K'), last),  K' = K / (log2(last / first) + 1)
 * </pre>
 *
 * <p>A drawn time is moved to the end of its interval, which makes of a continuous distribution the
 * discrete one of the paper: an interval is as probable as the times in it. Immutable.
 */
final class ConsistencyGrid implements TimeSteps {

  private static final double RHO = 7;

  private final NoiseSchedule schedule;
  private final double least;
  private final double most;
  private final int first;
  private final int last;

  /**
   * A grid.
   *
   * @param least the least sigma/alpha above the data
   * @param most the largest, which stands for pure noise
   * @param first the number of intervals that training begins with, at least 2
   * @param last the number that it ends with
   * @throws IllegalArgumentException if the schedule has no such levels
   */
  ConsistencyGrid(NoiseSchedule schedule, double least, double most, int first, int last) {
    this.schedule = schedule;
    this.least = Math.max(least, ratio(Grid.earliest(schedule)));
    this.most = Math.min(most, ratio(1));
    this.first = first;
    this.last = last;
    if (!(this.least < this.most)) {
      throw new IllegalArgumentException(
          "noise levels sigma/alpha from %s to %s are none of the schedule's, which has %s to %s"
              .formatted(least, most, ratio(Grid.earliest(schedule)), ratio(1)));
    }
    if (last < first) {
      throw new IllegalArgumentException(
          "training cannot begin with %d intervals and end with %d: their number does not fall"
              .formatted(first, last));
    }
  }

  private double ratio(double time) {
    return StrictMath.exp(-schedule.logSnr(time) / 2);
  }

  /** The largest sigma/alpha of the grid, which stands for all above. */
  double most() {
    return most;
  }

  /** How many intervals there are. */
  int intervals(double progress) {
    int doublings = (int) Math.floor(Math.log((double) last / first) / Math.log(2) + 1e-9);
    int done = (int) Math.floor(progress * (doublings + 1));
    return Math.min(last, first << Math.min(doublings, done));
  }

  @Override
  public double[] at(double time, double progress) {
    int count = intervals(progress);
    double ratio = ratio(time);
    int end = 1;
    if (ratio > least) {
      double from = Math.pow(least, 1 / RHO);
      double share =
          (Math.pow(Math.min(most, ratio), 1 / RHO) - from) / (Math.pow(most, 1 / RHO) - from);
      end = Math.min(count, 1 + (int) Math.ceil(share * (count - 1)));
    }
    return new double[] {time(end, count), time(end - 1, count)};
  }

  /** The time of an end, of 0 for the data to the number of intervals. */
  private double time(int end, int count) {
    if (end == 0) {
      return 0;
    }
    if (end == count) {
      return 1;
    }
    double ratio = Grid.karras(least, most, (end - 1.0) / (count - 1));
    return schedule.timeOf(-2 * StrictMath.log(ratio));
  }
}
