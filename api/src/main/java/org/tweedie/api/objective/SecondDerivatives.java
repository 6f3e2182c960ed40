package org.tweedie.api.objective;

import static java.util.Map.entry;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.internal.c_api.TFJ_GradFuncAdapter;
import org.tensorflow.internal.c_api.global.tensorflow;
import org.tensorflow.op.Ops;
import org.tensorflow.op.RawCustomGradient;
import org.tensorflow.op.core.Shape;
import org.tensorflow.op.image.ResizeNearestNeighbor;
import org.tensorflow.op.nn.Conv2d;
import org.tensorflow.op.nn.Conv2dBackpropInput;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * Derivatives of the operations that first derivatives are made of, where TensorFlow for Java has
 * none: those of sigmoid, tanh, softplus, ReLU, roots, bias, convolutions and enlarged images.
 * Elementwise ones are calculus; a convolution is linear in image and kernel alike, so the
 * derivatives of its derivatives are convolutions again.
 *
 * <p>TensorFlow for Java calls back by one of ten slots, and an eleventh callback ends the program:
 * so one callback serves all operations and picks by the operation's type.
 */
final class SecondDerivatives {

  private interface Derivative {
    List<Operand<?>> of(Ops tf, GraphOperation op, Operand<TFloat32> seed);
  }

  private static final Map<String, Derivative> DERIVATIVES =
      Map.ofEntries(
          entry("SigmoidGrad", SecondDerivatives::ofSigmoid),
          entry("TanhGrad", SecondDerivatives::ofTanh),
          entry("SoftplusGrad", SecondDerivatives::ofSoftplus),
          entry("ReluGrad", SecondDerivatives::ofRelu),
          entry("RsqrtGrad", SecondDerivatives::ofRsqrt),
          entry("SqrtGrad", SecondDerivatives::ofSqrt),
          entry("BiasAddGrad", SecondDerivatives::ofBias),
          entry("Conv2DBackpropFilter", SecondDerivatives::ofConvolutionsKernel),
          entry("ResizeNearestNeighborGrad", SecondDerivatives::ofEnlarged));

  /** Kept, for the native side holds no reference that the garbage collector sees. */
  private static final TFJ_GradFuncAdapter CALLBACK =
      RawCustomGradient.adapter(
          (tf, op, seeds) ->
              Objects.requireNonNull(DERIVATIVES.get(op.type()), op.type())
                  .of(tf, op, floats(seeds.get(0))));

  private SecondDerivatives() {}

  /** Adds them; an operation that has a derivative by then keeps it. */
  static void register() {
    DERIVATIVES.keySet().stream()
        .filter(operation -> !tensorflow.TFJ_HasGradient(operation))
        .forEach(operation -> tensorflow.TFJ_RegisterCustomGradient(operation, CALLBACK));
  }

  /** Of {@code dy y (1 - y)} by y and dy. */
  private static List<Operand<?>> ofSigmoid(Ops tf, GraphOperation op, Operand<TFloat32> seed) {
    Operand<TFloat32> y = input(op, 0);
    Operand<TFloat32> dy = input(op, 1);
    Operand<TFloat32> slope = tf.math.sub(tf.constant(1f), tf.math.mul(tf.constant(2f), y));
    return List.of(
        product(tf, seed, dy, slope), product(tf, seed, y, tf.math.sub(tf.constant(1f), y)));
  }

  /** Of {@code dy (1 - y^2)} by y and dy. */
  private static List<Operand<?>> ofTanh(Ops tf, GraphOperation op, Operand<TFloat32> seed) {
    Operand<TFloat32> y = input(op, 0);
    Operand<TFloat32> dy = input(op, 1);
    return List.of(
        product(tf, tf.constant(-2f), seed, dy, y),
        product(tf, seed, tf.math.sub(tf.constant(1f), tf.math.square(y))));
  }

  /** Of {@code dy sigmoid(x)} by dy and x. */
  private static List<Operand<?>> ofSoftplus(Ops tf, GraphOperation op, Operand<TFloat32> seed) {
    Operand<TFloat32> dy = input(op, 0);
    Operand<TFloat32> sigmoid = tf.math.sigmoid(input(op, 1));
    return List.of(
        product(tf, seed, sigmoid),
        product(tf, seed, dy, sigmoid, tf.math.sub(tf.constant(1f), sigmoid)));
  }

