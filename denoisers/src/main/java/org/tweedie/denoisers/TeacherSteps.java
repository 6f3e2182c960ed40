package org.tweedie.denoisers;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.objective.Denoising;
import org.tweedie.api.objective.GraphLevel;
import org.tweedie.api.objective.SignalError;

/**
 * Steps along the probability flow inside a graph, by a teacher's predictions. Signals of images
 * are clamped to [-1, 1], as samplers clamp them.
 *
 * @param batch which has the teacher
 */
record TeacherSteps(Denoising batch) {

  /** Of a batch of images: examples, height, width, channels. */
  private static final int IMAGES = 4;

  /**
   * The step of DDIM, the first-order step of the flow: {@code z_s = alpha_s x^ + sigma_s eps^},
   * with eps^ written out.
   */
  Operand<TFloat32> first(Operand<TFloat32> z, GraphLevel t, GraphLevel s) {
    return along(z, signal(z, t), t, s);
  }

  /**
   * A step of second order, of two predictions: DPM-Solver++(2S) whose second prediction is at the
   * end (Lu et al., arXiv 2211.01095, algorithm 1 with r = 1). It is of first order where it leads
   * to the data, of which there is nothing to predict.
   */
  Operand<TFloat32> second(Operand<TFloat32> z, GraphLevel t, GraphLevel s) {
    Ops tf = batch.tf();
    Operand<TFloat32> atStart = signal(z, t);
    Operand<TFloat32> first = along(z, atStart, t, s);
    Operand<TFloat32> mean = tf.math.mul(tf.constant(0.5f), tf.math.add(atStart, signal(first, s)));
    return tf.select(isNoisy(s), along(z, mean, t, s), first);
  }

  /** Whether there is noise, of shape [B, 1, ...]. */
  Operand<TBool> isNoisy(GraphLevel level) {
    Ops tf = batch.tf();
    Operand<TFloat32> sigma = SignalError.perExample(batch, level.sigma());
    return tf.math.greater(sigma, tf.zerosLike(sigma));
  }

  /**
   * The signal that one step of DDIM from the batch's own level needs to lead to a latent: {@code
   * (z_s - sigma_s/sigma_t z_t) / (alpha_s - alpha_t sigma_s/sigma_t)} (Salimans and Ho, arXiv
   * 2202.00512, algorithm 2).
   */
  Operand<TFloat32> signalOfOneStep(Operand<TFloat32> z, GraphLevel s) {
    Ops tf = batch.tf();
    GraphLevel t = batch.level();
    Operand<TFloat32> rest =
        tf.math.mul(SignalError.perExample(batch, shrink(t, s)), batch.latent());
    return tf.math.div(tf.math.sub(z, rest), SignalError.perExample(batch, ofSignal(t, s)));
  }

  private Operand<TFloat32> along(
      Operand<TFloat32> z, Operand<TFloat32> signal, GraphLevel t, GraphLevel s) {
    Ops tf = batch.tf();
    return tf.math.add(
        tf.math.mul(SignalError.perExample(batch, shrink(t, s)), z),
        tf.math.mul(SignalError.perExample(batch, ofSignal(t, s)), signal));
  }

  /** {@code sigma_s / sigma_t}. */
  private Operand<TFloat32> shrink(GraphLevel t, GraphLevel s) {
    return batch.tf().math.div(s.sigma(), t.sigma());
  }

  /** {@code alpha_s - alpha_t sigma_s/sigma_t}, without the difference of near-equal numbers. */
  private Operand<TFloat32> ofSignal(GraphLevel t, GraphLevel s) {
    Ops tf = batch.tf();
    Operand<TFloat32> fall = tf.math.mul(tf.constant(0.5f), tf.math.sub(t.logSnr(), s.logSnr()));
    return tf.math.neg(tf.math.mul(s.alpha(), tf.math.expm1(fall)));
  }

  private Operand<TFloat32> signal(Operand<TFloat32> z, GraphLevel level) {
    Operand<TFloat32> signal = batch.teacher().signal(z, level);
    return batch.signal().shape().numDimensions() == IMAGES
        ? batch.tf().clipByValue(signal, batch.tf().constant(-1f), batch.tf().constant(1f))
        : signal;
  }
}
