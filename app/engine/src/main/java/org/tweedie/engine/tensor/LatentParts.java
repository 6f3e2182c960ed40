package org.tweedie.engine.tensor;

import java.util.Optional;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.LatentDesign;
import org.tweedie.api.network.DecoderNetwork;
import org.tweedie.api.network.DenoiserNetwork;
import org.tweedie.api.network.EncoderNetwork;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.schedule.NoiseSchedule;

/**
 * What a learned chain of latents is made of. Latents are counted from 0, which is next to the
 * data.
 *
 * @param data shape and levels of the data
 * @param design the chain
 * @param encoder the networks towards the prior, where they are learned
 * @param decoder the networks towards the data, where each step has its own, and of the data
 * @param schedule what adds noise or tells a shared network where it is, where the design asks
 * @param network the network that makes all steps back, where they share one
 */
public record LatentParts(
    DataDescription data,
    LatentDesign design,
    Optional<EncoderNetwork> encoder,
    Optional<DecoderNetwork> decoder,
    Optional<NoiseSchedule> schedule,
    Optional<DenoiserNetwork> network) {

  /** How many latents there are. */
  public int count() {
    return design.latents().size();
  }

  /** The shape of a latent. */
  public DataShape shape(int latent) {
    return design.latents().get(latent);
  }

  /** The noise level of a latent, or what stands for one where a shared network is told it. */
  NoiseLevel level(int latent) {
    return schedule.orElseThrow().at(count() == 1 ? 1 : (double) latent / (count() - 1));
  }

  /** The step of a schedule from a latent to the one before it. */
  GaussianStep step(int latent) {
    return new GaussianStep(level(latent - 1), level(latent));
  }
}
