package org.tweedie.engine.training;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.api.training.Augmentation;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.config.TrainOptions;
import org.tweedie.engine.problem.ModelFailure;
import org.tweedie.engine.problem.TrainingFailure;
import org.tweedie.engine.progress.Progress;
import org.tweedie.engine.progress.UnsavedWork;
import org.tweedie.engine.run.Assembled;
import org.tweedie.engine.run.Checkpoint;
import org.tweedie.engine.run.Provenance;
import org.tweedie.engine.run.ReadTeacher;
import org.tweedie.engine.run.RunFolder;
import org.tweedie.engine.run.Snapshots;
import org.tweedie.engine.run.TrainedModels;
import org.tweedie.engine.run.WarmStart;
import org.tweedie.engine.tensor.JointGraph;
import org.tweedie.engine.tensor.LatentGraph;
import org.tweedie.engine.tensor.LatentParts;
import org.tweedie.engine.tensor.SessionSettings;
import org.tweedie.engine.tensor.StepGraph;
import org.tweedie.engine.tensor.StepResult;
import org.tweedie.engine.tensor.TrainingGraph;
import org.tweedie.engine.tensor.UpdateSettings;

/**
 * A run of training with everything around it: measurements, previews, checkpoints, stopping and
 * going on.
 *
 * @param config what to do
 * @param parts with what
 * @param folder where to write
 * @param display where progress is shown
 * @param start weights of another run to begin with
 * @param teacher the run that the objective learns from
 */
