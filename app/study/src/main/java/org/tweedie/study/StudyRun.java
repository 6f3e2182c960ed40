package org.tweedie.study;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.tweedie.api.measure.Reading;
import org.tweedie.api.measure.Reading.Better;
import org.tweedie.study.stage.Crash;
import org.tweedie.study.stage.Job;
import org.tweedie.study.stage.Outcome;
import org.tweedie.study.stage.Signal;
import org.tweedie.study.stage.StageId;
import org.tweedie.study.stage.Status;
import org.tweedie.study.stage.Workers;

/**
 * Runs the stages of a study's trials, each once however many trials need it, and writes down what
 * became of them. Used by one thread.
 */
public final class StudyRun {

  /**
   * How to run.
   *
   * @param parallel how many processes at a time
   * @param threads of each process whose config names no number of its own
   * @param failFast whether the study stops once a trial has failed
   */
  public record Options(int parallel, int threads, boolean failFast) {}

  /** Why a run ended. */
  public enum Ending {
    /** It came to its end, with or without trials that failed. */
    COMPLETE,
    /** It was stopped, and can go on. */
    STOPPED,
    /** Nothing can be written any more. */
    DISK_FULL
  }

  /** What was heard of a job. */
  private record Heard(int job, Signal signal) {}

  /** Between two looks at the clock. */
  private static final long TICK_MILLIS = 250;

  /** Below this, a stage that failed is taken to have failed for want of space. */
  private static final long FULL = 1 << 20;

  private final Plan plan;
  private final StudyFolder folder;
  private final Workers workers;
  private final Options options;
  private final StudyDisplay display;
  private final BooleanSupplier stop;
  private final StudyState state;
  private final Jobs jobs;
  private final Tally tally;
  private final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();
  private final Map<Integer, RunningJob> running = new TreeMap<>();
  private final Map<StageId, Integer> failures = new HashMap<>();

  /** What was stopped by others than this study, and is not begun again before its next start. */
  private final Set<StageId> held = new HashSet<>();

  private Optional<Ending> ending = Optional.empty();
  private int started;

  /**
   * Reads how far the study has come.
   *
   * @param stop asked several times a second whether to stop
   */
  public StudyRun(
      Plan plan,
      StudyFolder folder,
      Workers workers,
      Options options,
      StudyDisplay display,
      BooleanSupplier stop)
      throws IOException {
    this.plan = plan;
    this.folder = folder;
    this.workers = workers;
    this.options = options;
    this.display = display;
    this.stop = stop;
    state = new StudyState(plan, folder);
    jobs = new Jobs(plan, folder, state, options);
    tally = new Tally(plan, state, options.parallel());
  }

  /**
   * Runs all stages that are not done.
   *
   * @throws IOException if the study's own files cannot be written; what ran was saved and stopped
   */
  public Ending run() throws IOException {
    long again = state.records().values().stream().filter(TrialRecord::isLost).count();
    again -= plan.trials().stream().filter(this::isOutOfTime).count();
    if (again > 0) {
      display.say(
          again == 1
              ? "1 trial failed before; it is tried again."
              : again + " trials failed before; they are tried again.");
    }
    try {
      List<Trial> left = plan.trials();
      for (int rung : plan.study().budget().rungs()) {
        advance(left, OptionalLong.of(rung));
        if (ending.isPresent()) {
          break;
        }
        left = best(left, rung);
      }
      if (ending.isEmpty()) {
        advance(left, OptionalLong.empty());
      }
      return ending.orElse(held.isEmpty() ? Ending.COMPLETE : Ending.STOPPED);
    } finally {
      endAll();
    }
  }

  /** Brings trials to a rung, or to their ends, as far as nothing holds them back. */
  private void advance(List<Trial> trials, OptionalLong rung) throws IOException {
    List<Trial> waiting = new ArrayList<>();
    for (Trial trial : trials) {
      if (isToDo(trial, rung)) {
        waiting.add(trial);
      }
      settle(trial, rung);
    }
    while (!waiting.isEmpty() || !running.isEmpty()) {
      if (ending.isEmpty() && stop.getAsBoolean()) {
        ending = Optional.of(Ending.STOPPED);
      }
      if (ending.isPresent()) {
        running.values().forEach(job -> job.stop(Status.STOPPED));
        waiting.clear();
      }
      while (running.size() < options.parallel()) {
        Optional<Jobs.Next> next = jobs.next(waiting, running.values(), rung);
        if (next.isEmpty()) {
          break;
        }
        waiting.removeAll(next.get().trials());
        start(next.get());
      }
      hear(waiting, rung);
      display.show(tally.standing(running.values(), waiting, rung));
    }
    for (Trial trial : trials) {
      long step = step(trial, rung);
      if (!state.missing(trial, step).isEmpty() && state.isBegun(trial, step)) {
        state.write(state.record(trial, step));
      }
    }
  }

