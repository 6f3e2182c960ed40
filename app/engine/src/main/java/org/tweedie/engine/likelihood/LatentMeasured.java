package org.tweedie.engine.likelihood;

import java.util.Optional;
import org.tweedie.api.measure.Measured;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.engine.latent.LatentSpace;

/** What a measure looks at that knows of the latents in which the model's diffusion lives. */
public interface LatentMeasured extends Measured {

  /**
   * A diffusion of scaled latents.
   *
   * @param space in which latents
   * @param model the diffusion
   */
  record InLatents(LatentSpace space, DiffusionModel model) {}

  /** The latents, with the diffusion of them; empty where the data themselves are diffused. */
  Optional<InLatents> latents();

  /** The same of whatever a measure looks at. */
  static Optional<InLatents> of(Measured measured) {
    return measured instanceof LatentMeasured known ? known.latents() : Optional.empty();
  }
}