  /** Of {@code dy [x > 0]} by dy and x. */
  private static List<Operand<?>> ofRelu(Ops tf, GraphOperation op, Operand<TFloat32> seed) {
    Operand<TFloat32> x = input(op, 1);
    Operand<TFloat32> zeros = tf.zerosLike(x);
    return List.of(tf.select(tf.math.greater(x, zeros), seed, zeros), zeros);
  }

  /** Of {@code -dy y^3 / 2} by y and dy. */
  private static List<Operand<?>> ofRsqrt(Ops tf, GraphOperation op, Operand<TFloat32> seed) {
    Operand<TFloat32> y = input(op, 0);
    Operand<TFloat32> dy = input(op, 1);
    return List.of(
        product(tf, tf.constant(-1.5f), seed, dy, y, y),
        product(tf, tf.constant(-0.5f), seed, y, y, y));
  }

  /** Of {@code dy / (2 y)} by y and dy. */
  private static List<Operand<?>> ofSqrt(Ops tf, GraphOperation op, Operand<TFloat32> seed) {
    Operand<TFloat32> y = input(op, 0);
    Operand<TFloat32> dy = input(op, 1);
    Operand<TFloat32> half = tf.math.div(tf.math.mul(tf.constant(0.5f), seed), y);
    return List.of(tf.math.neg(tf.math.div(tf.math.mul(half, dy), y)), half);
  }

  /** Of the sum over all but the channels. */
  private static List<Operand<?>> ofBias(Ops tf, GraphOperation op, Operand<TFloat32> seed) {
    return List.of(tf.broadcastTo(seed, tf.shape(input(op, 0))));
  }

  /** By the image, the kernel's sizes and the convolution's cotangent. */
  private static List<Operand<?>> ofConvolutionsKernel(
      Ops tf, GraphOperation op, Operand<TFloat32> seed) {
    Operand<TFloat32> image = input(op, 0);
    Operand<TFloat32> cotangent = input(op, 2);
    List<Long> strides = longs(op, "strides");
    String padding = op.attributes().getAttrString("padding");
    String format = op.attributes().getAttrString("data_format");
    List<Long> dilations = longs(op, "dilations");
    return List.of(
        tf.nn.conv2dBackpropInput(
            tf.shape(image),
            seed,
            cotangent,
            strides,
            padding,
            Conv2dBackpropInput.dataFormat(format),
            Conv2dBackpropInput.dilations(dilations)),
        tf.zerosLike(op.input(1)),
        tf.nn.conv2d(
            image, seed, strides, padding, Conv2d.dataFormat(format), Conv2d.dilations(dilations)));
  }

  /** By the enlarged cotangent and the sizes of the small image. */
  private static List<Operand<?>> ofEnlarged(Ops tf, GraphOperation op, Operand<TFloat32> seed) {
    Shape<TInt32> shape = tf.shape(input(op, 0));
    Operand<TInt32> sizes = tf.slice(shape, tf.constant(new int[] {1}), tf.constant(new int[] {2}));
    return List.of(
        tf.image.resizeNearestNeighbor(
            seed,
            sizes,
            ResizeNearestNeighbor.alignCorners(op.attributes().getAttrBool("align_corners")),
            ResizeNearestNeighbor.halfPixelCenters(
                op.attributes().getAttrBool("half_pixel_centers"))),
        tf.zerosLike(op.input(1)));
  }

  @SafeVarargs
  private static Operand<TFloat32> product(
      Ops tf, Operand<TFloat32> first, Operand<TFloat32>... others) {
    Operand<TFloat32> product = first;
    for (Operand<TFloat32> other : others) {
      product = tf.math.mul(product, other);
    }
    return product;
  }

  private static List<Long> longs(GraphOperation op, String attribute) {
    long[] values = op.attributes().getAttrIntList(attribute);
    return Arrays.stream(values).boxed().toList();
  }

  private static Operand<TFloat32> input(GraphOperation op, int index) {
    return floats(op.input(index));
  }

  /** All that networks calculate is float32. */
  @SuppressWarnings("unchecked")
  private static Operand<TFloat32> floats(Output<?> output) {
    return (Output<TFloat32>) output;
  }
}
