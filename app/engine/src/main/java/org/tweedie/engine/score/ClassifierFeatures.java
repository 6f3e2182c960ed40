package org.tweedie.engine.score;

import java.util.Arrays;
import org.tweedie.api.model.Batch;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.engine.tensor.ClassifierModel;

/**
 * The log probabilities of the classes by a classifier that was trained here. What it learned to
 * tell apart counts, and what no class depends on does not; values on it can be compared with those
 * of the same classifier only, and are no FID.
 *
 * @param name which classifier, for people
 * @param level the noise level that it is told, its lowest; no noise is added
 * @param classifier what is asked
 */
public record ClassifierFeatures(String name, NoiseLevel level, ClassifierModel classifier)
    implements Features {

  private static final int AT_ONCE = 256;

  @Override
  public double[][] of(Batch batch) {
    double[][] rows = new double[batch.count()][];
    for (int from = 0; from < rows.length; from += AT_ONCE) {
      int to = Math.min(rows.length, from + AT_ONCE);
      NoiseLevel[] levels = new NoiseLevel[to - from];
      Arrays.fill(levels, level);
      float[] values =
          classifier.logProbabilities(batch.slice(from, to).times(level.alpha()), levels);
      int classes = values.length / levels.length;
      for (int i = from; i < to; i++) {
        rows[i] = new double[classes];
        for (int k = 0; k < classes; k++) {
          rows[i][k] = values[(i - from) * classes + k];
        }
      }
    }
    return rows;
  }
}
