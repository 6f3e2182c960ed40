package org.tweedie.engine.kernel;

import java.util.List;
import java.util.Map;
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

/**
 * Operations of the program's own in TensorFlow's graphs: {@link FusedNorm}, {@link FusedLayerNorm}
 * and {@link FusedGelu}. Bound by memory, each reads and writes what it works on once, where
 * TensorFlow's own operations do so a dozen times; kernels are in Java and called by TensorFlow's
 * threads. In float32 or in bfloat16 with sums in float32; on the processor. Each has a gradient
 * that is such an operation too, and no second derivative.
 *
 * <p>Thread-safe. The operations are registered when they are first asked about.
 */
public final class FusedOperations {

  /** Makes the gradients by the inputs of an operation. */
  @FunctionalInterface
  private interface Derivative {
    List<Operand<?>> of(Ops tf, GraphOperation operation, List<Output<?>> gradients);
  }

  private static final Map<String, Derivative> DERIVATIVES =
      Map.of(
          NormKernel.OPERATION,
          FusedNorm::derivative,
          LayerNormKernel.OPERATION,
          FusedLayerNorm::derivative,
          GeluKernel.OPERATION,
          FusedGelu::derivative);

  /**
   * One for all, since TensorFlow for Java has room for ten. Kept, for the native side holds no
   * reference that the garbage collector sees.
   */
  private static final TFJ_GradFuncAdapter DERIVATIVE =
      RawCustomGradient.adapter(FusedOperations::derivative);

  private static final Optional<String> OBJECTION = register();

  private FusedOperations() {}

  /** Why there are no such operations here, in words; empty where there are. */
  public static Optional<String> objection() {
    return OBJECTION;
  }

  /** Whether gradients were asked for that are not there: those of gradients. */
  public static boolean isWithoutDerivative(RuntimeException failure) {
    String message = String.valueOf(failure.getMessage());
    return List.of(NormKernel.GRADIENT, LayerNormKernel.GRADIENT, GeluKernel.GRADIENT).stream()
        .anyMatch(gradient -> message.contains("No gradient defined for op: " + gradient));
  }

  /**
   * Lets HotSpot compile the kernels of group normalisation, which most networks have, once in a
   * JVM, beside whatever follows: well before a first step of training. A sample or two are drawn
   * before it would be of use.
   */
  public static void rehearse() {
    Rehearsal.begin();
  }

  private static Optional<String> register() {
    Optional<String> objection = Registration.objection();
    if (objection.isPresent()) {
      return objection;
    }
    for (String operation : DERIVATIVES.keySet()) {
      if (!tensorflow.TFJ_RegisterCustomGradient(operation, DERIVATIVE)) {
        return Optional.of("TensorFlow has not taken their gradients");
      }
    }
    return Optional.empty();
  }

  private static List<Operand<?>> derivative(
      Ops tf, GraphOperation operation, List<Output<?>> gradients) {
    Derivative derivative = DERIVATIVES.get(operation.type());
    if (derivative == null) {
      throw new IllegalStateException("no derivative of " + operation.type());
    }
    return derivative.of(tf, operation, gradients);
  }

  /** Adds an operation to a graph, which knows it from now on. */
  static Operation build(
      Ops tf, String type, Map<String, Object> attributes, Operand<?>... inputs) {
    OBJECTION.ifPresent(
        why -> {
          throw new IllegalStateException(why);
        });
    Scope scope = tf.scope();
    OperationBuilder builder = scope.env().opBuilder(type, scope.makeOpName(type), scope);
    for (Operand<?> input : inputs) {
      builder.addInput(input.asOutput());
    }
    attributes.forEach(
        (name, value) -> {
          if (value instanceof Boolean truth) {
            builder.setAttr(name, truth);
          } else {
            builder.setAttr(name, (int) value);
          }
        });
    return builder.build();
  }

  /** The value of an attribute that is a whole number. */
  static int number(GraphOperation operation, String attribute) {
    return Math.toIntExact(operation.attributes().getAttrInt(attribute));
  }

  /** The only result, or the first. */
  static Operand<TFloat32> result(Operation operation) {
    return operation.<TFloat32>output(0);
  }
}
