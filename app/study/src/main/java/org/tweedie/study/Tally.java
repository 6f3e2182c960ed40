package org.tweedie.study;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.tweedie.engine.progress.Progress;

/** Counts what a study's trials have come to, and says so. Used by one thread. */
final class Tally {

  private final Plan plan;
  private final int parallel;
  private double secondsOfDone;
  private int doneHere;

  Tally(Plan plan, int parallel) {
    this.plan = plan;
    this.parallel = parallel;
  }

  /** An attempt came to its target: by how long these take, the time that is left is told. */
  void finished(double seconds) {
    secondsOfDone += seconds;
    doneHere++;
  }

  /** How a trial that came to its target came out. */
  String result(TrialRecord record) {
    Optional<Double> value = Optional.ofNullable(record.rungs().get(record.steps()));
    return "%s%s in %s"
        .formatted(
            record.isDone() ? "done" : "after " + record.steps() + " steps",
            value
                .map(
                    number ->
                        String.format(Locale.ROOT, ", %s %.4f,", plan.study().metric(), number))
                .orElse(""),
            Progress.clock(Duration.ofMillis(Math.round(record.wallSeconds() * 1000))));
  }

  /** What is said of one trial. */
  String line(Trial trial, String what) {
    return "[%d/%d] %s: %s".formatted(trial.number(), plan.trials().size(), trial.words(), what);
  }

  /**
   * How the study stands.
   *
   * @param records of all trials
   * @param waiting how many trials wait for their turn
   */
  StudyDisplay.Standing standing(
      Collection<TrialRecord> records, List<Attempt> running, int waiting) {
    int done = 0;
    int failed = 0;
    for (TrialRecord record : records) {
      done += record.isDone() ? 1 : 0;
      boolean lost =
          record.status().equals(TrialRecord.FAILED)
              || record.status().equals(TrialRecord.TIMED_OUT);
      failed += lost ? 1 : 0;
    }
    List<String> lines = new ArrayList<>();
    double runningSeconds = 0;
    for (Attempt attempt : running) {
      runningSeconds += attempt.seconds();
      lines.add(
          "[%d] %s: %s, %s"
              .formatted(
                  attempt.trial().number(),
                  attempt.trial().words(),
                  attempt.progress(),
                  Progress.clock(Duration.ofSeconds((long) attempt.seconds()))));
    }
    double each = doneHere > 0 ? secondsOfDone / doneHere : Double.NaN;
    double left = (each * (waiting + running.size()) - runningSeconds) / parallel;
    Optional<Duration> time =
        doneHere > 0 ? Optional.of(Duration.ofSeconds(Math.max(0, (long) left))) : Optional.empty();
    return new StudyDisplay.Standing(plan.trials().size(), done, failed, lines, time);
  }
}
