package org.tweedie.denoisers;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.objective.GraphLevel;
import org.tweedie.api.schedule.NoiseSchedule;

/**
 * The steps of a chain by their log SNRs: step k of 0 to T - 1 is the latent at time (k + 1) / T.
 * In between, the step is linear in the log SNR.
 *
 * @param logSnrs of the steps, falling
 * @param perLogSnr how many steps, of the one after each but the last, a unit of log SNR is
 */
record DiffusersSteps(float[] logSnrs, float[] perLogSnr) {

  /**
   * The steps of a schedule.
   *
   * @param otherwise how many there are where the schedule has none of its own; at least 2
   */
  static DiffusersSteps of(NoiseSchedule schedule, int otherwise) {
    int count = schedule.timesteps() == 0 ? otherwise : schedule.timesteps();
    float[] logSnrs = new float[count];
    float[] perLogSnr = new float[count - 1];
    double before = Double.NaN;
    for (int k = 0; k < count; k++) {
      double logSnr = schedule.logSnr((k + 1.0) / count);
      logSnrs[k] = GraphLevel.boundedLogSnr(logSnr);
      if (k > 0) {
        // Where float32 knows no difference, that of double.
        float gap = logSnrs[k - 1] - logSnrs[k];
        perLogSnr[k - 1] = gap > 0 ? 1 / gap : (float) (1 / Math.max(before - logSnr, 1e-12));
      }
      before = logSnr;
    }
    return new DiffusersSteps(logSnrs, perLogSnr);
  }

  /**
   * The steps of some latents: how many of the gaps between steps lie above each, the last of them
   * in part. At a step itself this is its number to a rounding of float32.
   *
   * @param logSnr of shape [B]
   * @param least what earlier steps are taken for
   * @return of shape [B], from {@code least} to T - 1
   */
  Operand<TFloat32> at(Layers layers, Operand<TFloat32> logSnr, int least) {
    Ops tf = layers.tf();
    int last = perLogSnr.length;
    Operand<TFloat32> limited =
        tf.math.minimum(
            tf.math.maximum(logSnr, tf.constant(logSnrs[last])), tf.constant(logSnrs[0]));
    float[] starts = new float[last];
    System.arraycopy(logSnrs, 0, starts, 0, last);
    Operand<TFloat32> below =
        tf.math.mul(
            tf.math.sub(tf.constant(new float[][] {starts}), layers.reshape(limited, -1, 1)),
            tf.constant(new float[][] {perLogSnr}));
    Operand<TFloat32> shares =
        tf.math.minimum(tf.math.maximum(below, tf.constant(0f)), tf.constant(1f));
    // Apart, so that neither sum rounds: a late step would, by the order of its sum.
    Operand<TFloat32> whole = tf.math.floor(shares);
    Operand<TFloat32> part = tf.math.sub(shares, whole);
    Operand<TFloat32> step = tf.math.add(sum(tf, whole), sum(tf, part));
    return least == 0 ? step : tf.math.maximum(step, tf.constant((float) least));
  }

  private static Operand<TFloat32> sum(Ops tf, Operand<TFloat32> ofEach) {
    return tf.reduceSum(ofEach, tf.constant(new int[] {1}));
  }
}
