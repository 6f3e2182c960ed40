package org.tweedie.api.network;

import java.util.List;
import org.apiguardian.api.API;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * The graph that a network adds itself to. It owns the parameters, so that one description of a
 * network serves training, inference with averaged weights, checkpoints and tests.
 *
 * <p>A graph is built by one thread. Asking twice for a parameter of one name gives the same
 * parameter, so a network that is applied twice shares its weights.
 */
public interface NetworkGraph {

  /** Where operations go. */
  Ops tf();

  /**
   * A trainable parameter.
   *
   * @param name unique within the network; parts joined by {@code /}, as in {@code
   *     down/0/conv1/kernel}
   * @param initializer how it starts
   * @param shape its sizes
   * @return its current value
   * @throws IllegalArgumentException if there is a parameter of that name and another shape
   */
  Operand<TFloat32> parameter(String name, Initializer initializer, long... shape);

  /**
   * Sets elements to zero at random and scales the others up, in training; gives its input back
   * where the graph is for inference.
   *
   * @param x any tensor
   * @param rate the probability of zero, in [0, 1)
   */
  Operand<TFloat32> dropout(Operand<TFloat32> x, double rate);

  /**
   * Group normalisation with what comes right before and after it. A graph may take one operation
   * of its own for it, which is much faster and differs by rounding; that has a first derivative
   * and no second, so a graph takes TensorFlow's operations where it knows that a network is
   * differentiated twice. A network that is made of its own derivatives applies {@code how} itself.
   *
   * @param x of shape [B, ..., channels], with all sizes but B known
   * @param how what is done
   * @return shaped like x
   */
  @API(status = API.Status.EXPERIMENTAL, since = "0.2")
  default Operand<TFloat32> normalized(Operand<TFloat32> x, GroupNormalization how) {
    return how.apply(tf(), x);
  }

  /**
   * Layer normalisation of tokens with what they are modulated by. A graph may take one operation
   * of its own for it, as for {@link #normalized(Operand, GroupNormalization)}.
   *
   * @param x of shape [B, tokens, channels], with all sizes but B known
   * @param how what is done
   * @return shaped like x
   */
  @API(status = API.Status.EXPERIMENTAL, since = "0.2")
  default Operand<TFloat32> normalized(Operand<TFloat32> x, LayerNormalization how) {
    return how.apply(tf(), x);
  }

  /**
   * The Gaussian error linear unit in its approximation by tanh (Hendrycks and Gimpel, arXiv
   * 1606.08415), {@code x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))) / 2}. A graph may take one
   * operation of its own for it, as for {@link #normalized(Operand, GroupNormalization)}.
   *
   * @param x any tensor
   * @return shaped like x
   */
  @API(status = API.Status.EXPERIMENTAL, since = "0.2")
  default Operand<TFloat32> gelu(Operand<TFloat32> x) {
    Ops tf = tf();
    // (1 + tanh(u)) / 2 = sigmoid(2 u)
    float linear = (float) (2 * Math.sqrt(2 / Math.PI));
    Operand<TFloat32> factor =
        tf.math.add(
            tf.math.mul(tf.math.square(x), tf.constant(0.044715f * linear)), tf.constant(linear));
    return tf.math.mul(x, tf.math.sigmoid(tf.math.mul(x, factor)));
  }

  /**
   * An image twice as high and as wide, each place repeated, and convolved with a kernel. A graph
   * may calculate the same with fewer operations, which is more than twice as fast and differs by
   * rounding; as with {@link #normalized(Operand, GroupNormalization)}, not where a network is
   * differentiated twice.
   *
   * @param x of shape [B, height, width, channels], with all sizes but B known
   * @param kernel of shape [3, 3, channels, others]
   * @return of shape [B, 2 height, 2 width, others]; beyond its edges there is zero
   */
  @API(status = API.Status.EXPERIMENTAL, since = "0.2")
  default Operand<TFloat32> enlarged(Operand<TFloat32> x, Operand<TFloat32> kernel) {
    Ops tf = tf();
    int[] larger = {Math.toIntExact(2 * x.shape().get(1)), Math.toIntExact(2 * x.shape().get(2))};
    return tf.nn.conv2d(
        tf.image.resizeNearestNeighbor(x, tf.constant(larger)),
        kernel,
        List.of(1L, 1L, 1L, 1L),
        "SAME");
  }
}
