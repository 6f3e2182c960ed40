package org.tweedie.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.ndarray.Shape;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.engine.classifier.AccuracyPlot;
import org.tweedie.engine.classifier.ClassifierEvaluation;
import org.tweedie.engine.classifier.ClassifierReport;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.file.AtomicFile;
import org.tweedie.engine.file.MetricsFile;
import org.tweedie.engine.picture.Png;
import org.tweedie.engine.problem.RunException;
import org.tweedie.engine.progress.Progress;
import org.tweedie.engine.progress.Report;
import org.tweedie.engine.progress.RunListener;
import org.tweedie.engine.run.Assembled;
import org.tweedie.engine.run.Assembler;
import org.tweedie.engine.run.Checkpoint;
import org.tweedie.engine.run.NeededMemory;
import org.tweedie.engine.run.Provenance;
import org.tweedie.engine.run.Resumption;
import org.tweedie.engine.run.RunFolder;
import org.tweedie.engine.run.TrainedClassifiers;
import org.tweedie.engine.run.TrainedModels;
import org.tweedie.engine.run.WarmStart;
import org.tweedie.engine.tensor.ClassifierModel;
import org.tweedie.engine.training.ClassifierTraining;

/**
 * A run of training a classifier of noisy examples, which guides a model or tells samples apart.
 * Not for several threads at once.
 */
public final class ClassifierRun implements AutoCloseable {

  /** Noise levels of the report. */
  private static final int LEVELS = 13;

  private final RunFolder folder;
  private final RunConfig config;
  private final Assembled parts;
  private long trained;
  private Optional<WarmStart> start = Optional.empty();

  private ClassifierRun(RunFolder folder, RunConfig config, Assembled parts) {
    this.folder = folder;
    this.config = config;
    this.parts = parts;
  }

  static ClassifierRun create(Path path, RunConfig config) throws IOException {
    RunFolder folder = new RunFolder(path);
    Optional<String> taken = folder.taken();
    if (taken.isPresent()) {
      throw new RunException(taken.get());
    }
    return begun(folder, config, Optional.empty());
  }

  static ClassifierRun resume(Path path, RunConfig trained, RunConfig wanted) throws IOException {
    RunFolder folder = RunFolder.existing(path);
    return begun(folder, WarmStart.goingOn(folder, trained, wanted), Optional.of(trained));
  }

  private static ClassifierRun begun(
      RunFolder folder, RunConfig config, Optional<RunConfig> goingOn) throws IOException {
    ClassifierRun run =
        new ClassifierRun(folder, config, Assembler.assemble(config, config.registry()));
    try {
      if (run.parts.latents().isPresent()) {
        throw new RunException(
            "A classifier of noisy examples is trained with the parts of a diffusion model, and the config has the model '%s'. Please leave '%s' out."
                .formatted(config.component(Kinds.MODEL).reference(), Kinds.MODEL.key()));
      }
      if (run.parts.isInLatents()) {
        throw new RunException(
            "A classifier is trained of noisy examples of the data themselves, and the config diffuses latents. Please leave '%s' out."
                .formatted(Kinds.LATENTS.key()));
      }
      if (run.parts.assembly().data().classes().isEmpty()) {
        throw new RunException("A classifier needs data with classes, and these data have none.");
      }
      if (run.parts.components().one(Kinds.STOPPING).reading().isPresent()) {
        throw new RunException(
            "Measures are taken of models, not of classifiers, so '%s: %s' cannot end a classifier's training."
                .formatted(Kinds.STOPPING.key(), config.component(Kinds.STOPPING).reference()));
      }
      NeededMemory.check(config, run.parts, run.shapes());
      if (config.train().snapshotEvery() > 0) {
        throw new RunException(
            "Averages of a classifier's weights are not put together of snapshots, so"
                + " 'train.snapshot-every' has nothing to do here. Please set it to 0.");
      }
      if (goingOn.isPresent()) {
        run.goOnFrom(goingOn.get());
      }
      if (run.trained == 0) {
        run.start = run.warmStart();
        WarmStart.check(run.start, folder, config);
      }
      run.begin();
      return run;
    } catch (IOException | RuntimeException | Error e) {
      run.close();
      throw e;
    }
  }

