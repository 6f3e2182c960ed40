package org.tweedie.study;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.tweedie.study.stage.Job;
import org.tweedie.study.stage.Signal;
import org.tweedie.study.stage.StageFolder;
import org.tweedie.study.stage.StageId;
import org.tweedie.study.stage.Status;
import org.tweedie.study.stage.Workers.Worker;

/** A job that a process works on, and how far it is. Used by one thread. */
final class RunningJob {

  /** How long a process that was asked to stop may take to save what it has. */
  private static final long GRACE_NANOS = 60_000_000_000L;

  private final List<Trial> trials;
  private final Path log;
  private final Set<StageId> left = new LinkedHashSet<>();
  private final Worker worker;
  private Optional<StageId> current = Optional.empty();
  private Optional<Signal.Working> progress = Optional.empty();
  private Optional<Status> ending = Optional.empty();
  private Optional<String> waiting = Optional.empty();
  private long since = System.nanoTime();
  private long endingSince;

  /**
   * A job that has just been started.
   *
   * @param trials whose stages it does
   */
  RunningJob(List<Trial> trials, Job job, Worker worker) {
    this.trials = trials;
    log = new StageFolder(Path.of(job.works().get(0).folder())).log();
    this.worker = worker;
    job.works().forEach(work -> left.add(work.stage()));
  }

  List<Trial> trials() {
    return trials;
  }

  /** What its process prints. */
  Path log() {
    return log;
  }

  /** The stages that it has not ended. */
  Set<StageId> left() {
    return left;
  }

  /** The stage that it works on. */
  Optional<StageId> current() {
    return current;
  }

  /** The first trial that has the stage that it works on. */
  Optional<Trial> trial() {
    return current.flatMap(
        stage -> trials.stream().filter(trial -> trial.stages().contains(stage)).findFirst());
  }

  /** How far the stage is, in words. */
  String words() {
    return progress
        .map(
            at ->
                "%s %d/%d %s%s"
                    .formatted(
                        at.what().toLowerCase(Locale.ROOT),
                        at.done(),
                        at.total(),
                        at.unit(),
                        at.note().isEmpty() ? "" : ", " + at.note()))
        .orElseGet(
            () ->
                waiting
                    .map(why -> "waiting" + (why.isEmpty() ? "" : " (" + why + ")"))
                    .orElse("starting"));
  }

  /** Seconds since the stage began, or since the start or the stage before it ended. */
  double seconds() {
    return (System.nanoTime() - since) / 1e9;
  }

  /** It waits for its turn on a cluster, which is no time of a stage. */
  void waiting(String why) {
    waiting = Optional.of(why);
  }

  void begun(StageId stage) {
    if (waiting.isPresent()) {
      waiting = Optional.empty();
      since = System.nanoTime();
    }
    current = Optional.of(stage);
    progress = Optional.empty();
  }

  void working(Signal.Working signal) {
    progress = Optional.of(signal);
  }

  void ended(StageId stage) {
    left.remove(stage);
    current = Optional.empty();
    progress = Optional.empty();
    since = System.nanoTime();
  }

  /** Why it was asked to stop, if it was. */
  Optional<Status> ending() {
    return ending;
  }

  /** Asks the process to save what it has and end, if it has not been asked yet. */
  void stop(Status status) {
    if (ending.isEmpty()) {
      ending = Optional.of(status);
      endingSince = System.nanoTime();
      worker.stop();
    }
  }

  /** Ends the process at once, if it was asked to stop a good while ago. */
  void killIfItLingers() {
    if (ending.isPresent() && System.nanoTime() - endingSince > GRACE_NANOS) {
      worker.kill();
    }
  }

  /** Ends the process at once. */
  void kill() {
    worker.kill();
  }
}
