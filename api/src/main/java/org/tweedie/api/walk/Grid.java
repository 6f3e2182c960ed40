package org.tweedie.api.walk;

import java.util.stream.IntStream;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.schedule.NoiseSchedule;

/**
 * Where between time 1 and time 0 a sampler asks for its N predictions. All grids but {@link
 * #LEADING} start at time 1, from the pure noise that a run starts with. The step after the last
 * prediction leads to the data, alpha 1 and sigma 0, on every grid.
 *
 * <p>Log SNRs beyond 30, where float32 knows no noise, are taken for 30 and the times before it for
 * its time; so grids are finite on schedules whose ends are not. Grids in time then run down to
 * that time in place of 0.
 */
public enum Grid {
  /** Uniform in time, both ends included: {@code t_i = 1 - i/(N - 1)}. */
  UNIFORM {
    @Override
    double time(NoiseSchedule schedule, int i, int steps) {
      return 1 - share(i, steps);
    }
  },
  /** Uniform in the log SNR, both ends included (Lu et al., arXiv 2206.00927). */
  LOG_SNR {
    @Override
    double time(NoiseSchedule schedule, int i, int steps) {
      double first = finite(schedule.logSnr(1));
      double last = finite(schedule.logSnr(0));
      return schedule.timeOf(first + share(i, steps) * (last - first));
    }
  },
  /**
   * Uniform in the seventh root of sigma/alpha, both ends included (Karras et al., arXiv
   * 2206.00364, equation 5 with rho 7).
   */
  KARRAS {
    @Override
    double time(NoiseSchedule schedule, int i, int steps) {
      double first = Math.exp(-finite(schedule.logSnr(1)) / 2);
      double last = Math.exp(-finite(schedule.logSnr(0)) / 2);
      return schedule.timeOf(-2 * Math.log(karras(first, last, share(i, steps))));
    }
  },
  /**
   * Uniform in the root of time, both ends included: finer near the data (Song et al., arXiv
   * 2010.02502, appendix D.2).
   */
  QUADRATIC {
    @Override
    double time(NoiseSchedule schedule, int i, int steps) {
      return Math.pow(1 - share(i, steps), 2);
    }
  },
  /**
   * Uniform in time without time 1: {@code (N-1)/N, ..., 0}, the spacing of the first DDPM code. It
   * takes the noise of time 1 for a latent of its first time (Lin et al., arXiv 2305.08891, section
   * 3.3), so it is for comparison with results got in that way.
   */
  LEADING {
    @Override
    double time(NoiseSchedule schedule, int i, int steps) {
      return (double) (steps - 1 - i) / steps;
    }
  },
  /** Uniform in time without time 0: {@code 1, (N-1)/N, ..., 1/N} (Lin et al., section 3.3). */
  TRAILING {
    @Override
    double time(NoiseSchedule schedule, int i, int steps) {
      return (double) (steps - i) / steps;
    }
  };

  private static final double LIMIT = 30;
  private static final double RHO = 7;

  /** Time i of 0 to N - 1, if time 0 has some noise. */
  abstract double time(NoiseSchedule schedule, int i, int steps);

  private boolean isInTime() {
    return this != LOG_SNR && this != KARRAS;
  }

  /**
   * The times of the predictions, falling.
   *
   * @param steps how many, N; at least 1
   * @return N times of 0 to 1
   */
  public double[] times(NoiseSchedule schedule, int steps) {
    double earliest = earliest(schedule);
    double[] times =
        IntStream.range(0, steps)
            .mapToDouble(i -> time(schedule, i, steps))
            // Not by cutting off: two times alike would make a step of no length.
            .map(t -> isInTime() ? earliest + (1 - earliest) * t : Math.max(earliest, t))
            .toArray();
    if (this != LEADING) {
      // Exactly, where the inverse of a schedule rounds it.
      times[0] = 1;
    }
    return times;
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

  private static double share(int i, int steps) {
    return steps == 1 ? 0 : (double) i / (steps - 1);
  }

  private static double finite(double logSnr) {
    return Math.max(-LIMIT, Math.min(LIMIT, logSnr));
  }
}
