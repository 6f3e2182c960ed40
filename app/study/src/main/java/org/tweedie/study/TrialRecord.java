package org.tweedie.study;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.tweedie.study.stage.StageFolder;
import org.tweedie.study.stage.StageId;
import org.tweedie.study.stage.Status;

/**
 * What the file of a trial says: how far it has come, and which stages it is made of.
 *
 * @param format of the file
 * @param id its name
 * @param number its place in the plan when it was tried
 * @param settings axis to value
 * @param seed where its randomness begins
 * @param status how it stands
 * @param error why it is not done, in lines; empty where it is
 * @param step steps that its network was trained when it was measured last, or is to be
 * @param stages its stages after that many steps, each after those that it needs
 * @param rungs the metric by the steps after which it was measured
 */
public record TrialRecord(
    int format,
    String id,
    int number,
    Map<String, String> settings,
    long seed,
    Status status,
    List<String> error,
    long step,
    List<StageId> stages,
    Map<Long, Double> rungs) {

  /** Copies, keeping the order; what a damaged file lacks or has too much of is refused. */
  public TrialRecord {
    StageFolder.checkFormat(format);
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(status, "status");
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    error = List.copyOf(error);
    stages = List.copyOf(stages);
    rungs = Collections.unmodifiableMap(new TreeMap<>(rungs));
  }

  /** Whether nothing is left to do. */
  public boolean isDone() {
    return status == Status.DONE;
  }

  /** Whether it ended without having come to its end. */
  public boolean isLost() {
    return status == Status.FAILED || status == Status.TIMED_OUT;
  }

  /** The same with another reason. */
  TrialRecord with(List<String> why) {
    return new TrialRecord(format, id, number, settings, seed, status, why, step, stages, rungs);
  }

  /** The same under the number and the settings that a plan has for it. */
  TrialRecord as(PlanFile.Entry entry) {
    return new TrialRecord(
        format, id, entry.number(), entry.settings(), seed, status, error, step, stages, rungs);
  }
}
