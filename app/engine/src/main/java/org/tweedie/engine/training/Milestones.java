package org.tweedie.engine.training;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import org.tweedie.api.measure.Reading.Better;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.file.Tensor;
import org.tweedie.engine.progress.UnsavedWork;
import org.tweedie.engine.run.Assembled;
import org.tweedie.engine.run.Checkpoint;
import org.tweedie.engine.run.RunFolder;
import org.tweedie.engine.run.WatchedReading;
import org.tweedie.engine.tensor.StepGraph;

/**
 * What a training does now and then beside its steps: checkpoints, snapshots, samples, quick looks
 * and measures. Used by one thread.
 *
 * @param config says how often
 * @param graph the state that is kept and looked at
 * @param losses what is kept with it
 * @param preview looks at it
 * @param measurements takes what is found
 * @param watch sees what may end the training
 * @param unsaved what the program waits for where it is asked to end
 */
record Milestones(
    RunConfig config,
    Assembled parts,
    RunFolder folder,
    StepGraph graph,
    RecentLosses losses,
    Preview preview,
    Measurements measurements,
    Watch watch,
    UnsavedWork unsaved) {

  /**
   * Does what is due after a step.
   *
   * @param last whether it is the last one, which is kept in any case
   */
  void after(long step, boolean last) throws IOException {
    boolean save = last || step % config.train().checkpointEvery() == 0;
    boolean sample = isDue(step, config.train().sampleEvery());
    boolean evaluate = isDue(step, config.train().evaluateEvery());
    boolean measure = isMeasured(step);
    boolean snapshot = isDue(step, config.train().snapshotEvery());
    if (!save && !sample && !evaluate && !measure && !snapshot) {
      return;
    }
    Map<String, float[]> state = graph.state();
    Checkpoint checkpoint =
        new Checkpoint(step, Checkpoint.words(parts.assembly().data()), tensors(state))
            .averaging(measurements.unwritten());
    if (snapshot) {
      // Before the checkpoint: a training that goes on from there takes no snapshot of this step.
      folder.snapshots().write(checkpoint, config.train());
    }
    boolean saved = save && !watch.isOn();
    if (saved) {
      save(checkpoint);
    }
    boolean rescued = false;
    if (sample || evaluate || measure) {
      if (saved) {
        unsaved.saved();
      } else {
        unsaved.savedBy(asItIs(checkpoint));
      }
      try {
        look(checkpoint, sample, evaluate, measure);
      } finally {
        rescued = unsaved.begin();
      }
    }
    // What may end training is part of the checkpoint, and the best one is kept.
    boolean best = watch.best().equals(OptionalLong.of(step));
    if (watch.isOn() && (save || best || rescued || watch.ending().isPresent())) {
      save(checkpoint);
    }
  }

  /** How a checkpoint is saved before what is looked at after its step is known. */
  private UnsavedWork.Rescue asItIs(Checkpoint checkpoint) {
    Checkpoint before = checkpoint.having(watch.state());
    OptionalLong best = watch.best();
    return () -> folder.checkpoints().write(before, config.train().keep(), best);
  }

  private void look(Checkpoint checkpoint, boolean sample, boolean evaluate, boolean measure)
      throws IOException {
    long step = checkpoint.step();
    if (sample || evaluate) {
      preview.load(checkpoint.values());
    }
    if (sample) {
      preview.sample(step, measurements);
    }
    if (evaluate) {
      double bits = preview.evaluate(step, measurements);
      if (watch.isOf(WatchedReading.QUICK_LOOK)) {
        watch.see(step, bits, Better.LESS);
      }
    }
    if (measure) {
      // Of two measures with that key the first one's, as everywhere.
      preview.measure(checkpoint, measurements).stream()
          .filter(reading -> watch.isOf(reading.key()))
          .findFirst()
          .ifPresent(reading -> watch.see(step, reading.value(), reading.better()));
    }
  }

  private boolean isMeasured(long step) {
    // At the end they are taken anyway, and better: of the model that is kept. A rule of stopping
    // sees all, or a run that is made longer would not be as one that was longer from the first.
    return (step < config.train().steps() || watch.isOfMeasure())
        && isDue(step, config.train().measureEvery());
  }

  /**
   * Does what was due after a checkpoint's step and had not been done when the process ended: it
   * comes after the checkpoint, unless it may end training. Then the checkpoint comes after it, but
   * for one that was saved in its middle since training was to stop.
   */
  void catchUp(Checkpoint checkpoint) throws IOException {
    long step = checkpoint.step();
    Set<String> done = measurements.groups(step);
    boolean sample = isDue(step, config.train().sampleEvery()) && !preview.isSampled(step);
    boolean evaluate = isDue(step, config.train().evaluateEvery());
    boolean measure = isMeasured(step);
    boolean watched = watch.isOn() && (watch.isOfMeasure() ? measure : evaluate);
    boolean missed = watched && !watch.hasSeen(step);
    if (watch.isOn() && !missed) {
      return;
    }
    evaluate &= !done.contains(Measurements.TEST) || (missed && !watch.isOfMeasure());
    measure &= !done.contains(Measurements.MEASURE) || (missed && watch.isOfMeasure());
    look(checkpoint, sample, evaluate, measure);
    if (missed) {
      save(checkpoint);
    }
  }

  private void save(Checkpoint checkpoint) throws IOException {
    folder
        .checkpoints()
        .write(checkpoint.having(watch.state()), config.train().keep(), watch.best());
  }

  /** Says of a training that a reading ended which step was the best. */
  void ended(long step) throws IOException {
    if (watch.best().isPresent()) {
      measurements.record(
          step, "stopping/", Map.of("best_step", (double) watch.best().getAsLong()));
    }
  }

  private static boolean isDue(long step, int every) {
    return every > 0 && step % every == 0;
  }

  private Map<String, Tensor> tensors(Map<String, float[]> values) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    if (parts.assembly().times().usesHistory()) {
      losses
          .state()
          .forEach((name, seen) -> tensors.put(name, new Tensor(new long[] {seen.length}, seen)));
    }
    graph
        .shapes()
        .forEach(
            (name, shape) ->
                tensors.put(
                    name,
                    new Tensor(shape.asArray(), Objects.requireNonNull(values.get(name), name))));
    return tensors;
  }
}
