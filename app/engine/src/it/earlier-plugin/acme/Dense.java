package acme;

import jakarta.inject.Inject;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.network.DenoiserNetwork;
import org.tweedie.api.network.Initializer;
import org.tweedie.api.network.NetworkGraph;
import org.tweedie.api.network.NetworkInput;
import org.tweedie.api.plugin.Description;

@Description("one layer, handed its input once more")
public final class Dense implements DenoiserNetwork {

  @Inject
  public Dense() {}

  public Operand<TFloat32> output(NetworkGraph graph, NetworkInput input) {
    return layer(graph, new NetworkInput(input.z(), input.logSnr(), input.label(), input.outputs()));
  }

  private static Operand<TFloat32> layer(NetworkGraph graph, NetworkInput input) {
    Ops tf = graph.tf();
    Operand<TFloat32> level = tf.math.tanh(tf.math.div(input.logSnr(), tf.constant(10f)));
    Operand<TFloat32> seen =
        tf.math.mul(input.z(), tf.reshape(level, tf.constant(new int[] {-1, 1})));
    Operand<TFloat32> classes = graph.parameter("classes", Initializer.normal(0.1), 3, 2);
    Operand<TFloat32> kernel = graph.parameter("kernel", Initializer.normal(0.5), 2, 2);
    return tf.math.add(
        tf.linalg.matMul(seen, kernel), tf.gather(classes, input.label(), tf.constant(0)));
  }
}
