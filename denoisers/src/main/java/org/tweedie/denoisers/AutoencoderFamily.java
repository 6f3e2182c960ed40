package org.tweedie.denoisers;

import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.model.LatentDesign;
import org.tweedie.api.model.LatentDesign.Encoding;
import org.tweedie.api.model.LatentDesign.StepPrediction;
import org.tweedie.api.model.ModelFamily;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.plugin.Included;
import org.tweedie.api.plugin.Kind;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.api.plugin.ModelOptions;

/**
 * A variational autoencoder: one latent, a learned encoder and a learned decoder (Kingma and
 * Welling, arXiv 1312.6114; Luo, arXiv 2208.11970, section 2.2). Immutable.
 */
@Description("a variational autoencoder: one latent, an encoder and a decoder")
public final class AutoencoderFamily implements ModelFamily {

  /**
   * What can be chosen.
   *
   * @param latent what the latent is like
   * @param training how it is trained
   */
  public record Options(
      @Description(
              "the latent: a width, a map as in 7x7x4 (height x width x channels), or 'data' for the shape of the data")
          @Default("32")
          String latent,
      @Included LatentOptions training)
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
  public AutoencoderFamily(Options options) {
    this.options = options;
  }

  @Override
  public Optional<LatentDesign> latents(DataDescription data) {
    return Optional.of(
        new LatentDesign(
            List.of(LatentOptions.shape(options.latent(), data.shape())),
            Encoding.LEARNED,
            false,
            StepPrediction.MEAN,
            options.training().training()));
  }
}