public record TrainingRun(
    RunConfig config,
    Assembled parts,
    RunFolder folder,
    Progress.Display display,
    Optional<WarmStart> start,
    Optional<ReadTeacher> teacher) {

  /**
   * How a training ended.
   *
   * @param step the last step taken
   * @param ending why it ended before the config's last step, in sentences; empty where it did not,
   *     or was interrupted
   */
  public record Result(long step, Optional<String> ending) {}

  /**
   * Trains up to a step, or until the program is to stop; the last step is in a checkpoint.
   *
   * @param from the checkpoint to go on from; empty to begin
   * @param until the step, at most the configured number
   * @param stop asked after every step
   * @throws TrainingFailure if the loss is no longer finite
   */
  public Result run(Optional<Checkpoint> from, long until, BooleanSupplier stop)
      throws IOException {
    long first = from.map(Checkpoint::step).orElse(0L) + 1;
    Watch watch =
        new Watch(
            config, parts.components().one(Kinds.STOPPING), from.map(Checkpoint::seen).orElse(""));
    long last = watch.ending().isEmpty() ? run(from, until, stop, watch) : first - 1;
    Optional<String> ending = watch.ending(last);
    if (ending.isPresent()) {
      Provenance.ended(folder, ending.get());
    }
    return new Result(last, ending);
  }

  private long run(Optional<Checkpoint> from, long until, BooleanSupplier stop, Watch watch)
      throws IOException {
    TrainOptions options = config.train();
    long first = from.map(Checkpoint::step).orElse(0L) + 1;
    UpdateSettings updates =
        Optimization.of(options, parts.components()).with(Snapshots.averages(options));
    try (UnsavedWork unsaved = new UnsavedWork();
        StepGraph graph = graph(updates);
        Preview preview = new Preview(config, parts, folder);
        Measurements measurements =
            new Measurements(
                folder,
                first - 1,
                from.map(Checkpoint::unwritten).orElse(""),
                FixedTerms.of(parts, options.seed()))) {
      RecentLosses losses =
          new RecentLosses(options.effectiveBatch(), parts.assembly().objective().timesteps());
      if (from.isPresent()) {
        from.get().checkWhole(graph.shapes(), folder.checkpoints().path(first - 1));
      }
      from.ifPresentOrElse(
          checkpoint -> {
            graph.load(checkpoint.values());
            losses.load(checkpoint.step(), checkpoint.values());
          },
          () ->
              graph.initialize(
                  options.seed(),
                  start.map(WarmStart::weights).orElse(Map.of()),
                  start.map(WarmStart::averaged).orElse(Map.of())));
      Inputs inputs = inputs(losses);
      Milestones milestones =
          new Milestones(
              config, parts, folder, graph, losses, preview, measurements, watch, unsaved);
      if (from.isPresent()) {
        milestones.catchUp(from.get());
      } else {
        measurements.begin(config);
      }
      unsaved.begin();
      // TensorFlow has said what it has to say by now, and the display begins on a line of its own.
      try (Progress progress = display.begin("Training", "steps", first - 1, until)) {
        return new TrainingLoop(graph, inputs)
            .run(
                first,
                until,
                (step, result) -> {
                  checkFinite(step, result);
                  boolean end = step == until;
                  boolean last = end || stop.getAsBoolean();
                  measurements.add(result);
                  progress.advance(step, measurements.note());
                  try {
                    // An interruption leaves no line: none would be there without it.
                    boolean log = end || step % options.logEvery() == 0;
                    if (log) {
                      log(step, inputs, updates, measurements);
                    }
                    after(milestones, step, last);
                    if (watch.ending().isPresent()) {
                      if (!log) {
                        log(step, inputs, updates, measurements);
                      }
                      milestones.ended(step);
                    }
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                  return !last && watch.ending().isEmpty();
                });
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** The looks that training takes at its model on the way may be the first to see it fail. */
  private void after(Milestones milestones, long step, boolean last) throws IOException {
    try {
      milestones.after(step, last);
    } catch (ModelFailure failure) {
      throw diverged(step, String.valueOf(failure.getMessage()));
    }
  }

  private void log(long step, Inputs inputs, UpdateSettings updates, Measurements measurements)
      throws IOException {
    double epochs = inputs.epochs(step + 1);
    double rate = updates.learningRate().applyAsDouble(step);
    if (step % config.train().logEvery() == 0) {
      measurements.write(step, epochs, rate);
    } else {
      measurements.writeEarly(step, epochs, rate);
    }
  }

  private void checkFinite(long step, StepResult result) {
    if (!result.isFinite()) {
      throw diverged(
          step,
          "the loss is %s and the norm of its gradient %s."
              .formatted(result.loss(), result.gradientNorm()));
    }
  }

  private TrainingFailure diverged(long step, String what) {
    return new TrainingFailure(
        """
        Training stopped at step %d: %s
        %s
        What to try, in another run (--run DIR): %s.%s\
        """
            .formatted(
                step,
                what,
                lastGood(step),
                Optimization.gentler(config),
                Optimization.suspects(config)));
  }

  /** A checkpoint is known to be good once the step after it was. */
  private String lastGood(long failed) {
    try {
      return folder.checkpoints().steps().stream()
          .filter(step -> step < failed - 1)
          .max(Comparator.naturalOrder())
          .map(good -> "The last good checkpoint is " + folder.checkpoints().path(good) + ".")
          .orElse("There is no checkpoint that is known to be good.");
    } catch (IOException e) {
      return "The checkpoints cannot be read: " + e.getMessage();
    }
  }

  private Inputs inputs(RecentLosses losses) {
    int batch = config.train().effectiveBatch();
    long seed = config.train().seed();
    List<Augmentation> augmentations = parts.components().all(Kinds.AUGMENTATION);
    return parts.chain().isPresent()
        ? Inputs.forLatents(parts.assembly(), parts.data().train(), batch, seed, augmentations)
        : new Inputs(
            // Of latents that are learned too, it is the examples that are fed.
            parts.joint().isPresent() ? parts.assembly() : parts.diffused(),
            parts.diffusedData().train(),
            losses,
            batch,
            seed,
            augmentations,
            config.train().steps());
  }

  private StepGraph graph(UpdateSettings updates) throws IOException {
    int batch = config.train().batch();
    int accumulate = config.train().accumulate();
    SessionSettings settings = Provenance.asBegun(folder, TrainedModels.settings(config.train()));
    Optional<LatentParts> chain = parts.chain();
    if (parts.joint().isPresent()) {
      return JointGraph.of(
          parts.diffused(), parts.joint().get(), batch, accumulate, updates, settings);
    }
    return chain.isPresent()
        ? new LatentGraph(chain.get(), batch, accumulate, updates, settings)
        : TrainingGraph.of(
            parts.diffused(),
            batch,
            accumulate,
            updates,
            settings,
            teacher.map(ReadTeacher::network));
  }
}
