package org.tweedie.study;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Runs a study's trials, each in a process of its own, and writes down what became of them. Used by
 * one thread.
 */
public final class StudyRun {

  /**
   * How to run.
   *
   * @param parallel how many trials at a time
   * @param threads of each trial whose config names no number of its own
   * @param failFast whether the study stops once a trial has failed
   */
  public record Options(int parallel, int threads, boolean failFast) {}

  /** Between two looks at what runs. */
  private static final long PAUSE_MILLIS = 50;

  private static final long HEARSAY_MILLIS = 300;

  /** Below this, a trial that failed is taken to have failed for want of space. */
  private static final long FULL = 1 << 20;

  private final Plan plan;
  private final StudyFolder folder;
  private final Launcher launcher;
  private final Options options;
  private final StudyDisplay display;
  private final BooleanSupplier stop;
  private final Map<String, TrialRecord> records = new LinkedHashMap<>();
  private final List<Attempt> running = new ArrayList<>();
  private final Map<String, Integer> failures = new HashMap<>();
  private final Tally tally;
  private boolean broken;

  /**
   * Prepares.
   *
   * @param stop asked several times a second whether to stop
   */
  public StudyRun(
      Plan plan,
      StudyFolder folder,
      Launcher launcher,
      Options options,
      StudyDisplay display,
      BooleanSupplier stop) {
    this.plan = plan;
    this.folder = folder;
    this.launcher = launcher;
    this.options = options;
    this.display = display;
    this.stop = stop;
    tally = new Tally(plan, options.parallel());
  }

  /**
   * Runs all trials that are not done.
   *
   * @return whether the study came to its end, with or without trials that failed; if not, it was
   *     stopped and can go on
   * @throws IOException if the study's own files cannot be written; what ran was saved and stopped
   */
  public boolean run() throws IOException {
    for (Trial trial : plan.trials()) {
      int threads = trial.config().train().threads();
      TrialRecord none = TrialRecord.begun(trial, threads > 0 ? threads : options.threads());
      records.put(trial.id(), folder.read(trial.id()).orElse(none));
    }
    long again =
        records.values().stream()
            .filter(record -> record.status().equals(TrialRecord.FAILED))
            .count();
    if (again > 0) {
      display.say(
          again == 1
              ? "1 trial failed before; it is tried again."
              : again + " trials failed before; they are tried again.");
    }
    try {
      List<Trial> left = plan.trials();
      for (int rung : plan.study().budget().rungs()) {
        if (!advance(left, Optional.of(rung))) {
          return false;
        }
        left = best(left, rung);
      }
      return advance(left, Optional.empty());
    } finally {
      endAll();
    }
  }

  /** Brings trials to a rung, or to their ends; whether none of them was held back. */
  private boolean advance(List<Trial> trials, Optional<Integer> rung) throws IOException {
    Deque<Trial> waiting = new ArrayDeque<>();
    for (Trial trial : trials) {
      boolean lost =
          failures.getOrDefault(trial.id(), 0) > plan.study().budget().retries()
              || isOutOfTime(trial);
      if (!hasReached(records.get(trial.id()), rung) && !lost) {
        waiting.add(trial);
      }
    }
    while (!waiting.isEmpty() || !running.isEmpty()) {
      boolean goesOn = !stop.getAsBoolean() && !broken;
      if (!goesOn) {
        running.forEach(attempt -> attempt.stop(TrialRecord.STOPPED));
        waiting.clear();
      }
      while (running.size() < options.parallel() && !waiting.isEmpty()) {
        Trial trial = waiting.remove();
        running.add(
            Attempt.start(
                folder,
                trial,
                records.get(trial.id()),
                rung.orElse(trial.steps()),
                launcher,
                display::say));
      }
      look(waiting);
      display.show(tally.standing(records.values(), running, waiting.size()));
    }
    return !stop.getAsBoolean() && !broken;
  }

  private static boolean hasReached(TrialRecord record, Optional<Integer> rung) {
    return record.isDone() || rung.map(steps -> record.steps() >= steps).orElse(false);
  }

  private boolean isOutOfTime(Trial trial) {
    TrialRecord record = records.get(trial.id());
    return record.status().equals(TrialRecord.TIMED_OUT)
        && plan.study()
            .budget()
            .limit()
            .map(limit -> record.wallSeconds() >= limit.toSeconds())
            .orElse(false);
  }

