package org.tweedie.study;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.tweedie.engine.progress.UnsavedWork;
import org.tweedie.study.stage.Job;
import org.tweedie.study.stage.Signal;
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

  private final Plan plan;
  private final Workers workers;
  private final Options options;
  private final StudyDisplay display;
  private final BooleanSupplier stop;
  private final StudyState state;
  private final Jobs jobs;
  private final Tally tally;
  private final StageEndings endings;
  private final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();
  private final Map<Integer, RunningJob> running = new TreeMap<>();
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
    this.workers = workers;
    this.options = options;
    this.display = display;
    this.stop = stop;
    state = new StudyState(plan, folder);
    jobs = new Jobs(plan, folder, state, options);
    tally = new Tally(plan, state, options.parallel());
    endings = new StageEndings(plan, folder, options, state, tally, display);
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
    try (UnsavedWork unsaved = new UnsavedWork()) {
      // The processes that it waits for save what they have.
      unsaved.begin();
      return stages();
    }
  }

  private Ending stages() throws IOException {
    try {
      List<Trial> left = plan.trials();
      for (int rung : plan.study().budget().rungs()) {
        advance(left, OptionalLong.of(rung));
        if (endings.ofStudy().isPresent()) {
          break;
        }
        left = new Promotion(plan, state, display).after(rung, left);
      }
      if (endings.ofStudy().isEmpty()) {
        advance(left, OptionalLong.empty());
      }
      return endings.ofStudy().orElse(endings.areHeldBack() ? Ending.STOPPED : Ending.COMPLETE);
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
      endings.settle(trial, rung);
    }
    while (!waiting.isEmpty() || !running.isEmpty()) {
      if (stop.getAsBoolean()) {
        endings.end(Ending.STOPPED);
      }
      if (endings.ofStudy().isPresent()) {
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

  static long step(Trial trial, OptionalLong rung) {
    return rung.orElse(trial.steps());
  }

  private boolean isToDo(Trial trial, OptionalLong rung) {
    return !state.missing(trial, step(trial, rung)).isEmpty()
        && !isOutOfTime(trial)
        && trial.stages().at(step(trial, rung)).stream()
            .noneMatch(stage -> endings.isGivenUp(stage.id()));
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
      endings.end(Ending.STOPPED);
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
    if (signal instanceof Signal.Waiting waits) {
      job.waiting(waits.why());
    } else if (signal instanceof Signal.Begun begun) {
      job.begun(begun.stage());
    } else if (signal instanceof Signal.Working working) {
      job.working(working);
    } else if (signal instanceof Signal.Noted noted) {
      display.say(
          job.trial().map(trial -> "Trial %d: ".formatted(trial.number())).orElse("")
              + noted.text());
    } else if (signal instanceof Signal.Ended ended) {
      endings.ended(job, ended.outcome(), rung);
    } else {
      running.remove(heard.job());
      if (signal instanceof Signal.Exited exited) {
        endings.exited(job, exited, rung);
      } else if (signal instanceof Signal.Lost lost) {
        endings.lost(job, lost, rung);
      }
      for (Trial trial : job.trials()) {
        if (endings.ofStudy().isEmpty() && isToDo(trial, rung)) {
          waiting.add(trial);
        }
      }
      waiting.sort(Comparator.comparingInt(Trial::number));
    }
  }

  /** Nothing runs on when this is left, for whatever reason. */
  private void endAll() {
    running.values().forEach(job -> job.stop(Status.STOPPED));
    try {
      while (!running.isEmpty()) {
        Heard next = heard.poll(TICK_MILLIS, TimeUnit.MILLISECONDS);
        if (next != null && next.signal().isLast()) {
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
