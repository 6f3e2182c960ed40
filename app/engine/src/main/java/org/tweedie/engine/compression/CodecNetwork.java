package org.tweedie.engine.compression;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import org.tensorflow.TensorFlow;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.Examples;
import org.tweedie.engine.chain.DiffusionChain;
import org.tweedie.engine.chain.LatentChain;
import org.tweedie.engine.chain.StepCosts;
import org.tweedie.engine.chain.StepGrid;
import org.tweedie.engine.chain.TopDownChain;
import org.tweedie.engine.codec.Codec;
import org.tweedie.engine.codec.CodecModel;
import org.tweedie.engine.kernel.OneDnn;
import org.tweedie.engine.problem.RunException;
import org.tweedie.engine.progress.Progress;
import org.tweedie.engine.progress.RunListener;
import org.tweedie.engine.run.UsedModel;
import org.tweedie.engine.run.UsedRun;
import org.tweedie.engine.sampling.Classes;
import org.tweedie.engine.tensor.SessionSettings;

/**
 * A run's networks as a codec has them: a diffusion on a grid of times, or a chain of latents as it
 * was trained.
 *
 * @param run whose networks
 * @param model them
 * @param nanos how long they took altogether
 * @param settings how TensorFlow runs it; empty where it is evaluated on the host
 * @param weights the fingerprint of its weights
 * @param step of the checkpoint
 */
record CodecNetwork(
    UsedRun run,
    UsedModel model,
    AtomicLong nanos,
    Optional<SessionSettings> settings,
    String weights,
    long step) {

  private static final int FINGERPRINT = 32;

  /** How many latents a chain has that is as it was trained; empty of a diffusion. */
  OptionalInt latents() {
    return model.chain().map(chain -> OptionalInt.of(chain.levels())).orElse(OptionalInt.empty());
  }

  /** The chain, of a diffusion on a grid. */
  LatentChain chain(StepGrid grid) {
    return model.chain().map(this::timed).orElseGet(() -> ofDiffusion(grid));
  }

  private LatentChain ofDiffusion(StepGrid grid) {
    try {
      return new DiffusionChain(diffusion(), run.assembly().data(), grid.times());
    } catch (IllegalArgumentException none) {
      throw new RunException(
          "The run's model cannot compress: %s. That takes quantised data, and a schedule with a finite log SNR at times 0 and 1."
              .formatted(none.getMessage()));
    }
  }

  private TimedModel diffusion() {
    return new TimedModel(model.diffusion(), nanos);
  }

  /** The same chain, whose work is timed, in the orders that it can be drawn in. */
  private LatentChain timed(LatentChain chain) {
    Class<? extends LatentChain> face =
        chain instanceof TopDownChain ? TopDownChain.class : LatentChain.class;
    return face.cast(
        Proxy.newProxyInstance(
            face.getClassLoader(),
            new Class<?>[] {face},
            (proxy, method, arguments) -> {
              long begun = System.nanoTime();
              try {
                return method.invoke(chain, arguments);
              } catch (InvocationTargetException failed) {
                throw failed.getCause();
              } finally {
                nanos.addAndGet(System.nanoTime() - begun);
              }
            }));
  }

  /** The times of T steps at which the bound is least. */
  StepGrid bestGrid(int steps, Examples examples, RunListener listener) {
    // Refuses what has no chain before it measures.
    chain(StepGrid.even(steps));
    try (Progress progress =
        listener.begin("Choosing steps", "times", 0, StepCosts.points(steps))) {
      return StepCosts.best(
          diffusion(),
          classesAlone(),
          examples,
          isConditional(),
          steps,
          done -> progress.advance(done, ""));
    }
  }

  Codec codec(StepGrid grid) {
    return new Codec(chain(grid), isConditional());
  }

  /** Files hold the classes of images, and nothing else that may be known of them. */
  private DataDescription classesAlone() {
    DataDescription data = run.assembly().data();
    return new DataDescription(data.shape(), data.levels(), data.classes());
  }

  private boolean isConditional() {
    return latents().isEmpty() && !Classes.all(run.assembly()).isEmpty();
  }

  CodecModel model(int probe) {
    return new CodecModel(
        shortened(weights),
        run.config().evaluate().weights(),
        step,
        settings.map(
            in ->
                new CodecModel.InGraph(
                    TensorFlow.version(),
                    System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                    OneDnn.asked(),
                    in.threads(),
                    in.optimized())),
        probe);
  }

  /** As much of a fingerprint as files hold. */
  static String shortened(String fingerprint) {
    return fingerprint.substring(0, FINGERPRINT);
  }

  void resetClock() {
    nanos.set(0);
  }

  double seconds() {
    return nanos.get() / 1e9;
  }
}
