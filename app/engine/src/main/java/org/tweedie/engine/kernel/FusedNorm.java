package org.tweedie.engine.kernel;

import java.util.List;
import java.util.Optional;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.Operation;
import org.tensorflow.OperationBuilder;
import org.tensorflow.Output;
import org.tensorflow.internal.c_api.TFJ_GradFuncAdapter;
import org.tensorflow.internal.c_api.global.tensorflow;
import org.tensorflow.op.Ops;
import org.tensorflow.op.RawCustomGradient;
import org.tensorflow.op.Scope;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.network.GroupNormalization;

/**
 * Group normalisation with shift and SiLU as one operation with a gradient operation of its own,
 * {@value #OPERATION} and {@value #GRADIENT}. Bound by memory, each reads and writes what it works
 * on once, where TensorFlow's own operations do so a dozen times; kernels are in Java and called by
 * TensorFlow's threads. In float32 or in bfloat16 with sums in float32; on the processor. There is
 * no second derivative.
 *
 * <p>Thread-safe. The operations are registered when it is first asked about.
 */
public final class FusedNorm {

  static final String OPERATION = "TweedieGroupNorm";
  static final String GRADIENT = "TweedieGroupNormGrad";

  /** Kept, for the native side holds no reference that the garbage collector sees. */
  private static final TFJ_GradFuncAdapter DERIVATIVE =
      RawCustomGradient.adapter(FusedNorm::derivative);

  private static final Optional<String> OBJECTION = register();

  private FusedNorm() {}

  /** Why there is no such operation here, in words; empty where there is. */
  public static Optional<String> objection() {
    return OBJECTION;
  }

  /** Whether gradients were asked for that are not there: those of its gradient. */
  public static boolean isWithoutDerivative(RuntimeException failure) {
    return String.valueOf(failure.getMessage()).contains("No gradient defined for op: " + GRADIENT);
  }

  /**
   * Lets HotSpot compile the kernels, once in a JVM, beside whatever follows: well before a first
   * step of training. A sample or two are drawn before it would be of use.
   */
  public static void rehearse() {
    Rehearsal.begin();
  }

  private static Optional<String> register() {
    Optional<String> objection = Registration.objection();
    if (objection.isEmpty() && !tensorflow.TFJ_RegisterCustomGradient(OPERATION, DERIVATIVE)) {
      return Optional.of("TensorFlow has not taken its gradient");
    }
    return objection;
  }

  /**
   * Adds it to a graph.
   *
   * @param x of shape [B, ..., channels]
   * @param how what is done
   * @param threads how many threads may share the samples of one call; results do not depend on it
   * @return shaped like x
   */
  public static Operand<TFloat32> of(
      Ops tf, Operand<TFloat32> x, GroupNormalization how, int threads) {
    Operand<TFloat32> shift =
        how.shift().map(it -> apart(tf, it, x)).orElseGet(() -> tf.constant(new float[0]));
    return floats(
        build(
                tf,
                OPERATION,
                new NormKernel(how.groups(), how.silu(), threads),
                x,
                shift,
                how.scale(),
                how.offset())
            .output(0));
  }

  /**
   * A shift of another rank, whose gradient is then the result of an operation of its own. oneDNN's
   * pass over graphs joins the gradients of a filter and of a bias where one operation feeds both,
   * and does not ask by which output: the bias of a layer that makes the shift would get the sum of
   * dx, which is as much but rounded otherwise, and whether it does hangs on addresses.
   */
  private static Operand<TFloat32> apart(Ops tf, Operand<TFloat32> shift, Operand<TFloat32> x) {
    int channels = Math.toIntExact(x.shape().get(x.shape().numDimensions() - 1));
    return tf.reshape(shift, tf.constant(new int[] {-1, 1, channels}));
  }

  private static List<Operand<?>> derivative(Ops tf, GraphOperation op, List<Output<?>> gradients) {
    NormKernel kernel =
        new NormKernel(
            Math.toIntExact(op.attributes().getAttrInt("groups")),
            op.attributes().getAttrBool("silu"),
            Math.toIntExact(op.attributes().getAttrInt("threads")));
    Operation result =
        build(
            tf,
            GRADIENT,
            kernel,
            gradients.get(0),
            op.input(0),
            op.input(1),
            op.input(2),
            op.input(3));
    return List.of(result.output(0), result.output(1), result.output(2), result.output(3));
  }

  private static Operation build(Ops tf, String type, NormKernel kernel, Operand<?>... inputs) {
    Scope scope = tf.scope();
    OperationBuilder builder = scope.env().opBuilder(type, scope.makeOpName(type), scope);
    for (Operand<?> input : inputs) {
      builder.addInput(input.asOutput());
    }
    return builder
        .setAttr("groups", kernel.groups())
        .setAttr("silu", kernel.silu())
        .setAttr("threads", kernel.threads())
        .build();
  }

  @SuppressWarnings("unchecked")
  private static Operand<TFloat32> floats(Output<?> output) {
    return (Output<TFloat32>) output;
  }
}
