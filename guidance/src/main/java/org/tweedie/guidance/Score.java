package org.tweedie.guidance;

import java.util.Arrays;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.model.Prediction;
import org.tweedie.api.schedule.NoiseLevel;

/** Predictions with another score. */
final class Score {

  private Score() {}

  /**
   * The prediction whose score is {@code s + w gradient}. It is given as noise, {@code eps - sigma
   * w gradient}, which stays finite where no signal is left.
   */
  static Prediction shifted(Prediction prediction, double w, Batch gradient) {
    NoiseLevel[] levels = prediction.levels();
    double[] ones = new double[levels.length];
    Arrays.fill(ones, 1);
    double[] weights = Arrays.stream(levels).mapToDouble(level -> -w * level.sigma()).toArray();
    return Prediction.of(
        Parameterization.NOISE,
        prediction.latent(),
        levels,
        prediction.noise().timesEach(ones, weights, gradient));
  }
}
