package org.tweedie.study.stage;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.tweedie.api.measure.Reading;

/**
 * What the file {@code outcome.json} of a stage says: how it stands, what went wrong, how long it
 * took and what it measured. The stage's process writes it when it begins and when it ends; the
 * study's process does where that one was killed.
 *
 * @param format of the file
 * @param stage which
 * @param status how it stands
 * @param error why it is not done, in lines; empty where it is
 * @param attempts how often it was begun
 * @param step steps that its network was trained
 * @param seconds of all attempts: {@code start} until the work began, and the work by the word of
 *     its phase
 * @param readings of a measurement; none of others
 */
public record Outcome(
    int format,
    StageId stage,
    Status status,
    List<String> error,
    int attempts,
    long step,
    Map<String, Double> seconds,
    List<StoredReading> readings) {

  private static final String START = "start";

  /** Copies, keeping the order; what a damaged file lacks or has too much of is refused. */
  public Outcome {
    StageFolder.checkFormat(format);
    Objects.requireNonNull(stage, "stage");
    Objects.requireNonNull(status, "status");
    error = List.copyOf(error);
    seconds = Map.copyOf(seconds);
    readings = List.copyOf(readings);
  }

  /** Of a stage that was never begun. */
  public static Outcome none(StageId stage) {
    return new Outcome(
        StageFolder.FORMAT, stage, Status.STOPPED, List.of(), 0, 0, Map.of(), List.of());
  }

  /** Of a training that others did. */
  public static Outcome given(StageId stage, long step) {
    return none(stage).at(step).ended(Status.DONE, List.of());
  }

  /** The same with one attempt more, which has begun. */
  public Outcome begun() {
    return new Outcome(
        format, stage, Status.RUNNING, List.of(), attempts + 1, step, seconds, readings);
  }

  /** The same as it ended. */
  public Outcome ended(Status how, List<String> why) {
    return new Outcome(format, stage, how, why, attempts, step, seconds, readings);
  }

  /** The same with its network after so many steps. */
  public Outcome at(long steps) {
    return new Outcome(format, stage, status, error, attempts, steps, seconds, readings);
  }

  /** The same with what was measured. */
  public Outcome with(List<Reading> measured) {
    return new Outcome(
        format,
        stage,
        status,
        error,
        attempts,
        step,
        seconds,
        measured.stream().map(StoredReading::of).toList());
  }

  /** The same with the time of one attempt more. */
  public Outcome took(double startSeconds, double workSeconds) {
    Map<String, Double> sums = new LinkedHashMap<>(seconds);
    sums.merge(START, startSeconds, Double::sum);
    sums.merge(stage.phase().word(), workSeconds, Double::sum);
    return new Outcome(format, stage, status, error, attempts, step, sums, readings);
  }

  /** What was measured, the most telling reading first. */
  public List<Reading> measured() {
    return readings.stream().map(StoredReading::reading).toList();
  }

  /** Seconds of all attempts, their starts among them. */
  public double total() {
    return seconds.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  /** Seconds of the work alone. */
  public double work() {
    return seconds.getOrDefault(stage.phase().word(), 0.0);
  }

  /** Whether nothing is left to do. */
  public boolean isDone() {
    return status == Status.DONE;
  }
}
