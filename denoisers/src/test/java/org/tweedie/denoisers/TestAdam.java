package org.tweedie.denoisers;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.network.Initializer;
import org.tweedie.laws.graph.TestGraph;

/** Training inside a {@link TestGraph}. */
final class TestAdam {

  private TestAdam() {}

  /**
   * Adds a step of Adam on all parameters that there are; the powers of its betas are updated after
   * all else. The graph is to be initialised afterwards.
   */
  static Op step(TestGraph graph, double rate, Operand<TFloat32> loss) {
    Ops tf = graph.tf();
    List<String> names = graph.parameters();
    List<Operand<TFloat32>> values = names.stream().map(graph::parameter).toList();
    List<Optional<Operand<TFloat32>>> gradients = graph.gradients(loss, tf.constant(1f), values);
    Operand<TFloat32> beta1 = tf.constant(0.9f);
    Operand<TFloat32> beta2 = tf.constant(0.99f);
    Operand<TFloat32> power1 =
        graph.parameter("power1", new Initializer(Initializer.Kind.CONSTANT, 0.9));
    Operand<TFloat32> power2 =
        graph.parameter("power2", new Initializer(Initializer.Kind.CONSTANT, 0.99));
    List<Op> updates = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      String mean = "mean/" + names.get(i);
      String square = "square/" + names.get(i);
      graph.parameter(mean, Initializer.zeros(), values.get(i).shape().asArray());
      graph.parameter(square, Initializer.zeros(), values.get(i).shape().asArray());
      updates.add(
          tf.train.resourceApplyAdam(
              graph.handle(names.get(i)),
              graph.handle(mean),
              graph.handle(square),
              power1,
              power2,
              tf.constant((float) rate),
              beta1,
              beta2,
              tf.constant(1e-8f),
              gradients.get(i).orElseThrow()));
    }
    Ops after = tf.withControlDependencies(updates);
    return tf.withControlDependencies(
            List.of(
                after.assignVariableOp(graph.handle("power1"), after.math.mul(power1, beta1)),
                after.assignVariableOp(graph.handle("power2"), after.math.mul(power2, beta2))))
        .noOp();
  }
}
