package org.tweedie.api.model;

import org.apiguardian.api.API;

/**
 * A prediction and a gradient through it; see {@link DiffusionModel#differentiate}.
 *
 * @param prediction the prediction
 * @param gradient for each latent the pulled-back cotangent, shaped like the latents
 */
@API(status = API.Status.STABLE, since = "0.1")
public record Differentiated(Prediction prediction, Batch gradient) {

  /** A prediction with its gradient. */
  public static Differentiated of(Prediction prediction, Batch gradient) {
    return new Differentiated(prediction, gradient);
  }
}
