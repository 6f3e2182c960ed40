package __package__;

import jakarta.inject.Inject;
import jakarta.validation.constraints.Positive;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.network.DenoiserNetwork;
import org.tweedie.api.network.Initializer;
import org.tweedie.api.network.NetworkGraph;
import org.tweedie.api.network.NetworkInput;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;

/**
 * Two dense layers over everything that is known of a latent: its values, its noise level and its
 * class.
 *
 * <pre>
 * h = tanh(W1 [z, tanh(log SNR / 10), one-hot(class)] + b1),  output = W2 h + b2
 * </pre>
 *
 * <p>It starts by putting out zero. Immutable; may be added to several graphs.
 */
@Description("two dense layers, for points and small data")
public final class __Component__ implements DenoiserNetwork {

  /**
   * How large the network is.
   *
   * @param width units of the hidden layer
   */
  public record Options(
      @Description("units of the hidden layer") @Default("128") @Positive int width) {}

  private final int width;
  private final DataDescription data;

  /** The network for some data. */
  @Inject
  public __Component__(Options options, DataDescription data) {
    this.width = options.width();
    this.data = data;
  }

  @Override
  public Operand<TFloat32> output(NetworkGraph graph, NetworkInput input) {
    Ops tf = graph.tf();
    int size = data.shape().size();
    int classes = data.classes().size();
    List<Operand<TFloat32>> known = new ArrayList<>();
    known.add(tf.reshape(input.z(), tf.constant(new int[] {-1, size})));
    // The log SNR may be infinite: tanh keeps it in bounds.
    Operand<TFloat32> level = tf.math.tanh(tf.math.div(input.logSnr(), tf.constant(10f)));
    known.add(tf.reshape(level, tf.constant(new int[] {-1, 1})));
    if (classes > 0) {
      // One more for the null class, which stands for "not known".
      known.add(oneHot(tf, input.label(), classes + 1));
    }
    int inputs = size + 1 + (classes > 0 ? classes + 1 : 0);
    Operand<TFloat32> h = tf.concat(known, tf.constant(1));
    Initializer normal = Initializer.normal(1 / Math.sqrt(inputs));
    h = tf.math.tanh(dense(graph, "hidden", h, normal, inputs, width));
    h = dense(graph, "out", h, Initializer.zeros(), width, size * input.outputs());
    return tf.reshape(h, tf.constant(shape(input.outputs())));
  }

  private static Operand<TFloat32> oneHot(Ops tf, Operand<TInt32> label, int count) {
    return tf.oneHot(label, tf.constant(count), tf.constant(1f), tf.constant(0f));
  }

  private static Operand<TFloat32> dense(
      NetworkGraph graph,
      String name,
      Operand<TFloat32> x,
      Initializer initializer,
      int inputs,
      int outputs) {
    Operand<TFloat32> kernel = graph.parameter(name + "/kernel", initializer, inputs, outputs);
    Operand<TFloat32> bias = graph.parameter(name + "/bias", Initializer.zeros(), outputs);
    return graph.tf().math.add(graph.tf().linalg.matMul(x, kernel), bias);
  }

  /** As the latents, but for the last axis, which is longer where several outputs are asked for. */
  private int[] shape(int outputs) {
    List<Integer> sizes = new ArrayList<>(data.shape().dimensions());
    sizes.set(sizes.size() - 1, sizes.get(sizes.size() - 1) * outputs);
    sizes.add(0, -1);
    return sizes.stream().mapToInt(Integer::intValue).toArray();
  }
}
