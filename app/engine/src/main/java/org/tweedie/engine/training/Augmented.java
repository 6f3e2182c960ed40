package org.tweedie.engine.training;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.tweedie.api.training.Augmentation;
import org.tweedie.engine.problem.TrainingFailure;

/**
 * Examples as training sees them: changed, each time, by one augmentation after the other.
 *
 * @param augmentations none where examples are seen as they are
 * @param size numbers of an example
 * @param randoms by which they are changed
 */
record Augmented(List<Augmentation> augmentations, int size, StepRandoms randoms) {

  /**
   * Changes an example by random numbers of its own, which depend on its place in all that the step
   * sees, and on nothing else that is drawn.
   */
  void change(long step, int i, float[] values) {
    if (augmentations.isEmpty()) {
      return;
    }
    SplittableRandom random = randoms.augmentation(step, i);
    float[] example = Arrays.copyOfRange(values, i * size, (i + 1) * size);
    for (int k = 0; k < augmentations.size(); k++) {
      example = checked(augmentations.get(k).apply(example, random.split()), k);
    }
    System.arraycopy(example, 0, values, i * size, size);
  }

  /** A wrong answer would be trained on in silence, or be told as a fault of the network. */
  private float[] checked(float[] example, int which) {
    String wrong = "";
    if (example.length != size) {
      wrong = "%d values of an example of %d".formatted(example.length, size);
    }
    for (float value : example) {
      if (!Float.isFinite(value)) {
        wrong = "the value " + value;
      }
    }
    if (!wrong.isEmpty()) {
      throw new TrainingFailure(
          "Training stopped: the augmentation number %d of the config gives %s.\nPlease leave it out, and tell its author."
              .formatted(which + 1, wrong));
    }
    return example;
  }
}
