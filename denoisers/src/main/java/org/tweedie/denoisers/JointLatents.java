package org.tweedie.denoisers;

import jakarta.inject.Inject;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.model.Autoencoder;
import org.tweedie.api.model.LatentDesign;
import org.tweedie.api.model.LatentDesign.Encoding;
import org.tweedie.api.model.LatentDesign.StepPrediction;
import org.tweedie.api.model.LatentTraining;
import org.tweedie.api.model.Latents;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.plugin.Kind;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.api.plugin.ModelOptions;

/**
 * Latents whose encoder and decoder are trained in the same steps as the diffusion, all on one
 * bound of the data in which the encoder's entropy is kept (Vahdat et al., arXiv 2106.05931,
 * equations 4 and 8). The encoder always learns from the bound, whatever the objective weighs the
 * network's errors by. Immutable; safe for many threads.
 */
@Description(
    "latents that are learned in the same training: encoder, decoder and diffusion on one bound")
public final class JointLatents implements Latents {

  /**
   * What can be chosen.
   *
   * @param latent what a latent is like
   * @param klWarmup steps over which the latents' weight grows
   */
  public record Options(
      @Description("the latent: a width, or a map as in 7x7x4 (height x width x channels)")
          @Default("16")
          String latent,
      @Description("steps over which the weight of the latents' divergence grows from 0 to 1")
          @Default("0")
          @PositiveOrZero
          int klWarmup)
      implements ModelOptions {

    /** Checks the width. */
    public Options {
      LatentOptions.checkWidth(latent);
    }

    @Override
    public Set<Kind<?>> kinds() {
      return Set.of(Kinds.ENCODER, Kinds.DECODER);
    }
  }

  private final Options options;

  /** With its options. */
  @Inject
  public JointLatents(Options options) {
    this.options = options;
  }

  @Override
  public Optional<Autoencoder> autoencoder(DataDescription data) {
    return Optional.empty();
  }

  @Override
  public Optional<LatentDesign> learned(DataDescription data) {
    return Optional.of(
        new LatentDesign(
            List.of(LatentOptions.shape(options.latent(), data.shape())),
            Encoding.LEARNED,
            false,
            StepPrediction.MEAN,
            new LatentTraining(0, options.klWarmup(), 1, 0, false)));
  }
}
