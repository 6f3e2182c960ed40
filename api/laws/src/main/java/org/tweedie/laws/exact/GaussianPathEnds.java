package org.tweedie.laws.exact;

import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.model.Prediction;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.schedule.NoiseSchedule;

/**
 * The exact consistency function for data whose every dimension is N(0, c^2), shown as any
 * parameterization: where the probability flow leads from a latent (Song et al., "Consistency
 * Models", arXiv 2303.01469, definition 1). Along the flow {@code z_t / sqrt(c^2 alpha_t^2 +
 * sigma_t^2)} stays as it is, so that
 *
 * <pre>
 * f(z, t) = c z / sqrt(c^2 alpha_t^2 + sigma_t^2)
 * </pre>
 *
 * <p>Outputs are rounded to float32 once. Conditions are ignored. Safe for many threads.
 *
 * @param schedule the noise schedule
 * @param deviation c, the standard deviation of the data
 * @param shows what its raw output stands for
 */
public record GaussianPathEnds(NoiseSchedule schedule, double deviation, Parameterization shows)
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
      double k = factor(levels[i]);
      factors[i] = shows.target(levels[i], k, (1 - levels[i].alpha() * k) / levels[i].sigma());
    }
    return Prediction.of(shows, z, levels, z.combineEach(factors, new double[times.length], z));
  }

  /** The factor k of {@code f = k z}. */
  public double factor(NoiseLevel level) {
    double ofSignal = deviation * level.alpha();
    return deviation / Math.sqrt(ofSignal * ofSignal + level.sigma() * level.sigma());
  }
}