  private void goOnFrom(RunConfig begun) throws IOException {
    Resumption.check(folder, begun, config, parts, TrainedModels.settings(config.train()));
    Optional<Long> latest = folder.checkpoints().latest();
    if (latest.isPresent()) {
      Checkpoint checkpoint = folder.checkpoints().read(latest.get());
      try {
        TrainedClassifiers.check(
            folder, parts.assembly().data(), parts.assembly().network(), checkpoint);
      } catch (IllegalArgumentException other) {
        throw new RunException(String.valueOf(other.getMessage()));
      }
      trained = checkpoint.step();
    }
  }

  private void begin() throws IOException {
    folder.create();
    RunTraining.alone(
        folder,
        () -> {
          MetricsFile.check(folder.metrics());
          AtomicFile.write(folder.config(), config.toYaml());
          Provenance.append(
              folder,
              config,
              parts,
              TrainedModels.settings(config.train()),
              trained,
              parameters(),
              start,
              Optional.empty());
        });
  }

  private Optional<WarmStart> warmStart() {
    return WarmStart.of(config, this::shapes);
  }

  private Map<String, Shape> shapes() {
    return ClassifierModel.shapes(parts.assembly().network(), parts.assembly().data());
  }

  /** What its training starts from beside its config, in sentences. */
  public List<String> notes() {
    return start.map(WarmStart::words).stream().toList();
  }

  /** Its folder. */
  public Path path() {
    return folder.path();
  }

  /** How many numbers it learns. */
  public long parameters() {
    return ClassifierModel.count(parts.assembly().network(), parts.assembly().data());
  }

  /** How many classes it knows. */
  public int classes() {
    return parts.assembly().data().classes().size();
  }

  /** The last step that was taken. */
  public long step() {
    return trained;
  }

  /**
   * Trains up to the config's number of steps; the last step is in a checkpoint.
   *
   * @return whether all steps are done; not where the listener wanted to stop
   * @throws org.tweedie.engine.problem.TrainingFailure if the loss is no longer finite
   */
  public boolean train(RunListener listener) throws IOException {
    if (trained < config.train().steps()) {
      Optional<Checkpoint> from =
          trained == 0 ? Optional.empty() : Optional.of(folder.checkpoints().read(trained));
      RunTraining.alone(
          folder,
          () ->
              trained =
                  new ClassifierTraining(config, parts, folder, listener, start)
                      .run(from, listener::isStopWanted));
    }
    return trained >= config.train().steps();
  }

  /** Measures its accuracy by noise level, and writes that as JSON and as a plot. */
  public Report measure(RunListener listener) throws IOException {
    long step = folder.checkpoints().latest().orElseThrow();
    int test = parts.data().test().size();
    int limit = config.evaluate().examples();
    int examples = limit == 0 ? test : Math.min(limit, test);
    ClassifierReport report;
    try (ClassifierModel classifier =
            TrainedClassifiers.open(
                parts.assembly().data(),
                parts.assembly().network(),
                folder.checkpoints().read(step),
                TrainedModels.settings(config.train()).inFloat32());
        Progress progress = listener.begin("Measuring", "noise levels", 0, LEVELS)) {
      report =
          new ClassifierReport(
              new ClassifierEvaluation(
                      parts.assembly().schedule(),
                      LEVELS,
                      examples,
                      config.evaluate().batch(),
                      config.evaluate().seed())
                  .of(
                      classifier,
                      parts.data().test(),
                      parts.assembly().data().shape(),
                      classes(),
                      done -> progress.advance(done, "")),
              examples,
              classes(),
              step,
              config.evaluate().seed());
    }
    Path json = folder.path().resolve("classifier.json");
    Path plot = folder.path().resolve("classifier.png");
    AtomicFile.write(json, report.json() + "\n");
    Png.write(plot, AccuracyPlot.draw(report));
    return new Report(
        report.text(), report.json(), List.of(plot, json, folder.checkpoints().path(step)));
  }

  @Override
  public void close() {
    parts.close();
  }
}
