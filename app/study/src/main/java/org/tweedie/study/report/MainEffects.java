package org.tweedie.study.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What each value of an axis does on the average over all values of the others: only of a full
 * grid, since elsewhere the averages would be over different things.
 *
 * @param effects in the order of axes and values
 * @param seeds the seeds that every variant finished; others are left out
 */
record MainEffects(List<Effect> effects, Set<Long> seeds) {

  /**
   * One value of an axis.
   *
   * @param mean over the other axes, its mean and spread over seeds
   * @param toReference the difference to the axis's reference, a seed each; empty for the reference
   */
  record Effect(String axis, String value, Summary mean, Optional<PairedDifference> toReference) {}

  /** The effects; empty where the study is no full grid of two axes or more. */
  static Optional<MainEffects> of(Study study) {
    List<String> axes =
        study.axes().stream().filter(axis -> study.values(axis).size() > 1).toList();
    int cells =
        axes.stream().mapToInt(axis -> study.values(axis).size()).reduce(1, (a, b) -> a * b);
    Set<Long> seeds = seeds(study);
    if (axes.size() < 2 || cells != study.variants().size() || seeds.isEmpty()) {
      return Optional.empty();
    }
    List<Effect> effects = new ArrayList<>();
    for (String axis : axes) {
      String reference =
          study
              .baseline()
              .map(baseline -> baseline.settings().get(axis))
              .orElse(study.values(axis).iterator().next());
      SeedReadings referenceMeans = means(study, axis, reference);
      for (String value : study.values(axis)) {
        SeedReadings means = means(study, axis, value);
        effects.add(
            new Effect(
                axis,
                value,
                means.summary(),
                value.equals(reference)
                    ? Optional.empty()
                    : Optional.of(PairedDifference.of(means, referenceMeans))));
      }
    }
    return Optional.of(new MainEffects(effects, seeds));
  }

  /** For each seed that every variant finished. */
  private static SeedReadings means(Study study, String axis, String value) {
    Set<Long> seeds = seeds(study);
    return SeedReadings.mean(
        study.variants().stream()
            .filter(variant -> value.equals(variant.settings().get(axis)))
            .map(variant -> variant.readings().of(seeds))
            .toList());
  }

  private static Set<Long> seeds(Study study) {
    Set<Long> seeds = new TreeSet<>(study.seeds());
    study.variants().forEach(variant -> seeds.retainAll(variant.values().keySet()));
    return seeds;
  }
}
