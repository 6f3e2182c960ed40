package org.tweedie.denoisers;

import jakarta.inject.Inject;
import java.util.Optional;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.model.LatentDesign;
import org.tweedie.api.model.ModelFamily;
import org.tweedie.api.plugin.Description;

/**
 * A diffusion model: a schedule adds noise, and a network that is told how much takes it away (Luo,
 * arXiv 2208.11970, section 3; Kingma et al., arXiv 2107.00630). Immutable.
 */
@Description("a diffusion model: schedule, network, objective and sampler")
public final class DiffusionFamily implements ModelFamily {

  /** The model. */
  @Inject
  public DiffusionFamily() {}

  @Override
  public Optional<LatentDesign> latents(DataDescription data) {
    return Optional.empty();
  }
}
