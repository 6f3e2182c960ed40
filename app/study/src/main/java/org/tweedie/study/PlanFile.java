package org.tweedie.study;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.tweedie.study.stage.StageFolder;
import org.tweedie.study.stage.StageId;
import org.tweedie.study.stage.TrialStages;

/**
 * What the file {@code plan.json} says.
 *
 * @param format of the file
 * @param metrics what trials are compared by, the most important one first
 * @param baseline what others are compared to
 * @param threads of each process whose config names no number of its own
 * @param run the run whose network all trials use; empty where they train their own
 * @param trials all, in order
 */
public record PlanFile(
    int format,
    List<String> metrics,
    Map<String, String> baseline,
    int threads,
    String run,
    List<Entry> trials) {

  /** Copies, keeping the order; what a damaged file lacks or has too much of is refused. */
  public PlanFile {
    StageFolder.checkFormat(format);
    metrics = List.copyOf(metrics);
    baseline = Collections.unmodifiableMap(new LinkedHashMap<>(baseline));
    Objects.requireNonNull(run, "run");
    trials = List.copyOf(trials);
  }

  /**
   * One trial.
   *
   * @param number its place
   * @param id its name
   * @param settings axis to value
   * @param seed where its randomness begins
   * @param steps how many it trains
   * @param stages its stages at its end, each after those that it needs
   * @param software what calculates it, with versions and hashes
   * @param inputs what it reads, with hashes
   */
  public record Entry(
      int number,
      String id,
      Map<String, String> settings,
      long seed,
      long steps,
      List<StageId> stages,
      Map<String, String> software,
      Map<String, String> inputs) {

    /** Copies, keeping the order; what a damaged file lacks is refused. */
    public Entry {
      Objects.requireNonNull(id, "id");
      settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
      stages = List.copyOf(stages);
      software = Collections.unmodifiableMap(new LinkedHashMap<>(software));
      inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
    }

    /** Whether its name is that of its stages, which nothing but damage contradicts. */
    boolean isWhole() {
      return TrialStages.id(stages).equals(id);
    }

    /** Whether what a trial's file says may be of this trial. */
    boolean fits(TrialRecord record) {
      return record.id().equals(id)
          && record.seed() == seed
          && !record.stages().isEmpty()
          && (record.step() >= steps
              ? record.stages().equals(stages)
              : record.stages().get(0).equals(stages.get(0)));
    }
  }

  static PlanFile of(Plan plan, int threads) {
    return new PlanFile(
        StageFolder.FORMAT,
        plan.metrics(),
        plan.study().baseline(),
        threads,
        plan.study().run().map(Path::toString).orElse(""),
        plan.trials().stream()
            .map(
                trial ->
                    new Entry(
                        trial.number(),
                        trial.id(),
                        trial.settings(),
                        trial.seed(),
                        trial.steps(),
                        trial.atEnd().stream().map(stage -> stage.id()).toList(),
                        trial.stages().software(),
                        trial.stages().inputs()))
            .toList());
  }

  /** The folder of the run whose network all trials use, if they do not train their own. */
  public Optional<Path> givenRun() {
    return Optional.of(run).filter(text -> !text.isEmpty()).map(Path::of);
  }
}
