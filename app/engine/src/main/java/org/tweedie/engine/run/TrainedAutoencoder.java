package org.tweedie.engine.run;

import java.util.Map;
import org.tweedie.api.data.DataSource;
import org.tweedie.engine.config.ChosenWeights;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.file.Sha256;
import org.tweedie.engine.plugin.Registry;
import org.tweedie.engine.tensor.LatentModel;
import org.tweedie.engine.tensor.LatentParts;
import org.tweedie.engine.tensor.SessionSettings;

/**
 * A run as an autoencoder, by its averaged weights.
 *
 * @param folder the run's
 * @param trained the config that it was trained with
 * @param read its checkpoint
 */
record TrainedAutoencoder(RunFolder folder, RunConfig trained, Checkpoint read) {

  /**
   * The autoencoder, whose graph is not built yet.
   *
   * @param data what it is for
   * @param registry the components of which it may be made
   * @param settings how TensorFlow runs it
   * @throws IllegalArgumentException in words for the user, if it is none, or one of other data
   * @throws org.tweedie.engine.config.ConfigException if the run cannot be used
   */
  LazyAutoencoder of(DataSource data, Registry registry, SessionSettings settings) {
    if (TrainedClassifiers.isClassifier(read)) {
      throw none("it is a classifier");
    }
    String words = Checkpoint.words(data.description());
    if (!read.data().equals(words)) {
      throw new IllegalArgumentException(
          "The autoencoder in '%s' was trained on data of %s; these are %s."
              .formatted(folder, read.data(), words));
    }
    try (Assembled parts = Assembler.assembleFor(trained, data, registry, folder)) {
      LatentParts chain =
          parts
              .chain()
              .filter(it -> !it.design().isScheduled() && it.count() == 1)
              .orElseThrow(() -> none("its model is no such thing"));
      Map<String, float[]> weights =
          TrainedModels.weights(parts, folder.checkpoints(), read, ChosenWeights.average());
      String hash = Sha256.of(folder.config(), folder.checkpoints().path(read.step()));
      return new LazyAutoencoder(
          chain.shape(0), "sha256 " + hash, () -> opened(chain, settings, weights));
    }
  }

  private static LatentModel opened(
      LatentParts chain, SessionSettings settings, Map<String, float[]> weights) {
    LatentModel model = new LatentModel(chain, settings);
    try {
      model.load(weights);
      return model;
    } catch (RuntimeException | Error e) {
      model.close();
      throw e;
    }
  }

  private IllegalArgumentException none(String what) {
    return new IllegalArgumentException(
        "The run in '%s' is no autoencoder: %s. A config with 'model: vae' makes one, with an encoder, a decoder and one latent between them."
            .formatted(folder, what));
  }
}
