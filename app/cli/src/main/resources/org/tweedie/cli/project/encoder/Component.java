package __package__;

import jakarta.inject.Inject;
import jakarta.validation.constraints.Positive;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.network.EncoderNetwork;
import org.tweedie.api.network.Initializer;
import org.tweedie.api.network.LatentInput;
import org.tweedie.api.network.NetworkGraph;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;

/**
 * One hidden layer from data to latents: {@code output = W2 tanh(W1 x + b1) + b2}. Immutable; may be added to
 * several graphs.
 */
@Description("one hidden layer from data to latents")
public final class __Component__ implements EncoderNetwork {

  /**
   * How large the network is.
   *
   * @param width units of the hidden layer
   */
  public record Options(
      @Description("units of the hidden layer") @Default("128") @Positive int width) {}

  private final int width;

  /** With the given options. */
  @Inject
  public __Component__(Options options) {
    this.width = options.width();
  }

  @Override
  public Operand<TFloat32> output(NetworkGraph graph, LatentInput input) {
    Ops tf = graph.tf();
    int size = input.from().size();
    Operand<TFloat32> x = tf.reshape(input.x(), tf.constant(new int[] {-1, size}));
    Operand<TFloat32> h = tf.math.tanh(dense(graph, "hidden", x, size, width));
    Operand<TFloat32> y = dense(graph, "out", h, width, input.to().size() * input.outputs());
    return tf.reshape(y, tf.constant(sizes(input.to(), input.outputs())));
  }

  private static Operand<TFloat32> dense(
      NetworkGraph graph, String name, Operand<TFloat32> x, int inputs, int outputs) {
    Initializer normal = Initializer.normal(1 / Math.sqrt(inputs));
    Operand<TFloat32> kernel = graph.parameter(name + "/kernel", normal, inputs, outputs);
    Operand<TFloat32> bias = graph.parameter(name + "/bias", Initializer.zeros(), outputs);
    return graph.tf().math.add(graph.tf().linalg.matMul(x, kernel), bias);
  }

  /** Several tensors lie side by side on the last axis. */
  private static int[] sizes(DataShape shape, int tensors) {
    List<Integer> sizes = new ArrayList<>(shape.dimensions());
    sizes.set(sizes.size() - 1, sizes.get(sizes.size() - 1) * tensors);
    sizes.add(0, -1);
    return sizes.stream().mapToInt(Integer::intValue).toArray();
  }
}
