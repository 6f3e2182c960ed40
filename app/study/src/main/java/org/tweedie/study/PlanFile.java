package org.tweedie.study;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the file {@code plan.json} says.
 *
 * @param metric what trials are compared by
 * @param baseline what others are compared to
 * @param threads of each trial whose config names no number of its own
 * @param trials all, in order
 */
public record PlanFile(
    String metric, Map<String, String> baseline, int threads, List<Entry> trials) {

  /**
   * One trial.
   *
   * @param number its place
   * @param id its name
   * @param settings axis to value
   * @param seed where its randomness begins
   * @param steps how many it trains
   * @param software what calculates it, with versions and hashes
   * @param inputs what it reads, with hashes; empty in the plans of versions that did not look
   */
  public record Entry(
      int number,
      String id,
      Map<String, String> settings,
      long seed,
      int steps,
      Map<String, String> software,
      Map<String, String> inputs) {

    /** Reads older plans too. */
    public Entry {
      inputs = Optional.ofNullable(inputs).orElse(Map.of());
    }
  }

  static PlanFile of(Plan plan, int threads) {
    return new PlanFile(
        plan.study().metric(),
        plan.study().baseline(),
        threads,
        plan.trials().stream()
            .map(
                trial ->
                    new Entry(
                        trial.number(),
                        trial.id(),
                        trial.settings(),
                        trial.seed(),
                        trial.steps(),
                        trial.software(),
                        trial.inputs()))
            .toList());
  }
}
