package org.tweedie.study;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.tweedie.api.measure.Reading;
import org.tweedie.study.stage.Outcome;
import org.tweedie.study.stage.Stage;
import org.tweedie.study.stage.StageFolder;
import org.tweedie.study.stage.StageId;
import org.tweedie.study.stage.Status;

/** How the stages and the trials of a plan stand, of what their folders say. Used by one thread. */
final class StudyState {

  private final Plan plan;
  private final StudyFolder folder;
  private final Results results;
  private final Map<StageId, Outcome> outcomes = new HashMap<>();
  private final Map<String, TrialRecord> records = new HashMap<>();

  /** Reads what is there. */
  StudyState(Plan plan, StudyFolder folder) throws IOException {
    this.plan = plan;
    this.folder = folder;
    results = new Results(folder, plan.study().run());
    for (Trial trial : plan.trials()) {
      Optional<TrialRecord> record = folder.read(trial.id());
      record.ifPresent(known -> records.put(trial.id(), known));
      for (long step : steps(trial)) {
        for (Stage stage : trial.stages().at(step)) {
          if (!outcomes.containsKey(stage.id())) {
            outcomes.put(stage.id(), read(trial, stage));
          }
        }
      }
    }
  }

  private Outcome read(Trial trial, Stage stage) throws IOException {
    return plan.study().run().isPresent() && stage.equals(trial.training())
        ? Outcome.given(stage.id(), stage.step())
        : folder.stage(stage.id()).read().orElse(Outcome.none(stage.id()));
  }

  /** After how many steps a trial is measured, in rising order. */
  private NavigableSet<Long> steps(Trial trial) {
    NavigableSet<Long> steps = new TreeSet<>(List.of(trial.steps()));
    plan.study().budget().rungs().forEach(rung -> steps.add((long) rung));
    return steps;
  }

  /** How a stage stands. */
  Outcome outcome(StageId stage) {
    return outcomes.getOrDefault(stage, Outcome.none(stage));
  }

  /** Takes how a stage stands now. */
  void put(Outcome outcome) {
    outcomes.put(outcome.stage(), outcome);
  }

  private boolean isDone(Stage stage) {
    Outcome outcome = outcome(stage.id());
    return outcome.isDone() && outcome.step() >= stage.step();
  }

  private boolean isMeasured(Trial trial, long step) {
    return trial.stages().at(step).stream().allMatch(this::isDone);
  }

  /**
   * The step after which a trial can be measured: the wanted one, or a later one where its network
   * has been trained farther already for another trial.
   */
  private long reachable(Trial trial, long wanted) {
    long trained = outcome(trial.training().id()).step();
    return trained > wanted && !isMeasured(trial, wanted)
        ? Math.min(trained, trial.steps())
        : wanted;
  }

  /** The stages that are not done, each after those that it needs. */
  List<Stage> missing(Trial trial, long wanted) {
    return trial.stages().at(reachable(trial, wanted)).stream()
        .filter(stage -> !isDone(stage))
        .toList();
  }

  /** Seconds that a trial's stages took so far. */
  double seconds(Trial trial) {
    double seconds = 0;
    NavigableSet<Long> steps = steps(trial);
    List<StageId> counted = new ArrayList<>();
    for (long step : steps) {
      for (Stage stage : trial.stages().at(step)) {
        if (!counted.contains(stage.id())) {
          counted.add(stage.id());
          seconds += outcome(stage.id()).total();
        }
      }
    }
    return seconds;
  }

  /** How a trial stands that is, or is to be, measured after so many steps. */
  TrialRecord record(Trial trial, long wanted) throws IOException {
    long step = reachable(trial, wanted);
    List<Outcome> all = trial.stages().at(step).stream().map(stage -> outcome(stage.id())).toList();
    Status status;
    List<String> error = List.of();
    if (isMeasured(trial, step)) {
      status = step >= trial.steps() ? Status.DONE : Status.STOPPED;
      error = step >= trial.steps() ? error : List.of("waiting after %d steps".formatted(step));
    } else {
      Outcome worst =
          all.stream()
              .filter(outcome -> outcome.status() == Status.FAILED)
              .findFirst()
              .or(() -> all.stream().filter(it -> it.status() == Status.TIMED_OUT).findFirst())
              .orElse(all.get(0));
      boolean lost = worst.status() == Status.FAILED || worst.status() == Status.TIMED_OUT;
      status = lost ? worst.status() : Status.STOPPED;
      error = lost ? worst.error() : List.of("interrupted");
    }
    return new TrialRecord(
        StageFolder.FORMAT,
        trial.id(),
        trial.number(),
        trial.settings(),
        trial.seed(),
        status,
        error,
        step,
        trial.stages().at(step).stream().map(Stage::id).toList(),
        rungs(trial, step));
  }

  private Map<Long, Double> rungs(Trial trial, long last) throws IOException {
    NavigableSet<Long> steps = steps(trial);
    steps.add(last);
    Map<Long, Double> rungs = new TreeMap<>();
    for (long step : steps) {
      if (isMeasured(trial, step)) {
        rungs.put(step, metric(trial, step).map(Reading::value).orElse(Double.NaN));
      }
    }
    return rungs;
  }

  /** The metric of a trial that was measured after so many steps. */
  Optional<Reading> metric(Trial trial, long step) throws IOException {
    List<StageId> stages = trial.stages().at(step).stream().map(Stage::id).toList();
    return Optional.ofNullable(results.readings(stages, step).get(plan.metrics().get(0)));
  }

  /** The metric of a trial where it was measured first, after so many steps or more. */
  Optional<Reading> metricFrom(Trial trial, long step) throws IOException {
    NavigableSet<Long> steps = steps(trial);
    steps.add(reachable(trial, step));
    for (long next : steps.tailSet(step)) {
      if (isMeasured(trial, next)) {
        return metric(trial, next);
      }
    }
    return Optional.empty();
  }

  /** Whether any stage of a trial was ever begun. */
  boolean isBegun(Trial trial, long wanted) {
    return trial.stages().at(reachable(trial, wanted)).stream()
        .anyMatch(stage -> outcome(stage.id()).attempts() > 0);
  }

  /** What was last written of a trial. */
  Optional<TrialRecord> record(Trial trial) {
    return Optional.ofNullable(records.get(trial.id()));
  }

  /** Writes how a trial stands, if it is not as it was written. */
  void write(TrialRecord record) throws IOException {
    if (!record.equals(records.get(record.id()))) {
      folder.write(record);
      records.put(record.id(), record);
    }
  }

  /** What was written of all trials. */
  Map<String, TrialRecord> records() {
    return records;
  }
}
