package org.tweedie.engine.run;

import java.io.IOException;
import org.tweedie.api.data.DataSource;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.plugin.Registry;
import org.tweedie.engine.tensor.ClassifierModel;

/**
 * The classifier of a run with its newest weights; whoever finds it closes it.
 *
 * @param model the classifier
 * @param step the step of its checkpoint
 * @param lowest the lowest noise level that it was trained at
 */
public record FoundClassifier(ClassifierModel model, long step, NoiseLevel lowest)
    implements AutoCloseable {

  /**
   * Opens it.
   *
   * @param folder what {@code tweedie train-classifier} wrote
   * @param data what it is asked about
   * @param registry the components that its config chose from
   * @throws IllegalArgumentException in words, if it is no classifier or one of other data
   * @throws IOException if its checkpoint cannot be read
   */
  public static FoundClassifier open(RunFolder folder, DataSource data, Registry registry)
      throws IOException {
    if (!folder.exists()) {
      throw new IllegalArgumentException(
          "There is no run in '%s'. Train a classifier: tweedie train-classifier"
              .formatted(folder));
    }
    RunConfig config = folder.trained(registry);
    long step =
        folder
            .checkpoints()
            .latest()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "The run in '%s' has no checkpoint yet.".formatted(folder)));
    Checkpoint checkpoint = folder.checkpoints().read(step);
    try (Assembled parts = Assembler.assembleFor(config, data, registry)) {
      TrainedClassifiers.check(folder, data.description(), parts.assembly().network(), checkpoint);
      return new FoundClassifier(
          TrainedClassifiers.open(
              data.description(),
              parts.assembly().network(),
              checkpoint,
              TrainedModels.settings(config.train())),
          step,
          parts.assembly().schedule().at(0));
    }
  }

  @Override
  public void close() {
    model.close();
  }
}
