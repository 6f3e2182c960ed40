package org.tweedie.engine.run;

import java.util.Arrays;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.model.Prediction;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.schedule.NoiseSchedule;

/**
 * The exact model of N(0.3, 0.5^2) data in one dimension, shown as any parameterization, which says
 * that it has learnt the middle of the range of variances.
 */
record ShiftedGaussian(NoiseSchedule schedule, Parameterization shows) implements DiffusionModel {

  static final double MEAN = 0.3;
  static final double DEVIATION = 0.5;
  static final DataShape POINT = DataShape.point(1);

  double variance(NoiseLevel level) {
    return Math.pow(DEVIATION * level.alpha(), 2) + Math.pow(level.sigma(), 2);
  }

  @Override
  public Prediction predict(Batch z, double[] times, Condition condition) {
    NoiseLevel[] levels = schedule.movingAt(times);
    float[] output = new float[times.length];
    for (int i = 0; i < output.length; i++) {
      NoiseLevel level = levels[i];
      double deviation = (z.values()[i] - level.alpha() * MEAN) / variance(level);
      double signal = MEAN + DEVIATION * DEVIATION * level.alpha() * deviation;
      output[i] = (float) shows.target(level, signal, level.sigma() * deviation);
    }
    float[] half = new float[output.length];
    Arrays.fill(half, 0.5f);
    return Prediction.of(shows, z, levels, Batch.of(POINT, output))
        .withVarianceFraction(Batch.of(POINT, half));
  }
}
