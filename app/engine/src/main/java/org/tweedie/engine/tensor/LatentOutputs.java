package org.tweedie.engine.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.model.LatentDesign.StepPrediction;
import org.tweedie.engine.tensor.LatentSteps.Gaussian;

/**
 * All networks of a chain with what each sees as a placeholder: for asking one at a time.
 *
 * @param below what each encoder sees, the data first; empty where a schedule encodes
 * @param encoded what each encoder puts out
 * @param latents what each decoder sees
 * @param decoded what the decoder of each latent puts out; the first one's is of the data; empty
 *     where no network tells it
 * @param predicted what the decoder of each latent takes signal or noise to be; empty where it puts
 *     out a mean
 */
record LatentOutputs(
    List<Placeholder<TFloat32>> below,
    List<Gaussian> encoded,
    List<Placeholder<TFloat32>> latents,
    List<Optional<Gaussian>> decoded,
    List<Optional<Operand<TFloat32>>> predicted) {

  static LatentOutputs of(ParameterGraph graph, LatentParts parts) {
    LatentSteps steps = new LatentSteps(graph, parts);
    List<Placeholder<TFloat32>> below = new ArrayList<>();
    List<Gaussian> encoded = new ArrayList<>();
    List<Placeholder<TFloat32>> latents = new ArrayList<>();
    List<Optional<Gaussian>> decoded = new ArrayList<>();
    List<Optional<Operand<TFloat32>>> predicted = new ArrayList<>();
    boolean scheduled = parts.design().isScheduled();
    for (int i = 0; i < parts.count(); i++) {
      if (!scheduled) {
        Placeholder<TFloat32> x =
            placeholder(graph, parts, i == 0 ? Optional.empty() : Optional.of(i - 1));
        below.add(x);
        encoded.add(steps.encode(i, x));
      }
      Placeholder<TFloat32> z = placeholder(graph, parts, Optional.of(i));
      latents.add(z);
      boolean predicts = scheduled && i > 0 && parts.design().predicts() != StepPrediction.MEAN;
      predicted.add(predicts ? Optional.of(steps.raw(i, z, 1)) : Optional.empty());
      if (predicts) {
        decoded.add(Optional.empty());
      } else if (i > 0) {
        decoded.add(Optional.of(steps.decode(i, z)));
      } else {
        Operand<TFloat32> first = z;
        decoded.add(scheduled ? Optional.empty() : Optional.of(steps.data(first)));
      }
    }
    return new LatentOutputs(below, encoded, latents, decoded, predicted);
  }

  private static Placeholder<TFloat32> placeholder(
      ParameterGraph graph, LatentParts parts, Optional<Integer> latent) {
    return graph
        .tf()
        .placeholder(
            TFloat32.class,
            Placeholder.shape(
                Tensors.batch(-1, latent.map(parts::shape).orElse(parts.data().shape()))));
  }
}
