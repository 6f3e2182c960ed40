package org.tweedie.engine.tensor;

import java.util.List;
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

  /** Of a step whose batch came in parts of equal size, of which the last one knows the norm. */
  static StepResult ofParts(List<StepResult> parts) {
    StepResult last = parts.get(parts.size() - 1);
    if (parts.size() == 1) {
      return last;
    }
    double loss = 0;
    double diffusion = 0;
    double ends = 0;
    float[] losses = new float[parts.size() * last.losses.length];
    for (int i = 0; i < parts.size(); i++) {
      StepResult part = parts.get(i);
      loss += part.loss / parts.size();
      diffusion += part.diffusion / parts.size();
      ends += part.endTerms.orElse(0) / parts.size();
      System.arraycopy(part.losses, 0, losses, i * part.losses.length, part.losses.length);
    }
    return new StepResult(
        loss,
        diffusion,
        last.gradientNorm,
        last.endTerms.isPresent() ? OptionalDouble.of(ends) : OptionalDouble.empty(),
        losses);
  }

  /** Whether training can go on from here. */
  public boolean isFinite() {
    return Double.isFinite(loss) && Double.isFinite(gradientNorm);
  }
}
