package org.tweedie.engine.kernel;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.tweedie.engine.kernel.NormArithmetic.Parameters;
import org.tweedie.engine.kernel.NormArithmetic.Shares;

/**
 * Runs kernels on numbers that nobody sees, on a thread beside, while a graph is built and
 * rewritten, which takes one core alone: HotSpot compiles them meanwhile. In the first step they
 * would be interpreted, and compiled by the core that calculates; of a step of one second that took
 * one and a half more.
 *
 * <p>Results do not depend on it. Where there is one core it does nothing.
 */
final class Rehearsal {

  /** As many samples of each kind as HotSpot wants to have seen before it compiles for good. */
  private static final int SAMPLES = 5000;

  /** With one group and several, shift and none, SiLU and none: every branch is taken. */
  private static final List<NormSizes> SIZES =
      List.of(new NormSizes(2, 196, 32, 8, true, 1), new NormSizes(2, 16, 64, 1, false, 1));

  private static final Rehearsal FORWARD =
      new Rehearsal((one, at) -> one.arithmetic().forward(at, one.x(), one.y()));

  private static final Rehearsal BACKWARD =
      new Rehearsal(
          (one, at) -> one.arithmetic().backward(at, one.x(), one.dy(), one.y(), one.shares()));

  private final BiConsumer<Stage, Integer> kernel;
  private final AtomicBoolean wanted = new AtomicBoolean();
  private final AtomicBoolean begun = new AtomicBoolean();

  private Rehearsal(BiConsumer<Stage, Integer> kernel) {
    this.kernel = kernel;
  }

  /** Some graph has what normalises. */
  static void wantForward() {
    FORWARD.wanted.set(true);
  }

  /** Some graph has its gradient. */
  static void wantBackward() {
    BACKWARD.wanted.set(true);
  }

  /** Begins with what is wanted, each once in a JVM. */
  static void begin() {
    if (Runtime.getRuntime().availableProcessors() > 1) {
      List<Rehearsal> due =
          Stream.of(FORWARD, BACKWARD)
              .filter(one -> one.wanted.get() && !one.begun.getAndSet(true))
              .toList();
      if (!due.isEmpty()) {
        Thread thread = new Thread(() -> due.forEach(Rehearsal::run), "rehearsal");
        thread.setDaemon(true);
        try {
          thread.start();
        } catch (OutOfMemoryError noThread) {
          // "unable to create native thread": the first step takes longer.
        }
      }
    }
  }

  /** Everything, on this thread. */
  static void runAll() {
    Stream.of(FORWARD, BACKWARD).forEach(Rehearsal::run);
  }

  private void run() {
    List<Stage> stages =
        SIZES.stream()
            .flatMap(sizes -> Stream.of(Stage.of(sizes, true), Stage.of(sizes, false)))
            .toList();
    try {
      for (int i = 0; i < SAMPLES; i++) {
        int at = i % 2;
        stages.forEach(stage -> kernel.accept(stage, at));
      }
    } finally {
      // Pointers alone do not keep the memory that they point to.
      Reference.reachabilityFence(stages);
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
