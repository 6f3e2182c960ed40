package org.tweedie.engine.plugin;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tweedie.api.network.LatentInput;
import org.tweedie.api.network.NetworkInput;
import org.tweedie.api.network.Preconditioning;
import org.tweedie.api.network.TextFeatures;
import org.tweedie.api.network.TextInput;
import org.tweedie.api.schedule.LearnedSchedule;

/** What is wrong with tensors that components add to a graph: their shapes, as far as known. */
final class TensorAnswers {

  private static final String WELL = Answers.WELL;

  private TensorAnswers() {}

  /** Features of another batch would be taken for those of all. */
  static String text(TextInput input, TextFeatures features) {
    long batch = input.tokens().shape().get(0);
    long found = features.features().shape().get(0);
    long masks = features.mask().shape().get(0);
    return (found >= 0 && found != batch) || (masks >= 0 && masks != batch)
        ? "gives features of shape %s with the mask %s for tokens of shape %s"
            .formatted(features.features().shape(), features.mask().shape(), input.tokens().shape())
        : WELL;
  }

  static String shape(Shape wanted, Object answer) {
    Shape found = ((Operand<?>) answer).shape();
    return fits(wanted, found)
        ? WELL
        : "gives a tensor of shape %s where %s is asked for".formatted(found, wanted);
  }

  /** A signal of fewer channels would be taken for that of each. */
  static String signal(Object[] asked, Object answer) {
    return ((Optional<?>) answer)
        .map(signal -> shape(((Operand<?>) asked[1]).shape(), signal))
        .orElse(WELL);
  }

  /** Whether a shape is another one, as far as both are known. */
  private static boolean fits(Shape wanted, Shape found) {
    if (wanted.isUnknown() || found.isUnknown()) {
      return true;
    }
    if (wanted.numDimensions() != found.numDimensions()) {
      return false;
    }
    for (int i = 0; i < wanted.numDimensions(); i++) {
      long one = wanted.get(i);
      long other = found.get(i);
      if (one >= 0 && other >= 0 && one != other) {
        return false;
      }
    }
    return true;
  }

  static String fall(Object[] asked, Object answer) {
    LearnedSchedule.Fall fall = (LearnedSchedule.Fall) answer;
    return every(((Operand<?>) asked[1]).shape(), fall.share(), fall.slope());
  }

  private static String every(Shape wanted, Operand<?>... found) {
    return Arrays.stream(found)
        .map(one -> one == null ? "gives null" : shape(wanted, one))
        .filter(what -> !what.isEmpty())
        .findFirst()
        .orElse(WELL);
  }

  static String network(Object[] asked, Object answer) {
    NetworkInput input = (NetworkInput) asked[1];
    long[] sizes = input.z().shape().asArray();
    sizes[sizes.length - 1] *= input.outputs();
    return shape(Shape.of(sizes), answer);
  }

  static String latentNetwork(Object[] asked, Object answer) {
    LatentInput input = (LatentInput) asked[1];
    List<Integer> to = input.to().dimensions();
    long[] sizes = new long[to.size() + 1];
    sizes[0] = input.x().shape().get(0);
    for (int i = 0; i < to.size(); i++) {
      sizes[i + 1] = to.get(i);
    }
    sizes[to.size()] *= input.outputs();
    return shape(Shape.of(sizes), answer);
  }

  static String coefficients(Object[] asked, Object answer) {
    Shape wanted = ((Operand<?>) asked[1]).shape();
    return ((Optional<?>) answer)
        .map(Preconditioning.Coefficients.class::cast)
        .map(
            c ->
                every(
                    wanted,
                    c.input(),
                    c.conditioning(),
                    c.signalOfLatent(),
                    c.signalOfOutput(),
                    c.noiseOfLatent(),
                    c.noiseOfOutput()))
        .orElse(WELL);
  }
}
