package org.tweedie.study.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How one trial of a study ended.
 *
 * @param number its place in the plan, from 1
 * @param id its stable name
 * @param settings the value of each axis, as text, in the order of the axes
 * @param seed its seed; trials of one seed are paired
 * @param status {@code done}, {@code failed}, {@code stopped} or {@code timed-out}
 * @param metrics what it measured at its end, by name; {@code test_bpd} among them
 * @param curves by tag, pairs of step and value in rising order of the steps; not to be written to
 * @param samples its picture of samples, or the folder with it, if it drew one
 * @param folder its run folder
 * @param wallSeconds seconds from its start to its end
 * @param trainSeconds seconds of these that it trained
 */
public record TrialOutcome(
    int number,
    String id,
    Map<String, String> settings,
    long seed,
    String status,
    Map<String, Double> metrics,
    Map<String, List<double[]>> curves,
    Optional<Path> samples,
    Path folder,
    double wallSeconds,
    double trainSeconds) {

  private static final String DONE = "done";

  /** Copies the maps, keeping their order. */
  public TrialOutcome {
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    Map<String, List<double[]>> copy = new LinkedHashMap<>();
    curves.forEach((tag, points) -> copy.put(tag, List.copyOf(new ArrayList<>(points))));
    curves = Collections.unmodifiableMap(copy);
  }

  /** Whether the trial came to its end. */
  public boolean isDone() {
    return status.equals(DONE);
  }

  /** A metric of a trial that came to its end with a finite value. */
  public Optional<Double> finite(String metric) {
    return isDone()
        ? Optional.ofNullable(metrics.get(metric)).filter(Double::isFinite)
        : Optional.empty();
  }
}
