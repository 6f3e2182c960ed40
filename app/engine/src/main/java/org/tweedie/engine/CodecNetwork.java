package org.tweedie.engine;

import java.util.Optional;
import org.tensorflow.TensorFlow;
import org.tweedie.api.data.Examples;
import org.tweedie.engine.chain.DiffusionChain;
import org.tweedie.engine.chain.LatentChain;
import org.tweedie.engine.chain.StepCosts;
import org.tweedie.engine.chain.StepGrid;
import org.tweedie.engine.codec.Codec;
import org.tweedie.engine.codec.CodecModel;
import org.tweedie.engine.progress.Progress;
import org.tweedie.engine.sampling.Classes;
import org.tweedie.engine.tensor.SessionSettings;

/**
 * A run's network as a codec has it.
 *
 * @param run whose network
 * @param model the network, timed
 * @param settings how TensorFlow runs it
 * @param weights the fingerprint of its weights
 * @param step of the checkpoint
 */
record CodecNetwork(
    Run run, TimedModel model, SessionSettings settings, String weights, long step) {

  private static final int FINGERPRINT = 32;

  /** The chain of a model on a grid. */
  LatentChain chain(StepGrid grid) {
    try {
      return new DiffusionChain(model, run.assembly().data(), grid.times());
    } catch (IllegalArgumentException none) {
      throw new RunException(
          "The run's model cannot compress: %s. That takes quantised data, and a schedule with a finite log SNR at times 0 and 1."
              .formatted(none.getMessage()));
    }
  }

  /** The times of T steps at which the bound is least. */
  StepGrid bestGrid(int steps, Examples examples, RunListener listener) {
    // Refuses what has no chain before it measures.
    chain(StepGrid.even(steps));
    try (Progress progress =
        listener.begin("Choosing steps", "times", 0, StepCosts.points(steps))) {
      return StepCosts.best(
          model,
          run.assembly().data().shape(),
          examples,
          isConditional(),
          steps,
          done -> progress.advance(done, ""));
    }
  }

  Codec codec(StepGrid grid) {
    return new Codec(chain(grid), isConditional());
  }

  private boolean isConditional() {
    return !Classes.all(run.assembly()).isEmpty();
  }

  CodecModel model(int probe) {
    return new CodecModel(
        weights.substring(0, FINGERPRINT),
        run.config().evaluate().weights(),
        step,
        TensorFlow.version(),
        System.getProperty("os.name") + " " + System.getProperty("os.arch"),
        Optional.ofNullable(System.getenv("TF_ENABLE_ONEDNN_OPTS")).orElse("default"),
        settings.threads(),
        settings.optimized(),
        probe);
  }

  void resetClock() {
    model.nanos().set(0);
  }

  double seconds() {
    return model.nanos().get() / 1e9;
  }
}
