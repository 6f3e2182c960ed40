package org.tweedie.api.model;

import java.util.Optional;
import org.apiguardian.api.API;
import org.tweedie.api.data.DataDescription;

/**
 * What kind of generative model is trained: which latents lie between the data and the prior, and
 * what goes from one to the next (Luo, arXiv 2208.11970, sections 2 and 3: from the variational
 * autoencoder by way of the Markovian hierarchical one to the diffusion model). A model says it as
 * a value; the program trains, measures and samples it.
 *
 * <p>A model's options may implement {@link org.tweedie.api.plugin.ModelOptions}, to say which
 * kinds of component it is made of. Immutable.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.2")
public interface ModelFamily {

  /**
   * The chain of latents that is learned.
   *
   * @param data what the data look like
   * @return the chain; empty of a diffusion in continuous time, whose latents a schedule and a
   *     denoising network settle
   * @throws IllegalArgumentException in words for the user, if it is not for such data
   */
  Optional<LatentDesign> latents(DataDescription data);
}
