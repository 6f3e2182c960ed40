package org.tweedie.guidance;

import org.tweedie.api.guidance.Classifier;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.laws.exact.MixtureModel;

/**
 * The Bayes classifier of a mixture's latents; its gradient is the five-point central difference of
 * the exact log posterior, in double precision, which is right to 1e-9.
 */
record ExactClassifier(MixtureModel mixture) implements Classifier {

  private static final double H = 1e-3;

  @Override
  public Batch gradient(Batch z, NoiseLevel[] levels, Condition condition) {
    int size = z.shape().size();
    float[] result = new float[z.values().length];
    for (int i = 0; i < z.count(); i++) {
      for (int k = 0; k < size && condition.label(i) != Condition.NONE; k++) {
        double slope = 0;
        double[] weights = {1, -8, 0, 8, -1};
        for (int j = -2; j <= 2; j++) {
          double[] latent = new double[size];
          for (int m = 0; m < size; m++) {
            latent[m] = z.values()[i * size + m] + (m == k ? j * H : 0);
          }
          slope +=
              weights[j + 2] * mixture.logClassPosterior(latent, levels[i], condition.label(i));
        }
        result[i * size + k] = (float) (slope / (12 * H));
      }
    }
    return Batch.of(z.shape(), result);
  }
}
