package org.tweedie.engine.run;

import java.nio.file.Files;
import java.util.Locale;
import java.util.Optional;
import org.tweedie.api.data.DataSource;
import org.tweedie.api.model.Autoencoder;
import org.tweedie.engine.latent.LatentScale;
import org.tweedie.engine.latent.LatentScaleFile;
import org.tweedie.engine.latent.LatentSpace;
import org.tweedie.engine.tensor.LatentParts;

/**
 * The latents that a run diffuses: those of the autoencoder that its config names, in the scale
 * that was measured when the run began.
 */
public final class LatentsOfRun {

  private LatentsOfRun() {}

  /**
   * The space of a run's latents.
   *
   * @param folder the run's, which may have begun
   * @throws IllegalArgumentException in words, if the autoencoder is not what it was when the run
   *     began, or there is no record of it
   * @throws org.tweedie.engine.problem.RunException if the record is damaged
   */
  static LatentSpace of(Autoencoder autoencoder, DataSource data, Optional<RunFolder> folder) {
    return new LatentSpace(
        autoencoder, data, folder.flatMap(it -> kept(autoencoder, it)).map(LatentScaleFile::scale));
  }

  private static Optional<LatentScaleFile> kept(Autoencoder autoencoder, RunFolder folder) {
    if (!Files.exists(folder.latents())) {
      if (Files.exists(folder.provenance())) {
        throw new IllegalArgumentException(
            "The run diffuses latents, and %s, which says how they are scaled, is missing. Please put it back: without it the run's weights mean nothing."
                .formatted(folder.latents()));
      }
      return Optional.empty();
    }
    LatentScaleFile kept = LatentScaleFile.read(folder.latents());
    if (!kept.autoencoder().equals(autoencoder.fingerprint())) {
      throw new IllegalArgumentException(
          "The autoencoder is not what it was when the run was begun: its config or its checkpoint is another one now. Please put back what the run was begun with, or begin another run with --run DIR.");
    }
    if (!kept.isOf(autoencoder.latent())) {
      throw new IllegalArgumentException(
          "The run was begun with latents of the shape %s, and the autoencoder's have the shape %s now."
              .formatted(kept.shape(), autoencoder.latent()));
    }
    return Optional.of(kept);
  }

  /** Which latents a run diffuses, for people; empty where it diffuses the data. */
  public static Optional<String> words(Assembled parts) {
    return parts
        .space()
        .map(LatentsOfRun::words)
        .or(() -> parts.joint().map(LatentsOfRun::learned));
  }

  private static String learned(LatentParts parts) {
    return "learns latents of %s and diffuses them where the data are %s, on one bound of the data"
        .formatted(parts.shape(0), parts.data().shape());
  }

  private static String words(LatentSpace space) {
    LatentScale scale = space.scale();
    return String.format(
        Locale.ROOT,
        "diffuses latents of %s where the data are %s, scaled by deviations from %.3g to %.3g (autoencoder %s)",
        space.latent(),
        space.data().shape(),
        scale.deviation().stream().mapToDouble(it -> it).min().orElseThrow(),
        scale.deviation().stream().mapToDouble(it -> it).max().orElseThrow(),
        space.fingerprint());
  }
}
