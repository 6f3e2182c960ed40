package org.tweedie.study;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.tweedie.engine.progress.Progress;
import org.tweedie.study.report.ResultTable;
import org.tweedie.study.report.StudyReport;
import org.tweedie.study.report.TrialOutcome;
import org.tweedie.study.stage.Status;
import org.tweedie.study.stage.Workers;

/**
 * A study in its folder, planned and ready to run. Used by one thread.
 *
 * @param plan its trials
 * @param folder where everything about it is
 * @param workers what does its stages
 * @param options how
 */
public record Ablation(Plan plan, StudyFolder folder, Workers workers, StudyRun.Options options) {

  /**
   * What would be done, and how long it may take.
   *
   * @param notes hears what one has to wait for
   */
  public String outlook(Consumer<String> notes) throws IOException, InterruptedException {
    StudyState state = new StudyState(plan, folder);
    List<Trial> left =
        plan.trials().stream().filter(it -> !state.missing(it, it.steps()).isEmpty()).toList();
    String text =
        "%s%n%n%s, %d of them done; %d at a time with %d threads each. Baseline: %s. Folder: %s%n"
            .formatted(
                new PlanTable(plan, folder).text(),
                count(),
                plan.trials().size() - left.size(),
                options.parallel(),
                options.threads(),
                Trial.words(plan.study().baseline()),
                folder);
    Calibration calibration = new Calibration(plan, state, workers, options.threads());
    int brief = calibration.needed();
    if (brief > 0) {
      notes.accept("Running %d brief trials to tell the time.".formatted(brief));
    }
    OptionalDouble seconds = calibration.seconds();
    return text
        + (seconds.isEmpty()
            ? "The time cannot be told: a brief trial failed."
            : "It may take about %s%s."
                .formatted(
                    Progress.clock(
                        Duration.ofSeconds(Math.round(seconds.getAsDouble() / options.parallel()))),
                    plan.study().budget().rungs().isEmpty()
                        ? ""
                        : " if all trials went on to their ends"));
  }

  /** What is not as when the study was last started, and what is about to be done: lines. */
  public List<String> introduction() throws IOException {
    List<String> lines = new ArrayList<>();
    StudyChanges.of(plan, folder).forEach(change -> lines.add("Note      " + change));
    lines.add(
        "Study     %s: %s, %d at a time with %d threads each%s"
            .formatted(
                folder,
                count(),
                options.parallel(),
                options.threads(),
                workers.where().isEmpty() ? "" : ", " + workers.where()));
    return lines;
  }

  /**
   * Does all stages that are not done.
   *
   * @param stop asked several times a second whether to stop
   * @throws IOException if the study's own files cannot be written; what ran was saved and stopped
   */
  public StudyRun.Ending run(StudyDisplay display, BooleanSupplier stop) throws IOException {
    folder.begin(plan, options.threads());
    return new StudyRun(plan, folder, workers, options, display, stop).run();
  }

  /**
   * Writes the report, and tells what was found.
   *
   * @param table whether to show the table too
   */
  public String conclusion(boolean table) throws IOException {
    List<TrialOutcome> outcomes = folder.outcomes();
    boolean done = outcomes.stream().anyMatch(TrialOutcome::isDone);
    if (done) {
      StudyReport.write(
          folder.path(), folder.name(), outcomes, plan.study().baseline(), plan.metrics());
    }
    Map<Status, Integer> counts = new EnumMap<>(Status.class);
    outcomes.forEach(outcome -> counts.merge(outcome.status(), 1, Integer::sum));
    List<String> words = new ArrayList<>();
    counts.forEach((status, number) -> words.add(number + " " + status));
    return (table ? "%n%s%n".formatted(ResultTable.of(outcomes, plan.metrics())) : "")
        + "%n%s: %s. Everything is in %s"
            .formatted(count(), words.isEmpty() ? "none begun" : String.join(", ", words), folder)
        + (done ? "%nReport: %s".formatted(folder.report()) : "");
  }

  /** Whether no trial failed or took too long. */
  public boolean isGood() throws IOException {
    return folder.outcomes().stream()
        .noneMatch(it -> it.status() == Status.FAILED || it.status() == Status.TIMED_OUT);
  }

  private String count() {
    int trials = plan.trials().size();
    return trials == 1 ? "1 trial" : trials + " trials";
  }
}
