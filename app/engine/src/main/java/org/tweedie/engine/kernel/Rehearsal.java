package org.tweedie.engine.kernel;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.tweedie.engine.ahead.Ahead;
import org.tweedie.engine.kernel.NormArithmetic.Parameters;
import org.tweedie.engine.kernel.NormArithmetic.Shares;

/**
 * Runs the kernels of {@link FusedNorm} on numbers that nobody sees, on a thread beside, while
 * weights are loaded and TensorFlow rewrites the graph, which takes one core alone: HotSpot
 * compiles them meanwhile. In the first step they would be interpreted, and compiled by the core
 * that calculates; of a step of one second that took one and a half more.
 *
 * <p>Results do not depend on it. Where there is one core it does nothing.
 */
final class Rehearsal {

  /** As many samples of each kind as HotSpot wants to have seen before it compiles for good. */
  private static final int SAMPLES = 5000;

  /** With one group and several, shift and none, SiLU and none: every branch is taken. */
  private static final List<NormSizes> SIZES =
      List.of(new NormSizes(2, 196, 32, 8, true, 1), new NormSizes(2, 16, 64, 1, false, 1));

  private static final AtomicBoolean BEGUN = new AtomicBoolean();

  private Rehearsal() {}

  /** Begins, unless it has begun in this JVM. */
  static void begin() {
    if (!BEGUN.getAndSet(true)) {
      Ahead.begin("rehearsal", Rehearsal::run);
    }
  }

  /** Everything, on this thread. */
  static void run() {
    List<Stage> stages =
        SIZES.stream()
            .flatMap(sizes -> Stream.of(Stage.of(sizes, true), Stage.of(sizes, false)))
            .toList();
    try {
      repeat(stages, (stage, at) -> stage.arithmetic().forward(at, stage.x(), stage.y()));
      repeat(
          stages,
          (stage, at) ->
              stage.arithmetic().backward(at, stage.x(), stage.dy(), stage.y(), stage.shares()));
    } finally {
      // Pointers alone do not keep the memory that they point to.
      Reference.reachabilityFence(stages);
    }
  }

  private static void repeat(List<Stage> stages, BiConsumer<Stage, Integer> kernel) {
    for (int i = 0; i < SAMPLES; i++) {
      int at = i % 2;
      stages.forEach(stage -> kernel.accept(stage, at));
    }
  }

  /** What a kernel is given, and the memory where it lies. */
  private record Stage(
      NormArithmetic arithmetic, Pointer x, Pointer dy, Pointer y, Shares shares, Memory memory) {

    static Stage of(NormSizes sizes, boolean shifted) {
      int channels = sizes.channels();
      int all = sizes.samples() * channels;
      float[] scale = new float[channels];
      Arrays.fill(scale, 1);
      float[] shift = new float[shifted ? all : 0];
      long bytes = Float.BYTES * (sizes.samples() * sizes.size());
      Memory memory = new Memory(3 * bytes);
      for (int i = 0; i < memory.size() / Float.BYTES; i++) {
        memory.setFloat((long) Float.BYTES * i, i % 7 - 3);
      }
      // As TensorFlow's tensors come: code for another class of pointers would be thrown away.
      long address = Pointer.nativeValue(memory);
      return new Stage(
          new NormArithmetic(sizes, new Parameters(shift, scale, new float[channels])),
          new Pointer(address),
          new Pointer(address + bytes),
          new Pointer(address + 2 * bytes),
          new Shares(new float[shift.length], new float[all], new float[all]),
          memory);
    }
  }
}
