package org.tweedie.engine.kernel;

import java.util.Arrays;
import java.util.List;
import org.tweedie.engine.kernel.KernelDefinition.Result;
import org.tweedie.engine.kernel.KernelTensors.InPlace;
import org.tweedie.engine.kernel.KernelTensors.Numbers;

/**
 * The kernels of {@link FusedGelu}, as TensorFlow calls them: by any of its threads, many at once.
 *
 * @param threads how many threads may share one call
 */
record GeluKernel(int threads) {

  static final String OPERATION = "TweedieGelu";
  static final String GRADIENT = "TweedieGeluGrad";

  private static final String WORDS = "GELU";

  /** Numbers that a thread takes at a time. */
  private static final int PIECE = 1 << 15;

  /** The operation and its gradient. */
  static List<KernelDefinition> definitions() {
    List<String> attributes = List.of(KernelDefinition.TYPE, "threads: int");
    return List.of(
        new KernelDefinition(
            OPERATION,
            WORDS,
            attributes,
            List.of("x: T"),
            List.of(new Result("y: T", 0)),
            said -> new GeluKernel(said.number(KernelDefinition.THREADS))::forward),
        new KernelDefinition(
            GRADIENT,
            WORDS,
            attributes,
            List.of("dy: T", "x: T"),
            List.of(new Result("dx: T", 1)),
            said -> new GeluKernel(said.number(KernelDefinition.THREADS))::backward));
  }

  private interface Tile {
    void calculate(RowTile tile, long at, int numbers);
  }

  /** Input x; result y. */
  void forward(KernelTensors tensors) {
    Numbers x = tensors.input(0);
    Numbers y = tensors.output(0, x);
    boolean narrow = x.isNarrow();
    run(
        x,
        (tile, at, numbers) -> {
          tile.read(x.data(), at, numbers, narrow, tile.x);
          Loops.gelu(tile.x, tile.y, numbers);
          tile.write(y.data(), at, numbers, narrow);
        });
  }

  /** Inputs dy and x; result dx. */
  void backward(KernelTensors tensors) {
    Numbers x = tensors.input(1);
    InPlace dx = tensors.outputInPlace(x);
    Numbers dy = dx.holdsInput() ? dx.result() : tensors.input(0);
    if (!Arrays.equals(dy.sizes(), x.sizes())) {
      throw new IllegalArgumentException(
          "the gradient has the shape %s and the tensor %s"
              .formatted(Arrays.toString(dy.sizes()), Arrays.toString(x.sizes())));
    }
    boolean narrow = x.isNarrow();
    run(
        x,
        (tile, at, numbers) -> {
          tile.read(x.data(), at, numbers, narrow, tile.x);
          tile.read(dy.data(), at, numbers, narrow, tile.d);
          Loops.geluGradient(tile.x, tile.d, tile.y, numbers, tile.between);
          tile.write(dx.result().data(), at, numbers, narrow);
        });
  }

  private void run(Numbers x, Tile each) {
    long count = x.count();
    int pieces = Math.toIntExact((count + PIECE - 1) / PIECE);
    int width = x.isNarrow() ? 2 : 4;
    SharedSamples.run(
        pieces,
        count,
        threads,
        () -> {
          RowTile tile = RowTile.of(RowTile.LANES);
          return piece -> {
            long end = Math.min(count, (piece + 1L) * PIECE);
            for (long at = (long) piece * PIECE; at < end; at += RowTile.LANES) {
              each.calculate(tile, width * at, (int) Math.min(RowTile.LANES, end - at));
            }
          };
        });
  }
}
