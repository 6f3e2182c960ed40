package org.tweedie.engine.training;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.tweedie.api.model.Batch;
import org.tweedie.api.objective.Coupling;
import org.tweedie.engine.problem.TrainingFailure;

/**
 * The noise of a training step in the order that a coupling wants, class by class: what goes with
 * the examples of one class is then as normal as all noise, so that a condition tells nothing of
 * the noise that a sample starts from.
 */
final class CoupledNoise {

  private CoupledNoise() {}

  /**
   * Orders noise.
   *
   * @param labels the examples' classes as the network sees them
   * @param noise as many draws as there are examples
   * @return for each example its noise
   */
  static Batch of(Coupling coupling, Batch signals, int[] labels, Batch noise) {
    int size = signals.shape().size();
    float[] ordered = new float[noise.values().length];
    Arrays.stream(labels)
        .distinct()
        .forEach(
            label -> {
              int[] members =
                  IntStream.range(0, labels.length).filter(i -> labels[i] == label).toArray();
              int[] order =
                  checked(
                      coupling.order(picked(signals, members), picked(noise, members)),
                      members.length);
              for (int i = 0; i < members.length; i++) {
                System.arraycopy(
                    noise.values(), members[order[i]] * size, ordered, members[i] * size, size);
              }
            });
    return Batch.of(signals.shape(), ordered);
  }

  private static Batch picked(Batch from, int... members) {
    int size = from.shape().size();
    float[] values = new float[members.length * size];
    for (int i = 0; i < members.length; i++) {
      System.arraycopy(from.values(), members[i] * size, values, i * size, size);
    }
    return Batch.of(from.shape(), values);
  }

  /** Noise that is taken twice would be trained on in silence. */
  private static int[] checked(int[] order, int count) {
    boolean isPermutation =
        Arrays.equals(Arrays.stream(order).sorted().toArray(), IntStream.range(0, count).toArray());
    if (!isPermutation) {
      throw new TrainingFailure(
          "Training stopped: the objective's coupling of %d examples with noise must take each noise once, and takes %s.\nPlease choose another objective, and tell its author."
              .formatted(count, Arrays.toString(order)));
    }
    return order;
  }
}
