package org.tweedie.app.tensor;

/**
 * What a training step found, averaged over its batch.
 *
 * @param loss the objective's loss
 * @param diffusion the diffusion term of the continuous bound, in nats per dimension, whatever the
 *     objective
 * @param gradientNorm the gradient's global norm before it was bounded
 */
public record StepResult(double loss, double diffusion, double gradientNorm) {

  /** Whether training can go on from here. */
  public boolean isFinite() {
    return Double.isFinite(loss) && Double.isFinite(gradientNorm);
  }
}
