package org.tweedie.engine.tensor;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.network.NetworkCondition;
import org.tweedie.api.objective.Objective;

/**
 * Whether a network can be trained for an objective that differentiates it: its operations must
 * have second derivatives. Found out on a graph that is thrown away, before a run starts.
 */
public final class TwiceDifferentiated {

  private static final Pattern MISSING = Pattern.compile("No gradient defined for op: (\\w+)");

  private TwiceDifferentiated() {}

  /** What speaks against it; empty where all is well, or where nothing is differentiated twice. */
  public static Optional<String> objection(
      DataDescription data, Preconditioned network, Objective objective) {
    if (!objective.differentiatesNetwork()) {
      return Optional.empty();
    }
    try (Graph graph = new Graph()) {
      gradients(graph, data, network, objective);
      return Optional.empty();
    } catch (TensorFlowException e) {
      Matcher missing = MISSING.matcher(String.valueOf(e.getMessage()));
      // Anything else is told by the training graph, in its own words.
      return !missing.find()
          ? Optional.empty()
          : Optional.of(
              ("The objective differentiates the network, so training needs its second derivatives, and"
                      + " TensorFlow for Java has none of the operation %s, which is in this network's"
                      + " derivative. Take another network, or an objective that does not differentiate"
                      + " it.")
                  .formatted(missing.group(1)));
    }
  }

  private static void gradients(
      Graph graph, DataDescription data, Preconditioned network, Objective objective) {
    Ops tf = Ops.create(graph);
    Shape shape = Tensors.batch(1, data.shape());
    Operand<TInt64> seed = tf.placeholder(TInt64.class, Placeholder.shape(Shape.of(2)));
    ParameterGraph parameters = new ParameterGraph(tf, new Variables(tf), Optional.of(seed));
    GraphDenoising batch =
        new GraphDenoising(
            parameters,
            network,
            NetworkCondition.NONE,
            shape,
            objective,
            new FedLevels(tf, 1, t -> 1 - 2 * t, objective),
            index -> tf.random.statelessRandomNormal(tf.constant(shape.asArray()), seed),
            // Whatever it is, nothing is differentiated by it.
            Optional.of(label -> (latent, level) -> latent));
    Operand<TFloat32> loss = tf.math.mean(objective.loss(batch), tf.constant(0));
    Output<?>[] by =
        parameters.parameters().values().stream()
            .map(parameter -> parameter.value().asOutput())
            .toArray(Output<?>[]::new);
    Output<?>[] seeds = {tf.constant(1f).asOutput()};
    graph.addGradients(null, new Output<?>[] {loss.asOutput()}, by, seeds);
  }
}
