package org.tweedie.samplers;

import java.util.Arrays;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Denoiser;
import org.tweedie.api.model.Prediction;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.schedule.NoiseSchedule;

/**
 * What samplers share of a run: the noise levels from which and to which steps lead, and
 * predictions whose signal is limited as the options say.
 *
 * <p>Steps count from 1 to N. The last one leads not to time 0, where a schedule still has a little
 * noise, but to the data themselves, as in DDPM (Ho et al., arXiv 2006.11239, algorithm 2), DDIM
 * and EDM: alpha 1 and sigma 0, where every first-order step is the predicted signal. That spares a
 * prediction, and the noise of time 0 in the samples.
 */
final class Walk {

  static final NoiseLevel DATA = new NoiseLevel(1, 0, Double.POSITIVE_INFINITY);

  private final Denoiser denoiser;
  private final WalkOptions options;
  private final double[] times;

  Walk(Denoiser denoiser, WalkOptions options) {
    this.denoiser = denoiser;
    this.options = options;
    this.times = times(denoiser.schedule(), options);
  }

  /**
   * The times of the predictions, falling. Those of a list that lie before there is any noise are
   * one and the same.
   */
  static double[] times(NoiseSchedule schedule, WalkOptions options) {
    double earliest = Grid.earliest(schedule);
    return options.times().isEmpty()
        ? options.grid().times(schedule, options.steps())
        : options.times().stream()
            .mapToDouble(time -> Math.max(earliest, time))
            .distinct()
            .toArray();
  }

  NoiseSchedule schedule() {
    return denoiser.schedule();
  }

  int steps() {
    return times.length;
  }

  boolean isLast(int step) {
    return step == times.length;
  }

  /** The time from which a step goes. */
  double time(int step) {
    return times[step - 1];
  }

  /** The noise level from which a step goes. */
  NoiseLevel from(int step) {
    return schedule().at(time(step));
  }

  /** The noise level to which a step leads. */
  NoiseLevel to(int step) {
    return isLast(step) ? DATA : from(step + 1);
  }

  /** The limited prediction at the level from which a step goes. */
  Prediction predict(Batch z, int step) {
    return predict(z, time(step));
  }

  /** The limited prediction at any time. */
  Prediction predict(Batch z, double time) {
    return limited(denoiser.predict(z, time));
  }

  /** The limited prediction with a time for each latent. */
  Prediction predict(Batch z, double[] times) {
    return limited(denoiser.predict(z, times));
  }

  /** The time that has the given sigma/alpha. */
  double timeOfRatio(double ratio) {
    return schedule().timeOf(-2 * Math.log(ratio));
  }

  /** Whether the data have bounds to clamp to: images end at black and white, points nowhere. */
  static boolean isBounded(Batch batch) {
    return batch.shape().isImage();
  }

  private Prediction limited(Prediction prediction) {
    if (!options.clip() || !isBounded(prediction.latent())) {
      return prediction;
    }
    return options.dynamicThreshold() == 0
        ? prediction.clampSignal(-1, 1)
        : thresholded(prediction, options.dynamicThreshold());
  }

  /**
   * Dynamic thresholding (Saharia et al., arXiv 2205.11487, section 2.3): with s the percentile of
   * an example's absolute values, where s is above 1 the example is clamped to [-s, s] and divided
   * by s.
   */
  static Prediction thresholded(Prediction prediction, double share) {
    Batch signal = prediction.signal();
    int size = signal.shape().size();
    float[] values = signal.values().clone();
    float[] above = new float[size];
    for (int i = 0; i < signal.count(); i++) {
      float s = limit(values, i * size, size, share, above);
      for (int k = i * size; k < (i + 1) * size; k++) {
        values[k] = Math.min(s, Math.max(-s, values[k])) / s;
      }
    }
    return prediction.withSignal(Batch.of(signal.shape(), values));
  }

  /** The percentile of an example's absolute values, or 1 if it is less: only those above count. */
  private static float limit(float[] values, int from, int size, double share, float[] above) {
    int count = 0;
    for (int k = from; k < from + size; k++) {
      float value = Math.abs(values[k]);
      if (value > 1) {
        above[count++] = value;
      }
    }
    int rank = (int) Math.ceil(share * size) - 1 - (size - count);
    if (rank < 0) {
      return 1;
    }
    Arrays.sort(above, 0, count);
    return above[rank];
  }
}