  private static long step(Trial trial, OptionalLong rung) {
    return rung.orElse(trial.steps());
  }

  private boolean isToDo(Trial trial, OptionalLong rung) {
    return !state.missing(trial, step(trial, rung)).isEmpty()
        && !isOutOfTime(trial)
        && trial.stages().at(step(trial, rung)).stream()
            .noneMatch(
                stage ->
                    held.contains(stage.id())
                        || failures.getOrDefault(stage.id(), 0) > plan.study().budget().retries());
  }

  private boolean isOutOfTime(Trial trial) {
    return state.record(trial).filter(it -> it.status() == Status.TIMED_OUT).isPresent()
        && isOver(state.seconds(trial));
  }

  private boolean isOver(double seconds) {
    return plan.study().budget().limit().filter(limit -> seconds >= limit.toSeconds()).isPresent();
  }

  private void start(Jobs.Next next) throws IOException {
    int number = started++;
    Job job = next.job();
    running.put(
        number,
        new RunningJob(
            next.trials(),
            job,
            workers.start(job, signal -> heard.add(new Heard(number, signal)))));
  }

  private void hear(List<Trial> waiting, OptionalLong rung) throws IOException {
    try {
      Heard next = heard.poll(TICK_MILLIS, TimeUnit.MILLISECONDS);
      while (next != null) {
        RunningJob job = running.get(next.job());
        if (job != null) {
          take(job, next, waiting, rung);
        }
        next = heard.poll();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      ending = Optional.of(Ending.STOPPED);
    }
    for (RunningJob job : running.values()) {
      job.killIfItLingers();
      if (job.trial().filter(trial -> isOver(state.seconds(trial) + job.seconds())).isPresent()) {
        job.stop(Status.TIMED_OUT);
      }
    }
  }

  private void take(RunningJob job, Heard heard, List<Trial> waiting, OptionalLong rung)
      throws IOException {
    Signal signal = heard.signal();
    if (signal instanceof Signal.Begun begun) {
      job.begun(begun.stage());
    } else if (signal instanceof Signal.Working working) {
      job.working(working);
    } else if (signal instanceof Signal.Noted noted) {
      display.say(
          job.trial().map(trial -> "Trial %d: ".formatted(trial.number())).orElse("")
              + noted.text());
    } else if (signal instanceof Signal.Ended ended) {
      ended(job, ended.outcome(), rung);
    } else if (signal instanceof Signal.Exited exited) {
      running.remove(heard.job());
      exited(job, exited, rung);
      for (Trial trial : job.trials()) {
        if (ending.isEmpty() && isToDo(trial, rung)) {
          waiting.add(trial);
        }
      }
      waiting.sort(Comparator.comparingInt(Trial::number));
    }
  }

  /** A process that ended in the middle of a stage. */
  private void exited(RunningJob job, Signal.Exited exited, OptionalLong rung) throws IOException {
    if (job.current().isEmpty() && (exited.exit() == 0 || job.left().isEmpty())) {
      return;
    }
    StageId stage = job.current().orElseGet(() -> job.left().iterator().next());
    Outcome before = folder.stage(stage).read().orElse(state.outcome(stage));
    Outcome last = before.status() == Status.RUNNING ? before : before.begun();
    boolean interrupted = Crash.isInterruption(exited.exit());
    Status status = job.ending().orElse(interrupted ? Status.STOPPED : Status.FAILED);
    Outcome outcome =
        last.took(0, job.seconds())
            .ended(status, status == Status.FAILED ? Crash.words(exited) : reason(status));
    folder.stage(stage).write(outcome);
    ended(job, outcome, rung);
  }

  private static List<String> reason(Status status) {
    return List.of(
        status == Status.TIMED_OUT ? "stopped by the study's time limit" : "interrupted");
  }

  private void ended(RunningJob job, Outcome found, OptionalLong rung) throws IOException {
    Outcome outcome = found;
    if (found.status() == Status.STOPPED && job.ending().equals(Optional.of(Status.TIMED_OUT))) {
      outcome = found.ended(Status.TIMED_OUT, reason(Status.TIMED_OUT));
      folder.stage(found.stage()).write(outcome);
    }
    double seconds = job.seconds();
    job.ended(outcome.stage());
    state.put(outcome);
    tally.ended(outcome.stage().phase(), seconds);
    switch (outcome.status()) {
      case DONE -> done(outcome.stage(), rung);
      case FAILED -> failed(job, outcome, rung);
      case TIMED_OUT -> lost(outcome, rung, "stopped after the study's time limit");
      default -> {
        if (job.ending().isEmpty()) {
          held.add(outcome.stage());
        }
      }
    }
  }

  private void done(StageId stage, OptionalLong rung) throws IOException {
    for (Trial trial : plan.trials()) {
      if (trial.stages().contains(stage) && settle(trial, rung)) {
        display.say(tally.line(trial, tally.result(state.record(trial).orElseThrow())));
      }
    }
  }

  /** Writes a trial down that has come to a rung or its end; whether it just did. */
  private boolean settle(Trial trial, OptionalLong rung) throws IOException {
    if (!state.missing(trial, step(trial, rung)).isEmpty()) {
      return false;
    }
    TrialRecord record = state.record(trial, step(trial, rung));
    boolean news =
        state
            .record(trial)
            .filter(it -> it.status() == record.status() && it.step() == record.step())
            .isEmpty();
    if (news) {
      state.write(record);
    }
    return news;
  }

  private void failed(RunningJob job, Outcome outcome, OptionalLong rung) throws IOException {
    int times = failures.merge(outcome.stage(), 1, Integer::sum);
    boolean again = times <= plan.study().budget().retries();
    StringBuilder words = new StringBuilder("failed" + (again ? ", and is tried again" : ""));
    outcome.error().forEach(line -> words.append("\n      ").append(line));
    words.append("\n      All it printed: ").append(job.log());
    lost(outcome, rung, words.toString());
    if (Files.getFileStore(folder.path()).getUsableSpace() < FULL) {
      ending = Optional.of(Ending.DISK_FULL);
    } else if (!again && options.failFast()) {
      ending = Optional.of(Ending.STOPPED);
    }
  }

  /** Writes down all trials that a stage takes with it, and says so of the first. */
  private void lost(Outcome outcome, OptionalLong rung, String words) throws IOException {
    List<Trial> concerned = new ArrayList<>();
    for (Trial trial : plan.trials()) {
      if (trial.stages().at(step(trial, rung)).stream()
          .anyMatch(stage -> stage.id().equals(outcome.stage()))) {
        concerned.add(trial);
        state.write(state.record(trial, step(trial, rung)));
      }
    }
    int others = concerned.size() - 1;
    if (others >= 0) {
      display.say(
          tally.line(
              concerned.get(0),
              words
                  + (others == 0
                      ? ""
                      : "\n      So did %s that need the same %s."
                          .formatted(
                              others == 1 ? "another trial" : others + " other trials",
                              outcome.stage().phase().noun()))));
    }
  }

  /**
   * The trials that go on after a rung: those of the best variants, by the mean over seeds, so that
   * pairs stay whole; and those of the baseline, which the others are compared to.
   */
  private List<Trial> best(List<Trial> trials, int rung) throws IOException {
    Map<Trial, Double> values = new LinkedHashMap<>();
    Better better = Better.NEITHER;
    for (Trial trial : trials) {
      Optional<Reading> reading = state.metricFrom(trial, rung);
      values.put(trial, reading.map(Reading::value).orElse(Double.NaN));
      better = reading.map(Reading::better).filter(it -> it != Better.NEITHER).orElse(better);
    }
    Halving halving = new Halving(plan.study().baseline(), plan.study().budget().keep(), better);
    List<Trial> kept = halving.kept(trials, values::get);
    for (Trial trial : trials) {
      Optional<TrialRecord> record = state.record(trial);
      if (!kept.contains(trial) && record.filter(it -> it.status() == Status.STOPPED).isPresent()) {
        state.write(
            record
                .get()
                .with(
                    List.of(
                        "not among the best by %s after %d steps"
                            .formatted(plan.metrics().get(0), rung))));
      }
    }
    display.say(
        "After %d steps, %d of %d trials go on.%s"
            .formatted(
                rung,
                kept.size(),
                trials.size(),
                better == Better.NEITHER
                    ? " Of %s neither low nor high values are better, so none is left out."
                        .formatted(plan.metrics().get(0))
                    : ""));
    return kept;
  }

  /** Nothing runs on when this is left, for whatever reason. */
  private void endAll() {
    running.values().forEach(job -> job.stop(Status.STOPPED));
    try {
      while (!running.isEmpty()) {
        Heard next = heard.poll(TICK_MILLIS, TimeUnit.MILLISECONDS);
        if (next != null && next.signal() instanceof Signal.Exited) {
          running.remove(next.job());
        }
        running.values().forEach(RunningJob::killIfItLingers);
      }
    } catch (InterruptedException e) {
      running.values().forEach(RunningJob::kill);
      Thread.currentThread().interrupt();
    }
  }
}
