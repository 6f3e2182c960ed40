package org.tweedie.study;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.tweedie.engine.progress.Progress;
import org.tweedie.study.stage.Phase;
import org.tweedie.study.stage.StageId;

/** Counts what a study's trials have come to, and says so. Used by one thread. */
final class Tally {

  /** How many stages of a phase came to their end here, and how long they took. */
  private static final class Pace {
    private int count;
    private double seconds;
  }

  private final Plan plan;
  private final StudyState state;
  private final int parallel;
  private final Map<Phase, Pace> paces = new EnumMap<>(Phase.class);

  Tally(Plan plan, StudyState state, int parallel) {
    this.plan = plan;
    this.state = state;
    this.parallel = parallel;
  }

  /** A stage has ended: by how long these take, the time that is left is told. */
  void ended(Phase phase, double seconds) {
    Pace pace = paces.computeIfAbsent(phase, any -> new Pace());
    pace.count++;
    pace.seconds += seconds;
  }

  /** How a trial that came to its end, or to a rung, came out. */
  String result(TrialRecord record) {
    Optional<Double> value = Optional.ofNullable(record.rungs().get(record.step()));
    return "%s%s"
        .formatted(
            record.isDone() ? "done" : "after " + record.step() + " steps",
            value
                .map(
                    number ->
                        String.format(Locale.ROOT, ", %s %.4f", plan.metrics().get(0), number))
                .orElse(""));
  }

  /** What is said of one trial. */
  String line(Trial trial, String what) {
    return "[%d/%d] %s: %s".formatted(trial.number(), plan.trials().size(), trial.words(), what);
  }

  /**
   * How the study stands.
   *
   * @param waiting trials that wait for their turn
   */
  StudyDisplay.Standing standing(
      Collection<RunningJob> running, List<Trial> waiting, OptionalLong rung) {
    int done = 0;
    int failed = 0;
    for (TrialRecord record : state.records().values()) {
      done += record.isDone() ? 1 : 0;
      failed += record.isLost() ? 1 : 0;
    }
    List<String> lines = new ArrayList<>();
    for (RunningJob job : running) {
      lines.add(
          "%s%s, %s"
              .formatted(
                  job.trial()
                      .map(trial -> "[%d] %s: ".formatted(trial.number(), trial.words()))
                      .orElse(""),
                  job.words(),
                  Progress.clock(Duration.ofSeconds((long) job.seconds()))));
    }
    return new StudyDisplay.Standing(
        plan.trials().size(), done, failed, lines, left(running, waiting, rung));
  }

  /** As long as the stages that are left take by those of their phase that ended here. */
  private Optional<Duration> left(
      Collection<RunningJob> running, List<Trial> waiting, OptionalLong rung) {
    Set<StageId> stages = new HashSet<>();
    double seconds = 0;
    for (RunningJob job : running) {
      stages.addAll(job.left());
      seconds -= job.seconds();
    }
    for (Trial trial : waiting) {
      state.missing(trial, rung.orElse(trial.steps())).forEach(stage -> stages.add(stage.id()));
    }
    for (StageId stage : stages) {
      Pace pace = paces.get(stage.phase());
      if (pace == null) {
        return Optional.empty();
      }
      seconds += pace.seconds / pace.count;
    }
    return Optional.of(Duration.ofSeconds(Math.max(0, (long) (seconds / parallel))));
  }
}
