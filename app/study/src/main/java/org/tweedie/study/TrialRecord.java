package org.tweedie.study;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the file {@code trial.json} says: how far a trial has come, written at the end of each
 * attempt.
 *
 * @param id its name
 * @param number its place in the plan when it was tried
 * @param settings axis to value
 * @param seed where its randomness begins
 * @param status {@code done}, {@code failed}, {@code stopped} or {@code timed-out}
 * @param attempts how often its process was started
 * @param wallSeconds time that all its processes took
 * @param trainSeconds the part of it in which it was trained
 * @param exit the exit status of the last process
 * @param error why it is not done, in words; empty where it is
 * @param steps of the last evaluation; 0 where there is none
 * @param rungs the metric by the steps after which it was measured
 * @param threads of its process
 */
public record TrialRecord(
    String id,
    int number,
    Map<String, String> settings,
    long seed,
    String status,
    int attempts,
    double wallSeconds,
    double trainSeconds,
    int exit,
    String error,
    long steps,
    Map<Long, Double> rungs,
    int threads) {

  /** All steps were taken, and the model measured and sampled. */
  public static final String DONE = "done";

  /** The process ended with an error. */
  public static final String FAILED = "failed";

  /** Interrupted, or not among the best; it can go on. */
  public static final String STOPPED = "stopped";

  /** It took longer than a trial may. */
  public static final String TIMED_OUT = "timed-out";

  /** Copies the maps in their order. */
  public TrialRecord {
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    rungs = Collections.unmodifiableMap(new TreeMap<>(rungs));
  }

  /** The record of a trial of which no attempt has ended. */
  static TrialRecord begun(Trial trial, int threads) {
    return new TrialRecord(
        trial.id(),
        trial.number(),
        trial.settings(),
        trial.seed(),
        STOPPED,
        0,
        0,
        0,
        0,
        "",
        0,
        Map.of(),
        threads);
  }

  /** Whether nothing is left to do. */
  boolean isDone() {
    return status.equals(DONE);
  }

  /** The same with other words on how it stands. */
  TrialRecord with(String newStatus, String newError) {
    return new TrialRecord(
        id,
        number,
        settings,
        seed,
        newStatus,
        attempts,
        wallSeconds,
        trainSeconds,
        exit,
        newError,
        steps,
        rungs,
        threads);
  }

  /** The same under the number and the settings that a plan has for it. */
  TrialRecord as(PlanFile.Entry entry) {
    return new TrialRecord(
        id,
        entry.number(),
        entry.settings(),
        seed,
        status,
        attempts,
        wallSeconds,
        trainSeconds,
        exit,
        error,
        steps,
        rungs,
        threads);
  }
}
