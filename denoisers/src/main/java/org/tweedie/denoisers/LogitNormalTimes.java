package org.tweedie.denoisers;

import jakarta.inject.Inject;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Positive;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.tweedie.api.objective.LossHistory;
import org.tweedie.api.objective.TimeDistribution;
import org.tweedie.api.objective.TimeDraw;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;

/**
 * Times from a logit-normal distribution, more of them in the middle: Esser et al., "Scaling
 * Rectified Flow Transformers for High-Resolution Image Synthesis" (arXiv 2403.03206, equations 19
 * and 23),
 *
 * <pre>
 * logit(u) ~ N(location, scale^2),  t = shift u / (1 + (shift - 1) u)
 * </pre>
 *
 * <p>hence {@code logit(t) ~ N(location + log shift, scale^2)}. The paper's shift for images of m
 * pixels, by what was found right for n, is {@code sqrt(m/n)}: the more pixels, the more noise. On
 * the schedule rectified-flow logit(t) is {@code log(sigma/alpha)}, so these are its log-normal
 * noise levels. Losses are not divided by the probability unless {@code unbiased} says so.
 * Immutable.
 */
@Description("times from a logit-normal distribution, shifted towards noise (Esser et al. 2024)")
public final class LogitNormalTimes implements TimeDistribution {

  /** Where the times lie. */
  public record Options(
      @Description("mean of log(t/(1-t)) before the shift; above 0 for more noise")
          @Default("0")
          @DecimalMin("-20")
          @DecimalMax("20")
          double location,
      @Description("standard deviation of log(t/(1-t))") @Default("1") @Positive double scale,
      @Description("by how much t/(1-t) is multiplied: sqrt(m/n) for m pixels in place of n")
          @Default("1")
          @DecimalMin("0.001")
          @DecimalMax("1000")
          double shift,
      @Description("divide each loss by its time's density, so that the mean is that of even times")
          @Default("false")
          boolean unbiased) {}

  /** Nothing is divided by less: there the distribution has next to no times. */
  private static final double LEAST_DENSITY = 1e-6;

  /** The logits of times that are not yet 0 or 1, where there is no density. */
  private static final double MOST = 36;

  private final NormalDistribution logits;
  private final boolean unbiased;

  /** With its options. */
  @Inject
  public LogitNormalTimes(Options options) {
    logits =
        NormalDistribution.of(
            options.location() + StrictMath.log(options.shift()), options.scale());
    unbiased = options.unbiased();
  }

  @Override
  public TimeDraw draw(int count, RandomGenerator random, LossHistory history) {
    double[] times = EvenSpread.numbers(count, random);
    double[] densities = new double[count];
    for (int i = 0; i < count; i++) {
      double logit = Math.max(-MOST, Math.min(MOST, logits.inverseCumulativeProbability(times[i])));
      times[i] = 1 / (1 + StrictMath.exp(-logit));
      densities[i] = density(logit);
    }
    TimeDraw draw = TimeDraw.even(times).withDensities(densities);
    return unbiased
        ? draw.withWeights(Arrays.stream(densities).map(density -> 1 / density).toArray())
        : draw;
  }

  /** By change of variables, {@code dlogit/dt = 1 / (t (1 - t))}; never 0. */
  private double density(double logit) {
    double rate = (1 + StrictMath.exp(-logit)) * (1 + StrictMath.exp(logit));
    return Math.max(LEAST_DENSITY, logits.density(logit) * rate);
  }

  @Override
  public boolean isUniform() {
    return false;
  }
}
