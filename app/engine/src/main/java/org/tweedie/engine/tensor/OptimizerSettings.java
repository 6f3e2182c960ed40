package org.tweedie.engine.tensor;

/**
 * How weights follow gradients.
 *
 * @param learningRate the rate after the warm-up, above 0
 * @param warmup over how many steps the rate rises linearly from 0
 * @param weightDecay decoupled decay: a step takes {@code learningRate * weightDecay} of each
 *     weight away
 * @param beta1 decay of the mean gradient
 * @param beta2 decay of the mean squared gradient
 * @param clip largest global norm of the gradient; 0 for no bound
 * @param average decay of the moving average of the weights, in [0, 1)
 */
public record OptimizerSettings(
    double learningRate,
    int warmup,
    double weightDecay,
    double beta1,
    double beta2,
    double clip,
    double average) {

  /** The learning rate of a step, counted from 1. */
  public double learningRateAt(long step) {
    return step >= warmup ? learningRate : learningRate * step / warmup;
  }

  /**
   * The decay of the moving average at a step: it begins low, so that the starting weights are
   * forgotten in a short run too, by the rule {@code (1 + n) / (10 + n)} of TensorFlow's own moving
   * average.
   */
  public double averagingAt(long step) {
    return Math.min(average, (1.0 + step) / (10.0 + step));
  }
}
