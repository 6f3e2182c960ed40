package org.tweedie.guidance;

import java.util.Arrays;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.Differentiated;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.model.Prediction;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.schedule.NoiseSchedule;

/**
 * The exact denoiser for points in the plane from N(0, c^2 [[1, rho], [rho, 1]]), whose principal
 * directions are the diagonals: along one with variance l, {@code E[x | z] = l alpha z / (l alpha^2
 * + sigma^2)}. Its Jacobian is that symmetric matrix.
 */
record PlaneGaussian(NoiseSchedule schedule, double deviation, double correlation)
    implements DiffusionModel {

  @Override
  public Prediction predict(Batch z, double[] times, Condition condition) {
    NoiseLevel[] levels = Arrays.stream(times).mapToObj(schedule::at).toArray(NoiseLevel[]::new);
    return Prediction.of(Parameterization.SIGNAL, z, levels, denoised(z, levels));
  }

  @Override
  public Differentiated differentiate(
      Batch z, double[] times, Condition condition, Batch cotangent) {
    Prediction prediction = predict(z, times, condition);
    return Differentiated.of(prediction, denoised(cotangent, prediction.levels()));
  }

  /** The factors along the two diagonals. */
  double[] factors(NoiseLevel level) {
    double c2 = deviation * deviation;
    double[] factors = {c2 * (1 + correlation), c2 * (1 - correlation)};
    for (int i = 0; i < 2; i++) {
      double power = factors[i] * level.alpha() * level.alpha() + level.sigma() * level.sigma();
      factors[i] *= level.alpha() / power;
    }
    return factors;
  }

  private Batch denoised(Batch z, NoiseLevel[] levels) {
    float[] result = new float[z.values().length];
    for (int i = 0; i < levels.length; i++) {
      double[] factors = factors(levels[i]);
      double sum = factors[0] * ((double) z.values()[2 * i] + z.values()[2 * i + 1]) / 2;
      double difference = factors[1] * ((double) z.values()[2 * i] - z.values()[2 * i + 1]) / 2;
      result[2 * i] = (float) (sum + difference);
      result[2 * i + 1] = (float) (sum - difference);
    }
    return Batch.of(z.shape(), result);
  }
}
