package org.tweedie.study.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.tweedie.api.measure.Reading.Better;
import org.tweedie.study.report.SeedReadings.Chance;

/** What the numbers say and what they cannot say, in sentences without any mark-up. */
final class Findings {

  private static final double LEVEL = 0.05;

  /** Below so many pairs a bootstrap interval is too narrow to take at its word. */
  private static final int ENOUGH = 10;

  private final Study study;
  private final Numbers numbers;

  Findings(Study study) {
    this.study = study;
    this.numbers = Numbers.of(study);
  }

  /** The one sentence to read. */
  String headline() {
    if (study.withValues().isEmpty()) {
      return "No trial came to its end with a finite %s, so there is nothing to compare."
          .formatted(study.metric().key());
    }
    Optional<Variant> best = study.best();
    if (best.isEmpty()) {
      return "Of %s neither low nor high values are better, so no variant is the best by it."
          .formatted(study.metric().key());
    }
    StringBuilder text =
        new StringBuilder(
            "The %s mean %s is %s, of %s (%s)."
                .formatted(
                    study.metric().better() == Better.LESS ? "lowest" : "highest",
                    study.metric().key(),
                    numbers.of(best.get().summary()),
                    best.get().label(),
                    count(best.get().summary().count(), "seed")));
    if (best.get().baseline()) {
      text.append(" That is the baseline.");
    }
    study.difference(best.get()).ifPresent(difference -> text.append(" ").append(to(difference)));
    return text.toString();
  }

  private String to(PairedDifference difference) {
    String mean = numbers.signed(difference.summary().mean());
    if (Double.isNaN(difference.adjusted())) {
      return "It differs from the baseline by %s on one seed, which says nothing of chance."
          .formatted(mean);
    }
    return "It differs from the baseline by %s; corrected for %s, p is %s, so %s."
        .formatted(
            mean,
            count(study.differences().size(), "comparison"),
            Numbers.probability(difference.adjusted()),
            difference.adjusted() < LEVEL
                ? "chance alone is an unlikely cause"
                : "these seeds do not tell the difference from chance");
  }

  /** How to read the table, and how far to trust it. */
  List<String> reading() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "The spread (±) is the standard deviation over seeds, with n − 1 beneath: how far apart runs"
            + " lie, not how well the mean is known."
            + error());
    lines.add(
        "A difference is the variant minus the baseline of the same seed, which gave both the same"
            + " data order and the same noise%s.%s".formatted(better(), baseline()));
    lines.add(intervals());
    missing().ifPresent(lines::add);
    if (study.differences().values().stream().anyMatch(it -> it.summary().count() > 1)) {
      lines.add(
          "p is that of a two-sided paired t-test of no difference over seeds, and p (Holm) is corrected"
              + " for the number of comparisons here. The test takes differences to be normally"
              + " distributed, which a few pairs cannot show.");
    }
    return lines;
  }

  /** A mean over the seeds that happened to have a number may look better than it is. */
  private Optional<String> missing() {
    List<String> numbers =
        study.withoutNumber().stream().map(trial -> String.valueOf(trial.number())).toList();
    return numbers.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "%s came to %s end without a finite %s, and %s in no mean and no difference: number %s."
                .formatted(
                    count(numbers.size(), "trial"),
                    numbers.size() == 1 ? "its" : "their",
                    study.metric().key(),
                    numbers.size() == 1 ? "is" : "are",
                    String.join(", ", numbers)));
  }

  private String better() {
    return study.metric().hasDirection()
        ? "; below zero is " + (study.metric().better() == Better.LESS ? "better" : "worse")
        : "";
  }

  /** The other source of chance, where it is known. */
  private String error() {
    return hasErrors(study)
        ? " The error is that of one trial's number, of the examples or samples that it was measured on:"
            + " a spread as large as that may be all theirs."
        : "";
  }

  /** Whether the metric's readings know their own errors. */
  static boolean hasErrors(Study study) {
    return study.variants().stream().anyMatch(variant -> variant.readings().error() > 0);
  }

  private String baseline() {
    return study
        .baseline()
        .map(found -> " The baseline is " + found.label() + ".")
        .orElse(" No variant of the study is the baseline, so there are no differences.");
  }

  /** What the intervals cover, and how far to trust them. */
  String intervals() {
    Set<Chance> chances =
        study.differences().values().stream()
            .map(PairedDifference::chance)
            .collect(Collectors.toSet());
    chances.remove(Chance.NONE);
    if (chances.isEmpty()) {
      return "An interval takes two seeds or more that the variant and the baseline both finished.";
    }
    int fewest =
        study.differences().values().stream()
            .mapToInt(difference -> difference.summary().count())
            .min()
            .orElse(0);
    return "Intervals are 95% percentile bootstrap intervals of the mean difference, "
        + chances.stream().sorted().map(Findings::resamples).collect(Collectors.joining("; "))
        + "."
        + (chances.contains(Chance.EXAMPLES)
            ? " One seed says nothing of other seeds: such an interval covers other examples alone."
            : caution(fewest));
  }

  private static String resamples(Chance chance) {
    return switch (chance) {
      case EXAMPLES ->
          "from %,d resamples of the measured examples".formatted(Bootstrap.RESAMPLES_OF_BOTH);
      case SEEDS_AND_EXAMPLES ->
          "from %,d resamples of seeds and, independently, of the measured examples: they cover other seeds and other examples both"
              .formatted(Bootstrap.RESAMPLES_OF_BOTH);
      case SEEDS ->
          "over seeds, from all resamples where there are %d pairs or fewer and from %,d with a fixed seed elsewhere"
              .formatted(Bootstrap.ALL_UP_TO, Bootstrap.RESAMPLES);
      case NONE -> "";
    };
  }

  private static String caution(int pairs) {
    if (Math.pow(pairs, -pairs) > (1 - SeedReadings.COVERAGE) / 2) {
      // Of n independent draws all lie on one side of the median with probability 2^(1 - n).
      return " Where there are %d pairs, resamples of seeds are so few that the interval reaches from the smallest difference to the largest. Such a range holds the median difference with a probability of %.0f%%, not 95%%: read it as the range that was seen."
          .formatted(pairs, 100 * (1 - Math.pow(2, 1 - pairs)));
    }
    return pairs < ENOUGH
        ? " From %d pairs such an interval is narrower than it should be; Student's t gives the wider one (the thin line, and in variants.csv)."
            .formatted(pairs)
        : "";
  }

  static String count(int count, String word) {
    return count + " " + word + (count == 1 ? "" : "s");
  }
}
