package org.tweedie.denoisers;

import jakarta.inject.Inject;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Positive;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.apache.commons.statistics.distribution.ContinuousDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TruncatedNormalDistribution;
import org.tweedie.api.objective.LossHistory;
import org.tweedie.api.objective.TimeDistribution;
import org.tweedie.api.objective.TimeDraw;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.schedule.NoiseSchedule;

/**
 * Noise levels from a log-normal distribution: Karras et al., "Elucidating the Design Space of
 * Diffusion-Based Generative Models" (arXiv 2206.00364, table 1),
 *
 * <pre>
 * log(sigma/alpha) ~ N(mean, deviation^2)
 * </pre>
 *
 * <p>cut to the levels that the schedule has. Losses are not divided by the probability, so the
 * distribution is a part of what is optimised, unless {@code unbiased} says otherwise. Immutable.
 */
@Description("noise levels from a log-normal distribution: most training in between (EDM)")
public final class LogNormalTimes implements TimeDistribution {

  /** Where the levels lie. */
  public record Options(
      @Description("mean of log(sigma/alpha)") @Default("-1.2") @DecimalMin("-20") @DecimalMax("20")
          double mean,
      @Description("standard deviation of log(sigma/alpha)") @Default("1.2") @Positive
          double deviation,
      @Description("divide each loss by its time's density, so that the mean is that of even times")
          @Default("false")
          boolean unbiased) {}

  /** Nothing is divided by less: there the distribution has next to no times. */
  private static final double LEAST_DENSITY = 1e-6;

  private final Options options;
  private final NoiseSchedule schedule;
  private final ContinuousDistribution logSigma;

  /**
   * For a schedule.
   *
   * @throws IllegalArgumentException if the schedule hardly has the levels of the distribution
   */
  @Inject
  public LogNormalTimes(Options options, NoiseSchedule schedule) {
    this.options = options;
    this.schedule = schedule;
    double least = -schedule.logSnr(0) / 2;
    double most = -schedule.logSnr(1) / 2;
    NormalDistribution whole = NormalDistribution.of(options.mean(), options.deviation());
    if (!(whole.probability(least, most) > 1e-6)) {
      throw new IllegalArgumentException(
          "noise levels log(sigma/alpha) = %s +- %s lie outside those of the schedule, %s to %s"
              .formatted(options.mean(), options.deviation(), least, most));
    }
    logSigma = TruncatedNormalDistribution.of(options.mean(), options.deviation(), least, most);
  }

  @Override
  public TimeDraw draw(int count, RandomGenerator random, LossHistory history) {
    double[] times = EvenSpread.numbers(count, random);
    double[] densities = new double[count];
    for (int i = 0; i < count; i++) {
      times[i] = schedule.timeOf(-2 * logSigma.inverseCumulativeProbability(times[i]));
      densities[i] = density(times[i]);
    }
    TimeDraw draw = TimeDraw.even(times).withDensities(densities);
    return options.unbiased()
        ? draw.withWeights(Arrays.stream(densities).map(density -> 1 / density).toArray())
        : draw;
  }

  /** By change of variables from the logarithm of the noise level to the time; never 0. */
  private double density(double time) {
    double rate = -schedule.logSnrSlope(time) / 2;
    return Math.max(LEAST_DENSITY, logSigma.density(-schedule.logSnr(time) / 2) * rate);
  }

  @Override
  public boolean isUniform() {
    return false;
  }
}
