package org.tweedie.engine.kernel;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.tweedie.engine.kernel.KernelDefinition.Result;
import org.tweedie.engine.kernel.KernelTensors.InPlace;
import org.tweedie.engine.kernel.KernelTensors.Numbers;
import org.tweedie.engine.kernel.NormArithmetic.Parameters;
import org.tweedie.engine.kernel.NormArithmetic.Shares;

/**
 * The kernels of {@link FusedNorm}, as TensorFlow calls them: by any of its threads, many at once.
 *
 * @param groups of channels
 * @param silu whether SiLU follows
 * @param threads how many threads may share the samples of one call
 */
record NormKernel(int groups, boolean silu, int threads) {

  static final String OPERATION = "TweedieGroupNorm";
  static final String GRADIENT = "TweedieGroupNormGrad";

  private static final String WORDS = "Group normalisation";

  /** The operation and its gradient. */
  static List<KernelDefinition> definitions() {
    List<String> attributes =
        List.of(KernelDefinition.TYPE, "groups: int", "silu: bool", "threads: int");
    return List.of(
        new KernelDefinition(
            OPERATION,
            WORDS,
            attributes,
            List.of("x: T", "shift: float", "scale: float", "offset: float"),
            List.of(new Result("y: T", 0)),
            said -> of(said)::forward),
        new KernelDefinition(
            GRADIENT,
            WORDS,
            attributes,
            List.of("dy: T", "x: T", "shift: float", "scale: float", "offset: float"),
            List.of(
                new Result("dx: T", 1),
                new Result("dshift: float", 2),
                new Result("dscale: float", 3),
                new Result("doffset: float", 4)),
            said -> of(said)::backward));
  }

  private static NormKernel of(KernelDefinition.Attributes said) {
    return new NormKernel(
        said.number("groups"), said.truth("silu"), said.number(KernelDefinition.THREADS));
  }

  /** Inputs x, shift, scale, offset; result y. */
  void forward(KernelTensors tensors) {
    Numbers x = tensors.input(0);
    Parameters parameters = parameters(tensors, 1);
    NormSizes sizes = sizes(x, parameters);
    Numbers y = tensors.output(0, x);
    run(
        sizes,
        () -> {
          NormArithmetic one = new NormArithmetic(sizes, parameters);
          return sample -> one.forward(sample, x.data(), y.data());
        });
  }

  /** Inputs dy, x, shift, scale, offset; results dx, and the gradients by the last three. */
  void backward(KernelTensors tensors) {
    Numbers x = tensors.input(1);
    Parameters parameters = parameters(tensors, 2);
    NormSizes sizes = sizes(x, parameters);
    InPlace dx = tensors.outputInPlace(x);
    Numbers dy = dx.holdsInput() ? dx.result() : tensors.input(0);
    if (!Arrays.equals(dy.sizes(), x.sizes())) {
      throw new IllegalArgumentException(
          "the gradient has the shape %s and the normalised tensor %s"
              .formatted(Arrays.toString(dy.sizes()), Arrays.toString(x.sizes())));
    }
    int all = Math.multiplyExact(sizes.samples(), sizes.channels());
    Shares shares =
        new Shares(
            new float[parameters.shift().length == 0 ? 0 : all], new float[all], new float[all]);
    run(
        sizes,
        () -> {
          NormArithmetic one = new NormArithmetic(sizes, parameters);
          return sample -> one.backward(sample, x.data(), dy.data(), dx.result().data(), shares);
        });
    tensors.output(1, tensors.input(2)).put(shares.shift());
    tensors.output(2, tensors.input(3)).put(sumOfSamples(shares.scale(), sizes));
    tensors.output(3, tensors.input(4)).put(sumOfSamples(shares.offset(), sizes));
  }

  private void run(NormSizes sizes, Supplier<IntConsumer> work) {
    if (sizes.samples() > 0 && sizes.size() > 0) {
      SharedSamples.run(sizes.samples(), sizes.samples() * sizes.size(), threads, work);
    }
  }

  private static float[] sumOfSamples(float[] shares, NormSizes sizes) {
    int channels = sizes.channels();
    double[] sums = new double[channels];
    for (int i = 0; i < shares.length; i += channels) {
      for (int channel = 0; channel < channels; channel++) {
        sums[channel] += shares[i + channel];
      }
    }
    float[] rounded = new float[channels];
    for (int channel = 0; channel < channels; channel++) {
      rounded[channel] = (float) sums[channel];
    }
    return rounded;
  }

  private static Parameters parameters(KernelTensors tensors, int first) {
    return new Parameters(
        tensors.input(first).floats(),
        tensors.input(first + 1).floats(),
        tensors.input(first + 2).floats());
  }

  private NormSizes sizes(Numbers x, Parameters parameters) {
    long[] shape = x.sizes();
    refuseIf(shape.length < 2, "there is nothing to normalise in the shape %s", show(shape));
    int channels = Math.toIntExact(shape[shape.length - 1]);
    refuseIf(
        groups < 1 || channels % groups != 0,
        "%d channels cannot be divided into %d groups",
        channels,
        groups);
    refuseIf(
        parameters.scale().length != channels || parameters.offset().length != channels,
        "there are %d scales and %d offsets for %d channels",
        parameters.scale().length,
        parameters.offset().length,
        channels);
    refuseIf(
        parameters.shift().length != 0 && parameters.shift().length != shape[0] * channels,
        "there are %d shifts for %d samples of %d channels",
        parameters.shift().length,
        shape[0],
        channels);
    long pixels = 1;
    for (int i = 1; i < shape.length - 1; i++) {
      pixels *= shape[i];
    }
    return new NormSizes(
        Math.toIntExact(shape[0]),
        Math.toIntExact(pixels),
        channels,
        groups,
        silu,
        x.type() == KernelApi.BFLOAT16 ? 2 : 1);
  }

  private static String show(long[] shape) {
    return Arrays.toString(shape);
  }

  private static void refuseIf(boolean wrong, String message, Object... arguments) {
    if (wrong) {
      throw new IllegalArgumentException(message.formatted(arguments));
    }
  }
}
