package org.tweedie.laws.exact;

import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.Differentiated;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.model.Prediction;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.schedule.NoiseSchedule;

/**
 * The exact denoiser for data whose every dimension is N(0, c^2), shown as any parameterization:
 *
 * <pre>
 * E[x | z]   = c^2 alpha z / (c^2 alpha^2 + sigma^2)
 * E[eps | z] = sigma z / (c^2 alpha^2 + sigma^2)
 * </pre>
 *
 * <p>Outputs are rounded to float32 once, so four models that differ only in what they show agree
 * as closely as four exact networks could. Conditions are ignored. Safe for many threads.
 *
 * @param schedule the noise schedule
 * @param deviation c, the standard deviation of the data
 * @param shows what its raw output stands for
 */
public record GaussianModel(NoiseSchedule schedule, double deviation, Parameterization shows)
    implements DiffusionModel {

  @Override
  public Prediction predict(Batch z, double[] times, Condition condition) {
    if (z.count() != times.length || z.count() != condition.count()) {
      throw new IllegalArgumentException(
          "%d latents, %d times and %d conditions"
              .formatted(z.count(), times.length, condition.count()));
    }
    NoiseLevel[] levels = schedule.movingAt(times);
    double[] factors = new double[times.length];
    for (int i = 0; i < times.length; i++) {
      factors[i] = factor(levels[i]);
    }
    return Prediction.of(shows, z, levels, z.combineEach(factors, new double[times.length], z));
  }

  /** The Jacobian of {@code E[x | z] = k z} is k. */
  @Override
  public Differentiated differentiate(
      Batch z, double[] times, Condition condition, Batch cotangent) {
    double[] factors = new double[times.length];
    for (int i = 0; i < times.length; i++) {
      factors[i] = signalFactor(schedule.at(times[i]));
    }
    Batch gradient = cotangent.combineEach(factors, new double[times.length], z);
    return Differentiated.of(predict(z, times, condition), gradient);
  }

  /** The variance of a dimension of {@code z} at a noise level. */
  public double variance(NoiseLevel level) {
    double c = deviation * level.alpha();
    return c * c + level.sigma() * level.sigma();
  }

  /** The factor k of {@code E[x | z] = k z}. */
  public double signalFactor(NoiseLevel level) {
    return deviation * deviation * level.alpha() / variance(level);
  }

  private double factor(NoiseLevel level) {
    return shows.target(level, signalFactor(level), level.sigma() / variance(level));
  }
}
