package org.tweedie.engine;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.file.AtomicFile;
import org.tweedie.engine.file.Lock;
import org.tweedie.engine.file.MetricsFile;
import org.tweedie.engine.latent.LatentScaleFile;
import org.tweedie.engine.problem.RunException;
import org.tweedie.engine.progress.RunListener;
import org.tweedie.engine.run.Assembled;
import org.tweedie.engine.run.Checkpoint;
import org.tweedie.engine.run.ConditioningFile;
import org.tweedie.engine.run.LatentsOfRun;
import org.tweedie.engine.run.NeededMemory;
import org.tweedie.engine.run.PlannedAverages;
import org.tweedie.engine.run.Provenance;
import org.tweedie.engine.run.ReadTeacher;
import org.tweedie.engine.run.Resumption;
import org.tweedie.engine.run.RunFolder;
import org.tweedie.engine.run.TrainedModels;
import org.tweedie.engine.run.WarmStart;
import org.tweedie.engine.run.WatchedReading;
import org.tweedie.engine.tensor.SessionSettings;
import org.tweedie.engine.training.TrainingRun;

/** The training of a run: what it starts from, how far it is, and why it ended. */
final class RunTraining {

  private final RunFolder folder;
  private final RunConfig config;
  private final Assembled parts;

  /** The last step that is known to be trained. */
  private long trained;

  private Optional<String> ending = Optional.empty();

  /** The weights of another run that training starts from, until it has. */
  private Optional<WarmStart> start = Optional.empty();

  /** What is to be said of them. */
  private Optional<String> note = Optional.empty();

  /** The run that training learns from; not read where all steps are done. */
  private Optional<ReadTeacher> teacher = Optional.empty();

  private RunTraining(RunFolder folder, RunConfig config, Assembled parts) {
    this.folder = folder;
    this.config = config;
    this.parts = parts;
  }

  /** Checks what training needs, and makes the folder. */
  static RunTraining begin(RunFolder folder, RunConfig config, Assembled parts) throws IOException {
    RunTraining training = new RunTraining(folder, config, parts);
    parts.needsExamples();
    WatchedReading.check(config, parts);
    PlannedAverages.check(config);
    NeededMemory.check(config, parts, NeededMemory.shapes(config, parts::parameters));
    training.readStart();
    training.teacher = ReadTeacher.of(config, parts);
    training.record();
    return training;
  }

  /**
   * Checks that training can go on from the newest checkpoint, or start where there is none.
   *
   * @param before the config that the folder holds
   * @param elsewhere whether a start from other weights was asked for, which comes too late
   */
  static RunTraining resume(
      RunFolder folder, RunConfig before, RunConfig config, Assembled parts, boolean elsewhere)
      throws IOException {
    RunTraining training = new RunTraining(folder, config, parts);
    parts.needsExamples();
    Resumption.check(folder, before, config, parts, training.session());
    WatchedReading.check(config, parts);
    PlannedAverages.check(config);
    Optional<Long> latest = folder.checkpoints().latest();
    if (latest.isPresent()) {
      Checkpoint checkpoint = folder.checkpoints().read(latest.get());
      TrainedModels.check(parts, folder.checkpoints(), checkpoint);
      training.trained = checkpoint.step();
      if (training.trained == 0) {
        training.start = Optional.of(WarmStart.ofOwn(folder, checkpoint, parts.parameters()));
        training.note = training.start.map(WarmStart::words);
      }
      if (elsewhere) {
        training.note =
            Optional.of(
                "goes on with its own weights; 'train.from' is read before the first step alone");
      }
    } else {
      training.readStart();
      WarmStart.check(training.start, folder, config);
    }
    if (training.trained < config.train().steps()) {
      training.teacher = ReadTeacher.of(config, parts);
      if (training.teacher.isPresent()) {
        training.teacher.get().check(folder, config);
      }
    }
    training.record();
    return training;
  }

  private void readStart() {
    start = WarmStart.of(config, parts::parameters, parts.assembly().conditioning().text());
    note = start.map(WarmStart::words);
  }

  private void record() throws IOException {
    try {
      folder.create();
    } catch (IOException e) {
      throw new RunException(
          "The run's folder '%s' cannot be made (%s). Choose another with --run DIR."
              .formatted(folder, reason(e)));
    }
    alone(
        folder,
        () -> {
          MetricsFile.check(folder.metrics());
          AtomicFile.write(folder.config(), config.toYaml());
          ConditioningFile.write(parts.assembly().conditioning(), folder.conditions());
          if (parts.space().isPresent()) {
            LatentScaleFile.write(parts.space().get(), folder.latents());
          }
          Provenance.append(
              folder, config, parts, session(), trained, parts.parameterCount(), start, teacher);
        });
  }

  private static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "no permission to write there";
    }
    return e instanceof FileSystemException refused && refused.getReason() != null
        ? refused.getReason()
        : String.valueOf(e.getMessage());
  }

  /**
   * Trains up to a step.
   *
   * @return whether all steps are done that were to be, by the config's rule of stopping too
   */
  boolean train(long until, RunListener listener) throws IOException {
    if (trained < until) {
      alone(folder, () -> goOn(until, listener));
    }
    return trained >= until || ending.isPresent();
  }

  private void goOn(long until, RunListener listener) throws IOException {
    Optional<Checkpoint> from =
        trained == 0 ? Optional.empty() : Optional.of(folder.checkpoints().read(trained));
    TrainingRun.Result result =
        new TrainingRun(config, parts, folder, listener, start, teacher)
            .run(from, until, listener::isStopWanted);
    trained = result.step();
    ending = result.ending();
    start = Optional.empty();
  }

  /** What is done to a run by one process at a time. */
  @FunctionalInterface
  interface Work {

    void run() throws IOException;
  }

  /**
   * Writes to a run while no other process trains it, after clearing up behind those that were
   * killed.
   *
   * @throws RunException if another process trains the run
   */
  @SuppressWarnings("try") // The lock is held, and nothing is asked of it.
  static void alone(RunFolder folder, Work work) throws IOException {
    Path file = folder.lock();
    Optional<Lock> taken = Lock.take(file);
    if (taken.isEmpty()) {
      throw new RunException(
          "The process %s trains the run in '%s' now. Please wait for its end, or stop it."
              .formatted(Lock.holder(file), folder));
    }
    Lock lock = taken.get();
    try {
      folder.clearUp();
      work.run();
    } finally {
      lock.close();
      Files.deleteIfExists(file);
    }
  }

  /** Why training ended before the config's last step; empty where it did not. */
  Optional<String> ending() {
    return ending;
  }

  /** What is to be said before it begins. */
  List<String> notes() {
    return Stream.of(note, teacher.map(ReadTeacher::words), LatentsOfRun.words(parts))
        .flatMap(Optional::stream)
        .toList();
  }

  private SessionSettings session() {
    return TrainedModels.settings(config.train());
  }
}
