package org.tweedie.api.walk;

import java.util.stream.IntStream;
import org.apiguardian.api.API;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.schedule.NoiseSchedule;

/**
 * Where between two times a sampler asks for its N predictions; mostly from time 1 to time 0. All
 * grids but {@link #LEADING} start at the first of them. The step after the last prediction leads
 * to the data, alpha 1 and sigma 0, on every grid.
 *
 * <p>Log SNRs beyond 30, where float32 knows no noise, are taken for 30 and the times before it for
 * its time; so grids are finite on schedules whose ends are not. Grids in time then run down to
 * that time in place of 0.
 */
public enum Grid {
  /** Uniform in time, both ends included: {@code t_i = 1 - i/(N - 1)}. */
  UNIFORM {
    @Override
    double time(NoiseSchedule schedule, double first, double last, int i, int steps) {
      return along(first, last, share(i, steps));
    }
  },
  /** Uniform in the log SNR, both ends included (Lu et al., arXiv 2206.00927). */
  LOG_SNR {
    @Override
    double time(NoiseSchedule schedule, double first, double last, int i, int steps) {
      double from = finite(schedule.logSnr(first));
      double to = finite(schedule.logSnr(last));
      return Math.max(last, schedule.timeOf(along(from, to, share(i, steps))));
    }
  },
  /**
   * Uniform in the seventh root of sigma/alpha, both ends included (Karras et al., arXiv
   * 2206.00364, equation 5 with rho 7).
   */
  KARRAS {
    @Override
    double time(NoiseSchedule schedule, double first, double last, int i, int steps) {
      double from = Math.exp(-finite(schedule.logSnr(first)) / 2);
      double to = Math.exp(-finite(schedule.logSnr(last)) / 2);
      double ratio = karras(from, to, share(i, steps));
      return Math.max(last, schedule.timeOf(-2 * Math.log(ratio)));
    }
  },
  /**
   * Uniform in the root of time, both ends included: finer near the data (Song et al., arXiv
   * 2010.02502, appendix D.2).
   */
  QUADRATIC {
    @Override
    double time(NoiseSchedule schedule, double first, double last, int i, int steps) {
      return along(first, last, 1 - Math.pow(1 - share(i, steps), 2));
    }
  },
  /**
   * Uniform in time from the last time up: {@code k/N + 1/T} for k from N - 1 down to 0, where T is
   * the schedule's number of steps (in continuous time {@code k/N}): the spacing of the first DDPM
   * code, which counts from its first step of noise. It takes the noise of time 1 for a latent of
   * its first time (Lin et al., arXiv 2305.08891, section 3.3), so it is for comparison with
   * results got in that way. With more than T steps it goes from time 1 in shorter ones.
   */
  LEADING {
    @Override
    double time(NoiseSchedule schedule, double first, double last, int i, int steps) {
      double step = schedule.timesteps() == 0 ? 0 : 1.0 / schedule.timesteps();
      double from = Math.max(last, Math.min(first, step));
      double beyond = steps == 1 ? 0 : Math.min(step, (first - from) / (steps - 1));
      double share = (i + 1.0) / steps;
      return Math.min(first, (1 - share) * (first + beyond) + share * from);
    }
  },
  /** Uniform in time without time 0: {@code 1, (N-1)/N, ..., 1/N} (Lin et al., section 3.3). */
  TRAILING {
    @Override
    double time(NoiseSchedule schedule, double first, double last, int i, int steps) {
      return along(first, last, (double) i / steps);
    }
  },
  /**
   * Where the bound of a chain of N steps is least, as was measured of the model (Watson et al.,
   * arXiv 2106.03802); where nothing was, as {@link #TRAILING}. Of a right model it is the grid of
   * "Align Your Steps" (Sabour et al., arXiv 2404.14507) too: what these minimise, how far a step's
   * prediction is from those on its way, is the same but for what no grid changes. See {@link
   * PlannedSchedule}.
   */
  OPTIMAL {
    @Override
    double time(NoiseSchedule schedule, double first, double last, int i, int steps) {
      return along(first, last, (double) i / steps);
    }

    @Override
    public double[] times(NoiseSchedule schedule, double first, double last, int steps) {
      return schedule instanceof PlannedSchedule planned
          ? planned.times(first, last, steps)
          : super.times(schedule, first, last, steps);
    }
  },
  /**
   * Where the errors of single steps along the model's probability flow have the least sum, as was
   * measured (GITS: Chen et al., arXiv 2405.11326, algorithm 1, with all errors alike); where
   * nothing was, as {@link #TRAILING}. For samplers without noise. See {@link PlannedSchedule}.
   */
  GITS {
    @Override
    double time(NoiseSchedule schedule, double first, double last, int i, int steps) {
      return along(first, last, (double) i / steps);
    }

    @Override
    public double[] times(NoiseSchedule schedule, double first, double last, int steps) {
      return schedule instanceof PlannedSchedule planned
          ? planned.timesAlongFlow(first, last, steps)
          : super.times(schedule, first, last, steps);
    }
  };

  private static final double LIMIT = 30;
  private static final double RHO = 7;

  /** Time i of 0 to N - 1. */
  abstract double time(NoiseSchedule schedule, double first, double last, int i, int steps);

  /**
   * The times of the predictions, falling.
   *
   * @param first where the grid begins; at most 1
   * @param last where it ends, below {@code first} and not before {@link #earliest}
   * @param steps how many, N; at least 1
   * @return N times of last to first
   */
  public double[] times(NoiseSchedule schedule, double first, double last, int steps) {
    double[] times =
        IntStream.range(0, steps).mapToDouble(i -> time(schedule, first, last, i, steps)).toArray();
    if (this != LEADING) {
      // Exactly, where the inverse of a schedule rounds it.
      times[0] = first;
    }
    return times;
  }

  /** The times from time 1 to the earliest. */
  public double[] times(NoiseSchedule schedule, int steps) {
    return times(schedule, 1, earliest(schedule), steps);
  }

  /** Whether it asks a {@link PlannedSchedule}. */
  @API(status = API.Status.EXPERIMENTAL, since = "0.2")
  public boolean isPlanned() {
    return this == OPTIMAL || this == GITS;
  }

  /** Time 0, or where that has infinitely much signal the first time that has not. */
  public static double earliest(NoiseSchedule schedule) {
    return schedule.logSnr(0) > LIMIT ? schedule.timeOf(LIMIT) : 0;
  }

  /** The time at which the log SNR is halfway between those of two levels. */
  public static double between(NoiseSchedule schedule, NoiseLevel t, NoiseLevel s) {
    return schedule.timeOf((finite(t.logSnr()) + finite(s.logSnr())) / 2);
  }

  /** From one sigma/alpha to another along Karras's curve: share 0 is the first, 1 the last. */
  public static double karras(double first, double last, double share) {
    double root = Math.pow(first, 1 / RHO);
    return Math.pow(root + share * (Math.pow(last, 1 / RHO) - root), RHO);
  }

  private static double along(double first, double last, double share) {
    return first + share * (last - first);
  }

  private static double share(int i, int steps) {
    return steps == 1 ? 0 : (double) i / (steps - 1);
  }

  private static double finite(double logSnr) {
    return Math.max(-LIMIT, Math.min(LIMIT, logSnr));
  }
}
