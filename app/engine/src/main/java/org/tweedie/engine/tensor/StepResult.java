package org.tweedie.engine.tensor;

import java.util.OptionalDouble;

/**
 * What a training step found, averaged over its batch.
 *
 * @param loss the objective's loss, each time's weight included
 * @param diffusion the diffusion term of the continuous bound, in nats per dimension, whatever the
 *     objective and whichever times were drawn
 * @param gradientNorm the global norm of the network's gradient before it was bounded
 * @param endTerms prior and reconstruction, in bits per dimension, where the schedule is learned:
 *     they change with it
 * @param losses the objective's loss of each example, before any weight of its time
 */
public record StepResult(
    double loss, double diffusion, double gradientNorm, OptionalDouble endTerms, float[] losses) {

  /** Whether training can go on from here. */
  public boolean isFinite() {
    return Double.isFinite(loss) && Double.isFinite(gradientNorm);
  }
}
