package org.tweedie.study.report;

import java.util.List;
import java.util.Optional;

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
    Optional<Variant> best = study.best();
    if (best.isEmpty()) {
      return "No trial came to its end with a finite %s, so there is nothing to compare."
          .formatted(study.metric());
    }
    StringBuilder text =
        new StringBuilder(
            "The %s mean %s is %s, of %s (%s)."
                .formatted(
                    study.lowerIsBetter() ? "lowest" : "highest",
                    study.metric(),
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
    return List.of(
        "The spread (±) is the standard deviation over seeds, with n − 1 beneath: how far apart runs"
            + " lie, not how well the mean is known.",
        "A difference is the variant minus the baseline of the same seed, which gave both the same"
            + " data order and the same noise; below zero is %s.%s"
                .formatted(study.lowerIsBetter() ? "better" : "worse", baseline()),
        intervals(),
        "p is that of a two-sided paired t-test of no difference, and p (Holm) is corrected for the"
            + " number of comparisons here. The test takes differences to be normally distributed,"
            + " which a few pairs cannot show.");
  }

  private String baseline() {
    return study
        .baseline()
        .map(found -> " The baseline is " + found.label() + ".")
        .orElse(" No variant of the study is the baseline, so there are no differences.");
  }

  private String intervals() {
    int fewest =
        study.differences().values().stream()
            .mapToInt(difference -> difference.summary().count())
            .min()
            .orElse(0);
    if (fewest < 2) {
      return "An interval takes two seeds or more that the variant and the baseline both finished.";
    }
    String method =
        "Intervals are 95% percentile bootstrap intervals of the mean difference, "
            + (fewest <= Bootstrap.ALL_UP_TO
                ? "from all resamples where there are %d pairs or fewer."
                    .formatted(Bootstrap.ALL_UP_TO)
                : "from %,d resamples with a fixed seed.".formatted(Bootstrap.RESAMPLES));
    return method + caution(fewest);
  }

  private static String caution(int pairs) {
    if (Math.pow(pairs, -pairs) > (1 - PairedDifference.COVERAGE) / 2) {
      // Of n independent draws all lie on one side of the median with probability 2^(1 - n).
      return " Where there are %d pairs, resamples are so few that the interval reaches from the smallest difference to the largest. Such a range holds the median difference with a probability of %.0f%%, not 95%%: read it as the range that was seen."
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
