package org.tweedie.engine.run;

import java.util.Optional;
import java.util.function.Supplier;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataSource;
import org.tweedie.api.model.Autoencoder;
import org.tweedie.api.model.LatentDesign;
import org.tweedie.api.model.Latents;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.engine.config.ConfigException;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.latent.LatentSpace;
import org.tweedie.engine.problem.Problems;

/**
 * The latents that a run diffuses in the place of its data: an autoencoder's, or those that are
 * learned together with the diffusion. What does not go with them is told.
 *
 * @param config the run's
 * @param components takes what is wrong with which component
 * @param problems all of them so far
 */
record ChosenLatents(RunConfig config, ComponentProblems components, Problems problems) {

  private static final String NO_IMAGE =
      "An image goes beside the data, and not beside latents of another size. Please leave it out where latents are diffused.";

  /** Tells what is wrong with latents for some data, if anything. */
  void check(Latents chosen, DataDescription data) {
    autoencoder(chosen, data);
    learned(chosen, data);
  }

  /** The autoencoder whose latents are diffused; empty where there is none, or it refuses. */
  private Optional<Autoencoder> autoencoder(Latents chosen, DataDescription data) {
    return heard(() -> chosen.autoencoder(data));
  }

  /** The latents that are diffused in the place of the data; empty where these are. */
  Optional<LatentSpace> diffused(MadeComponents made, DataSource data, Optional<RunFolder> folder) {
    Optional<Autoencoder> chosen =
        made.all(Kinds.LATENTS).stream()
            .findFirst()
            .flatMap(latents -> autoencoder(latents, data.description()));
    try {
      Optional<LatentSpace> space =
          chosen.map(autoencoder -> LatentsOfRun.of(autoencoder, data, folder));
      if (space.isPresent()) {
        refuseBesideLatents(made, data.description());
      }
      return space;
    } catch (IllegalArgumentException refused) {
      components.incompatible(Kinds.LATENTS, String.valueOf(refused.getMessage()));
      throw new ConfigException(problems.all(), refused);
    }
  }

  /** The latent that is learned together with a diffusion of it. */
  private Optional<LatentDesign> learned(Latents chosen, DataDescription data) {
    return heard(() -> chosen.learned(data));
  }

  private <T> Optional<T> heard(Supplier<Optional<T>> asked) {
    try {
      return asked.get();
    } catch (IllegalArgumentException refused) {
      components.incompatible(Kinds.LATENTS, String.valueOf(refused.getMessage()));
      return Optional.empty();
    }
  }

  /** The same of a run's components, where what it is diffused by suits it. */
  Optional<LatentDesign> learned(MadeComponents made, DataSource data, Assembly assembly) {
    Optional<LatentDesign> found =
        made.all(Kinds.LATENTS).stream()
            .findFirst()
            .flatMap(latents -> learned(latents, data.description()));
    if (found.isPresent()) {
      refuseImage(made, data.description());
      JointTraining.objections(config, found.get(), assembly).forEach(components::incompatible);
      if (!problems.isEmpty()) {
        throw new ConfigException(problems.all());
      }
    }
    return found;
  }

  /** Examples are encoded once, and what is made of them is none of their latents. */
  private void refuseBesideLatents(MadeComponents made, DataDescription data) {
    if (made.all(Kinds.AUGMENTATION).stream().anyMatch(one -> !one.isIdentity())) {
      components.incompatible(
          Kinds.AUGMENTATION,
          "Examples are encoded once, so nothing changes them in training where latents are diffused. Please leave it out; it can be among the parts of the autoencoder's own training.");
    }
    refuseImage(made, data);
  }

  private void refuseImage(MadeComponents made, DataDescription data) {
    if (!made.all(Kinds.IMAGE_CONDITION).isEmpty()) {
      components.incompatible(Kinds.IMAGE_CONDITION, NO_IMAGE);
    } else if (data.conditionImage().isPresent() && config.train().imageDropout() < 1) {
      components.incompatible(
          Kinds.DATA,
          "The examples go with images, which go beside the data, and not beside latents of another size. Please hide them, train.image-dropout: 1, where latents are diffused.");
    }
  }
}
