package org.tweedie.app.report;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How one trial of a study came out.
 *
 * @param number its place in the plan, from 1
 * @param id its stable name: a hash of everything that settles its numbers
 * @param settings what it differs in: axis to value, in the order of the axes
 * @param seed where its randomness begins; trials of one seed are paired
 * @param status {@code done}, {@code failed}, {@code stopped} or {@code timed-out}
 * @param metrics the final measurements by name, as in {@code test_bpd}
 * @param curves measurements while it was trained, by tag: pairs of step and value
 * @param samples the grid of samples, if it was drawn
 * @param folder the trial's run folder
 * @param wallSeconds time that its processes took, all attempts together
 * @param trainSeconds the part of it in which it was trained
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
    double trainSeconds) {}
