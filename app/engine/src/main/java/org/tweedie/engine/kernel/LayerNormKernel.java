package org.tweedie.engine.kernel;

import java.util.Arrays;
import java.util.List;
import org.tweedie.engine.kernel.KernelDefinition.Result;
import org.tweedie.engine.kernel.KernelTensors.InPlace;
import org.tweedie.engine.kernel.KernelTensors.Numbers;

/**
 * The kernels of {@link FusedLayerNorm}, as TensorFlow calls them: by any of its threads, many at
 * once.
 *
 * @param threads how many threads may share the samples of one call
 */
record LayerNormKernel(int threads) {

  static final String OPERATION = "TweedieLayerNorm";
  static final String GRADIENT = "TweedieLayerNormGrad";

  private static final String WORDS = "Layer normalisation";

  /** The operation and its gradient. */
  static List<KernelDefinition> definitions() {
    List<String> attributes = List.of(KernelDefinition.TYPE, "threads: int");
    return List.of(
        new KernelDefinition(
            OPERATION,
            WORDS,
            attributes,
            List.of("x: T", "scale: float", "shift: float"),
            List.of(new Result("y: T", 0)),
            said -> new LayerNormKernel(said.number(KernelDefinition.THREADS))::forward),
        new KernelDefinition(
            GRADIENT,
            WORDS,
            attributes,
            List.of("dy: T", "x: T", "scale: float", "shift: float"),
            List.of(
                new Result("dx: T", 1),
                new Result("dscale: float", 2),
                new Result("dshift: float", 3)),
            said -> new LayerNormKernel(said.number(KernelDefinition.THREADS))::backward));
  }

  /** Inputs x, scale, shift; result y. */
  void forward(KernelTensors tensors) {
    Numbers x = tensors.input(0);
    LayerNormArithmetic.Sizes sizes = sizes(x);
    float[] scale = modulation(tensors.input(1), sizes, "scales");
    float[] shift = modulation(tensors.input(2), sizes, "shifts");
    Numbers y = tensors.output(0, x);
    SharedSamples.run(
        sizes.samples(),
        x.count(),
        threads,
        () -> {
          LayerNormArithmetic one = new LayerNormArithmetic(sizes, scale);
          return sample -> one.forward(sample, x.data(), y.data(), shift);
        });
  }

  /** Inputs dy, x, scale, shift; results dx, and the gradients by the last two. */
  void backward(KernelTensors tensors) {
    Numbers x = tensors.input(1);
    LayerNormArithmetic.Sizes sizes = sizes(x);
    Numbers scales = tensors.input(2);
    Numbers shifts = tensors.input(3);
    float[] scale = modulation(scales, sizes, "scales");
    float[] byScale = new float[scale.length];
    float[] byShift = new float[modulation(shifts, sizes, "shifts").length];
    InPlace dx = tensors.outputInPlace(x);
    Numbers dy = dx.holdsInput() ? dx.result() : tensors.input(0);
    if (!Arrays.equals(dy.sizes(), x.sizes())) {
      throw new IllegalArgumentException(
          "the gradient has the shape %s and the normalised tensor %s"
              .formatted(Arrays.toString(dy.sizes()), Arrays.toString(x.sizes())));
    }
    SharedSamples.run(
        sizes.samples(),
        x.count(),
        threads,
        () -> {
          LayerNormArithmetic one = new LayerNormArithmetic(sizes, scale);
          return sample ->
              one.backward(sample, x.data(), dy.data(), dx.result().data(), byScale, byShift);
        });
    tensors.output(1, scales).put(byScale);
    tensors.output(2, shifts).put(byShift);
  }

  private static float[] modulation(Numbers given, LayerNormArithmetic.Sizes sizes, String words) {
    long count = given.count();
    if (count != 0 && count != (long) sizes.samples() * sizes.channels()) {
      throw new IllegalArgumentException(
          "there are %d %s for %d samples of %d channels"
              .formatted(count, words, sizes.samples(), sizes.channels()));
    }
    return given.floats();
  }

  private static LayerNormArithmetic.Sizes sizes(Numbers x) {
    long[] shape = x.sizes();
    if (shape.length < 2 || shape[shape.length - 1] == 0) {
      throw new IllegalArgumentException(
          "there is nothing to normalise in the shape " + Arrays.toString(shape));
    }
    long rows = 1;
    for (int i = 1; i < shape.length - 1; i++) {
      rows *= shape[i];
    }
    return new LayerNormArithmetic.Sizes(
        Math.toIntExact(shape[0]),
        Math.toIntExact(rows),
        Math.toIntExact(shape[shape.length - 1]),
        x.isNarrow());
  }
}
