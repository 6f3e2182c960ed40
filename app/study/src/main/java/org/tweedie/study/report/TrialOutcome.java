package org.tweedie.study.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tweedie.api.measure.Reading;
import org.tweedie.study.stage.Phase;
import org.tweedie.study.stage.Status;

/**
 * How one trial of a study ended.
 *
 * @param number its place in the plan, from 1
 * @param id its stable name
 * @param settings the value of each axis, as text, in the order of the axes
 * @param seed its seed; trials of one seed are paired
 * @param status how it stands
 * @param reason why it is not done, in lines; empty where it is
 * @param readings what it measured at its end, by key
 * @param curves by tag, pairs of step and value in rising order of the steps; not to be written to
 * @param samples its picture of samples, if it drew one
 * @param folder its run's folder
 * @param times how long each of its stages took
 */
public record TrialOutcome(
    int number,
    String id,
    Map<String, String> settings,
    long seed,
    Status status,
    List<String> reason,
    Map<String, Reading> readings,
    Map<String, List<double[]>> curves,
    Optional<Path> samples,
    Path folder,
    List<StageTime> times) {

  /**
   * How long a stage took.
   *
   * @param phase what it did
   * @param key its name, by which it is known to be the same as another trial's
   * @param seconds all its attempts
   */
  public record StageTime(Phase phase, String key, double seconds) {}

  /** Copies, keeping the order. */
  public TrialOutcome {
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    reason = List.copyOf(reason);
    readings = Collections.unmodifiableMap(new LinkedHashMap<>(readings));
    Map<String, List<double[]>> copy = new LinkedHashMap<>();
    curves.forEach((tag, points) -> copy.put(tag, List.copyOf(new ArrayList<>(points))));
    curves = Collections.unmodifiableMap(copy);
    times = List.copyOf(times);
  }

  /** Whether the trial came to its end. */
  public boolean isDone() {
    return status == Status.DONE;
  }

  /** The reading of a key, if there is one. */
  public Optional<Reading> reading(String key) {
    return Optional.ofNullable(readings.get(key));
  }

  /** The reading of a key of a trial that came to its end with a finite value. */
  public Optional<Reading> finite(String key) {
    return isDone()
        ? reading(key).filter(reading -> Double.isFinite(reading.value()))
        : Optional.empty();
  }

  /** Seconds of all its stages, those that it shares with other trials too. */
  public double seconds() {
    return times.stream().mapToDouble(StageTime::seconds).sum();
  }

  /** Seconds of its stages of one phase. */
  public double seconds(Phase phase) {
    return times.stream()
        .filter(time -> time.phase() == phase)
        .mapToDouble(StageTime::seconds)
        .sum();
  }
}
