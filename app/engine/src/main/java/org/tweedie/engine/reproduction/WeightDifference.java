package org.tweedie.engine.reproduction;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.tweedie.engine.file.Tensor;
import org.tweedie.engine.run.Checkpoint;

/**
 * How the numbers of two checkpoints differ.
 *
 * @param step the checkpoints' step
 * @param tensor the first tensor that differs
 * @param differing how many numbers differ, of all tensors
 * @param numbers how many numbers there are
 * @param largest the largest difference; infinite where one has what the other has not
 */
record WeightDifference(long step, String tensor, long differing, long numbers, double largest) {

  /** The difference; empty where every number is the same, bit for bit. */
  public static Optional<WeightDifference> of(Checkpoint original, Checkpoint again) {
    Set<String> names = new LinkedHashSet<>(original.tensors().keySet());
    names.addAll(again.tensors().keySet());
    Optional<String> first = Optional.empty();
    long differing = 0;
    long numbers = 0;
    double largest = 0;
    for (String name : names) {
      Tensor one = original.tensors().get(name);
      Tensor other = again.tensors().get(name);
      Tensor any = Objects.requireNonNull(one == null ? other : one);
      numbers += any.values().length;
      long here;
      if (one == null || other == null || !Arrays.equals(one.shape(), other.shape())) {
        here = any.values().length;
        largest = Double.POSITIVE_INFINITY;
      } else {
        here = count(one.values(), other.values());
        largest = Math.max(largest, largest(one.values(), other.values()));
      }
      differing += here;
      if (here > 0 && first.isEmpty()) {
        first = Optional.of(name);
      }
    }
    long all = numbers;
    long unequal = differing;
    double most = largest;
    return first.map(name -> new WeightDifference(original.step(), name, unequal, all, most));
  }

  private static long count(float[] one, float[] other) {
    long count = 0;
    for (int i = 0; i < one.length; i++) {
      if (Float.floatToRawIntBits(one[i]) != Float.floatToRawIntBits(other[i])) {
        count++;
      }
    }
    return count;
  }

  private static double largest(float[] one, float[] other) {
    double largest = 0;
    for (int i = 0; i < one.length; i++) {
      double difference = Math.abs((double) one[i] - other[i]);
      largest = Math.max(largest, Double.isNaN(difference) ? 0 : difference);
    }
    return largest;
  }
}
