package org.tweedie.api.model;

/**
 * A prediction and a gradient through it; see {@link DiffusionModel#differentiate}.
 *
 * @param prediction the prediction
 * @param gradient for each latent the pulled-back cotangent, shaped like the latents
 */
public record Differentiated(Prediction prediction, Batch gradient) {

  /** A prediction with its gradient. */
  public static Differentiated of(Prediction prediction, Batch gradient) {
    return new Differentiated(prediction, gradient);
  }
}