  private void look(Deque<Trial> waiting) throws IOException {
    long pause = PAUSE_MILLIS;
    for (Iterator<Attempt> attempts = running.iterator(); attempts.hasNext(); ) {
      Attempt attempt = attempts.next();
      try {
        if (attempt.hasEnded(pause)) {
          attempts.remove();
          ended(attempt, waiting);
        } else if (isOverLimit(attempt)) {
          attempt.stop(TrialRecord.TIMED_OUT);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        broken = true;
      }
      // One wait a round: the others are only looked at.
      pause = 0;
    }
  }

  private boolean isOverLimit(Attempt attempt) {
    double before = records.get(attempt.trial().id()).wallSeconds();
    return plan.study()
        .budget()
        .limit()
        .map(limit -> before + attempt.seconds() > limit.toSeconds())
        .orElse(false);
  }

  private void ended(Attempt attempt, Deque<Trial> waiting)
      throws IOException, InterruptedException {
    Trial trial = attempt.trial();
    if (attempt.wasInterrupted() && !stop.getAsBoolean()) {
      // Ctrl-C goes to all processes of a terminal at once, and this one may hear of it last.
      Thread.sleep(HEARSAY_MILLIS);
    }
    if (stop.getAsBoolean()) {
      attempt.stop(TrialRecord.STOPPED);
    }
    TrialRecord record = attempt.record(plan.study().metric());
    records.put(trial.id(), record);
    switch (record.status()) {
      case TrialRecord.FAILED -> failed(trial, record, waiting);
      case TrialRecord.TIMED_OUT ->
          display.say(tally.line(trial, "took too long: " + record.error()));
      default -> {
        if (record.steps() == attempt.target()) {
          tally.finished(attempt.seconds());
          display.say(tally.line(trial, tally.result(record)));
        }
      }
    }
  }

  private void failed(Trial trial, TrialRecord record, Deque<Trial> waiting) throws IOException {
    int times = failures.merge(trial.id(), 1, Integer::sum);
    boolean again = times <= plan.study().budget().retries();
    display.say(
        tally.line(trial, "failed%s".formatted(again ? ", and is tried again" : ""))
            + "\n"
            + record
                .error()
                .lines()
                .map(line -> "      " + line)
                .reduce((a, b) -> a + "\n" + b)
                .orElse("")
            + "\n      All it printed: "
            + folder.log(trial.id()));
    if (Files.getFileStore(folder.path()).getUsableSpace() < FULL) {
      throw new IOException("No space left on device");
    }
    if (again) {
      waiting.addFirst(trial);
    } else if (options.failFast()) {
      broken = true;
    }
  }

  /**
   * The trials that go on after a rung: those of the best variants, by the mean over seeds, so that
   * pairs stay whole; and those of the baseline, which the others are compared to.
   */
  private List<Trial> best(List<Trial> trials, int rung) throws IOException {
    Halving halving = new Halving(plan.study().baseline(), plan.study().budget().keep());
    List<Trial> kept = halving.kept(trials, trial -> valueAt(records.get(trial.id()), rung));
    for (Trial trial : trials) {
      TrialRecord record = records.get(trial.id());
      if (!kept.contains(trial) && record.status().equals(TrialRecord.STOPPED)) {
        TrialRecord left =
            record.with(
                TrialRecord.STOPPED,
                "not among the best by %s after %d steps".formatted(plan.study().metric(), rung));
        records.put(trial.id(), left);
        folder.write(left);
      }
    }
    display.say(
        "After %d steps, %d of %d trials go on.".formatted(rung, kept.size(), trials.size()));
    return kept;
  }

  private static double valueAt(TrialRecord record, int rung) {
    return Optional.ofNullable(record.rungs().get((long) rung))
        .or(() -> Optional.ofNullable(record.rungs().get(record.steps())))
        .orElse(Double.NaN);
  }

  /** Nothing runs on when this is left, for whatever reason. */
  private void endAll() {
    running.forEach(attempt -> attempt.stop(TrialRecord.STOPPED));
    for (Attempt attempt : running) {
      try {
        while (!attempt.hasEnded(PAUSE_MILLIS)) {
          // It is killed once it has had its time.
          continue;
        }
      } catch (InterruptedException e) {
        attempt.kill();
        Thread.currentThread().interrupt();
      }
    }
  }
}
