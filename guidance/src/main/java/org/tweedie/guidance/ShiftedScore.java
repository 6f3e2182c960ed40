package org.tweedie.guidance;

import java.util.Arrays;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.model.Prediction;
import org.tweedie.api.schedule.NoiseLevel;

/** Predictions with another score. */
final class ShiftedScore {

  private ShiftedScore() {}

  /**
   * The prediction whose score is {@code s + w gradient}. It is given as noise, {@code eps - sigma
   * w gradient}, which is exact where there is little noise; but from noise alone no signal can be
   * told where none is left, and there it is given as signal.
   */
  static Prediction shifted(Prediction prediction, double w, Batch gradient) {
    double[] weights = new double[prediction.levels().length];
    Arrays.fill(weights, w);
    return shifted(prediction, weights, gradient);
  }

  /** The same with a weight for each example. */
  static Prediction shifted(Prediction prediction, double[] w, Batch gradient) {
    NoiseLevel[] levels = prediction.levels();
    return Arrays.stream(levels).anyMatch(level -> level.alpha() == 0)
        ? ofSignal(prediction, levels, w, gradient)
        : ofNoise(prediction, levels, w, gradient);
  }

  private static Prediction ofNoise(
      Prediction prediction, NoiseLevel[] levels, double[] w, Batch gradient) {
    double[] weights = new double[w.length];
    for (int i = 0; i < w.length; i++) {
      weights[i] = -w[i] * levels[i].sigma();
    }
    return prediction.with(
        Parameterization.NOISE, prediction.noise().combineEach(ones(levels), weights, gradient));
  }

  /**
   * {@code x^ + w sigma^2/alpha gradient}. A latent without any signal has a gradient of zero, and
   * zero by zero tells no shift: that one step goes by the model's own signal.
   */
  private static Prediction ofSignal(
      Prediction prediction, NoiseLevel[] levels, double[] w, Batch gradient) {
    double[] weights = ofSignal(levels);
    for (int i = 0; i < w.length; i++) {
      weights[i] *= w[i];
    }
    return prediction.withSignal(prediction.signal().combineEach(ones(levels), weights, gradient));
  }

  /**
   * What a gradient weighs in the signal: {@code sigma^2/alpha}, and 0 where there is no signal.
   */
  static double[] ofSignal(NoiseLevel... levels) {
    return Arrays.stream(levels)
        .mapToDouble(
            level -> level.alpha() == 0 ? 0 : level.sigma() * level.sigma() / level.alpha())
        .toArray();
  }

  private static double[] ones(NoiseLevel... levels) {
    double[] ones = new double[levels.length];
    Arrays.fill(ones, 1);
    return ones;
  }
}
