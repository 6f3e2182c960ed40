package org.tweedie.engine.run;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.network.DenoiserNetwork;
import org.tweedie.engine.file.Tensor;
import org.tweedie.engine.tensor.ClassifierModel;
import org.tweedie.engine.tensor.SessionSettings;
import org.tweedie.engine.tensor.TrainingGraph;

/** Classifiers with the weights of a checkpoint. */
public final class TrainedClassifiers {

  private static final String CLASSIFIER = "classifier of ";

  private TrainedClassifiers() {}

  /** Whether a checkpoint is a classifier's and not a diffusion model's. */
  static boolean isClassifier(Checkpoint checkpoint) {
    return checkpoint.data().startsWith(CLASSIFIER);
  }

  /** What a classifier's checkpoint says of its data, which no model's checkpoint says. */
  public static String words(DataDescription data) {
    return CLASSIFIER + Checkpoint.words(data);
  }

  /** A classifier with a checkpoint's averaged weights; the caller closes it. */
  public static ClassifierModel open(
      DataDescription data,
      DenoiserNetwork network,
      Checkpoint checkpoint,
      SessionSettings settings) {
    ClassifierModel classifier = new ClassifierModel(data, network, settings);
    try {
      classifier.load(TrainingGraph.weights(checkpoint.values(), true));
      return classifier;
    } catch (RuntimeException | Error e) {
      classifier.close();
      throw e;
    }
  }

  /**
   * Checks that a checkpoint is a classifier's, on such data and of such a network.
   *
   * @throws IllegalArgumentException in words for the user
   */
  public static void check(
      RunFolder folder, DataDescription data, DenoiserNetwork network, Checkpoint checkpoint) {
    checkData(folder, data, checkpoint);
    Map<String, Shape> expected = ClassifierModel.shapes(network, data);
    List<String> differences =
        expected.entrySet().stream()
            .filter(entry -> !isSame(checkpoint.tensors().get(entry.getKey()), entry.getValue()))
            .map(Map.Entry::getKey)
            .toList();
    if (!differences.isEmpty()) {
      throw new IllegalArgumentException(
          "The checkpoint of the classifier in '%s' does not fit the network of its config: '%s' and %d more differ."
              .formatted(folder, differences.get(0), differences.size() - 1));
    }
  }

  /** The part of {@link #check} that needs no network, which other data might not even allow. */
  static void checkData(RunFolder folder, DataDescription data, Checkpoint checkpoint) {
    if (!isClassifier(checkpoint)) {
      throw new IllegalArgumentException(
          "The run in '%s' is a diffusion model, not a classifier. Train one: tweedie train-classifier"
              .formatted(folder));
    }
    if (!checkpoint.data().equals(words(data))) {
      throw new IllegalArgumentException(
          "The run in '%s' is a %s; these data are %s."
              .formatted(folder, checkpoint.data(), Checkpoint.words(data)));
    }
  }

  private static boolean isSame(@Nullable Tensor found, Shape shape) {
    return found != null && Arrays.equals(found.shape(), shape.asArray());
  }
}
