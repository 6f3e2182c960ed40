package org.tweedie.denoisers;

import jakarta.inject.Inject;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.Optional;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.guidance.Resources;
import org.tweedie.api.model.Autoencoder;
import org.tweedie.api.model.Latents;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;

/**
 * The latents of a variational autoencoder that was trained before, by its averaged weights, which
 * stay as they are (Rombach et al., arXiv 2112.10752, section 3). Immutable; safe for many threads.
 */
@Description("the latents of a trained autoencoder: a run with model: vae")
public final class RunLatents implements Latents {

  /**
   * Which autoencoder.
   *
   * @param run the folder of its run
   * @param checkpoint the step of its checkpoint; 0 for the newest
   */
  public record Options(
      @Description("folder of the autoencoder's run") @NotBlank String run,
      @Description("its checkpoint's step; 0 for the newest") @Default("0") @PositiveOrZero
          long checkpoint) {}

  private final Autoencoder autoencoder;

  /**
   * With the autoencoder that the options name.
   *
   * @throws IllegalArgumentException in words, if there is no such run, or it is no autoencoder of
   *     such data
   */
  @Inject
  public RunLatents(Options options, Resources resources) {
    autoencoder = resources.autoencoder(options.run(), options.checkpoint());
  }

  @Override
  public Optional<Autoencoder> autoencoder(DataDescription data) {
    return Optional.of(autoencoder);
  }
}
