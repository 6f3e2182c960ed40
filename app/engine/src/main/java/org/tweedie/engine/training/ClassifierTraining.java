package org.tweedie.engine.training;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.tensorflow.ndarray.Shape;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.config.TrainOptions;
import org.tweedie.engine.file.Tensor;
import org.tweedie.engine.problem.TrainingFailure;
import org.tweedie.engine.progress.Progress;
import org.tweedie.engine.progress.UnsavedWork;
import org.tweedie.engine.run.Assembled;
import org.tweedie.engine.run.Checkpoint;
import org.tweedie.engine.run.Provenance;
import org.tweedie.engine.run.RunFolder;
import org.tweedie.engine.run.TrainedClassifiers;
import org.tweedie.engine.run.TrainedModels;
import org.tweedie.engine.run.WarmStart;
import org.tweedie.engine.tensor.ClassifierGraph;

/**
 * A run of training a classifier of noisy examples (Dhariwal and Nichol, arXiv 2105.05233, section
 * 4.4): on the data and the schedule of a config, with its network and its optimizer, all labels
 * shown to the loss and none to the network.
 *
 * @param config what to do
 * @param parts with what
 * @param folder where to write
 * @param display where progress is shown
 * @param start weights of another run to begin with
 */
public record ClassifierTraining(
    RunConfig config,
    Assembled parts,
    RunFolder folder,
    Progress.Display display,
    Optional<WarmStart> start) {

  /** How much of the recent average stays after a step. */
  private static final double RECENT = 0.98;

  private static final String GROUP = "classifier/";
  private static final String ENTROPY = "cross_entropy";

  /**
   * Trains up to the configured number of steps, or until the program is to stop; the last step is
   * in a checkpoint.
   *
   * @param from the checkpoint to go on from; empty to begin
   * @param stop asked after every step
   * @return the last step taken
   * @throws TrainingFailure if the loss is no longer finite
   */
  public long run(Optional<Checkpoint> from, BooleanSupplier stop) throws IOException {
    TrainOptions options = config.train();
    Assembly assembly = parts.assembly();
    long first = from.map(Checkpoint::step).orElse(0L) + 1;
    try (ClassifierGraph graph =
            new ClassifierGraph(
                assembly,
                options.batch(),
                options.accumulate(),
                Optimization.of(options, parts.components()),
                Provenance.asBegun(folder, TrainedModels.settings(options)));
        Measurements measurements = new Measurements(folder, first - 1, "", FixedTerms.NONE)) {
      if (from.isPresent()) {
        from.get().checkWhole(graph.shapes(), folder.checkpoints().path(first - 1));
      }
      from.ifPresentOrElse(
          checkpoint -> graph.load(checkpoint.values()),
          () ->
              graph.initialize(
                  options.seed(),
                  start.map(WarmStart::weights).orElse(Map.of()),
                  start.map(WarmStart::averaged).orElse(Map.of())));
      if (from.isEmpty()) {
        measurements.begin(config);
      }
      Inputs inputs =
          Inputs.forClassifier(
              assembly,
              parts.data().train(),
              options.effectiveBatch(),
              options.seed(),
              parts.components().all(Kinds.AUGMENTATION));
      double recent = measurements.last(first - 1, GROUP + ENTROPY).orElse(Double.NaN);
      String unwritten = from.map(Checkpoint::unwritten).orElse("");
      if (!unwritten.isEmpty()) {
        recent = Double.parseDouble(unwritten.substring(unwritten.indexOf(' ') + 1));
      }
      try (UnsavedWork unsaved = new UnsavedWork();
          Progress progress =
              display.begin("Training the classifier", "steps", first - 1, options.steps())) {
        unsaved.begin();
        for (long step = first; step <= options.steps(); step++) {
          ClassifierGraph.Step found = graph.step(inputs.at(step));
          checkFinite(step, found);
          recent =
              Double.isNaN(recent)
                  ? found.crossEntropy()
                  : RECENT * recent + (1 - RECENT) * found.crossEntropy();
          progress.advance(step, String.format(Locale.ROOT, "cross-entropy %.3f", recent));
          boolean end = step == options.steps();
          boolean last = end || stop.getAsBoolean();
          boolean log = end || step % options.logEvery() == 0;
          if (log) {
            Map<String, Double> values = new LinkedHashMap<>();
            values.put(ENTROPY, recent);
            values.put("gradient_norm", found.gradientNorm());
            measurements.record(step, GROUP, values);
          }
          if (last || step % options.checkpointEvery() == 0) {
            // A line of the same step says it already.
            save(step, graph, log ? "" : "1 " + recent);
          }
          if (last) {
            return step;
          }
        }
      }
      return first - 1;
    }
  }

  private void save(long step, ClassifierGraph graph, String unwritten) throws IOException {
    Map<String, float[]> values = graph.state();
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Map.Entry<String, Shape> entry : graph.shapes().entrySet()) {
      String name = entry.getKey();
      tensors.put(
          name,
          new Tensor(entry.getValue().asArray(), Objects.requireNonNull(values.get(name), name)));
    }
    folder
        .checkpoints()
        .write(
            new Checkpoint(step, TrainedClassifiers.words(parts.assembly().data()), tensors)
                .averaging(unwritten),
            config.train().keep());
  }

  private void checkFinite(long step, ClassifierGraph.Step found) {
    if (!Double.isFinite(found.crossEntropy()) || !Double.isFinite(found.gradientNorm())) {
      throw new TrainingFailure(
          """
          Training stopped at step %d: the cross-entropy is %s and the norm of its gradient %s.
          What to try, in another run (--run DIR): %s."""
              .formatted(
                  step, found.crossEntropy(), found.gradientNorm(), Optimization.gentler(config)));
    }
  }
}
