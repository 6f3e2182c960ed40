package org.tweedie.study.design;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;

/**
 * What a study may spend: its section {@code budget}.
 *
 * @param trialLimit the longest that a trial may take, as in {@code 90s}, {@code 10m} or {@code
 *     1h30m}; {@code none} is no limit
 * @param retries how often a trial that failed is begun again from its last checkpoint
 * @param rungs steps after which only the best go on: successive halving (Jamieson and Talwalkar,
 *     arXiv 1502.07943); empty is never
 * @param keep the share that goes on after each rung
 */
public record BudgetOptions(
    @Description("longest time of a trial, as in 90s, 10m or 1h30m") @Default("none")
        String trialLimit,
    @Description("how often a trial that failed is tried again") @Default("0") @PositiveOrZero
        int retries,
    @Description("steps after which only the best variants go on; empty is never") @Default("[]")
        List<@Positive Integer> rungs,
    @Description("share of the variants that goes on after a rung")
        @Default("0.5")
        @DecimalMin(value = "0", inclusive = false)
        @DecimalMax(value = "1", inclusive = false)
        double keep) {

  private static final Pattern DURATION = Pattern.compile("(?:(\\d+)h)?(?:(\\d+)m)?(?:(\\d+)s)?");

  /** Checks the limit and the rungs. */
  public BudgetOptions {
    rungs = List.copyOf(rungs);
    parse(trialLimit);
    for (int i = 1; i < rungs.size(); i++) {
      if (rungs.get(i) <= rungs.get(i - 1)) {
        throw new IllegalArgumentException("'rungs' must rise: " + rungs + " does not.");
      }
    }
  }

  /** The longest that a trial may take; empty where there is no limit. */
  public Optional<Duration> limit() {
    return parse(trialLimit);
  }

  private static Optional<Duration> parse(String text) {
    if (text.equals("none")) {
      return Optional.empty();
    }
    Matcher parts = DURATION.matcher(text);
    Duration duration = Duration.ZERO;
    if (parts.matches()) {
      duration =
          duration
              .plusHours(number(parts.group(1)))
              .plusMinutes(number(parts.group(2)))
              .plusSeconds(number(parts.group(3)));
    }
    if (duration.isZero()) {
      throw new IllegalArgumentException(
          "'trial-limit' is a time as in 90s, 10m or 1h30m, or none; it cannot be '%s'."
              .formatted(text));
    }
    return Optional.of(duration);
  }

  private static long number(String digits) {
    return Optional.ofNullable(digits).map(Long::parseLong).orElse(0L);
  }
}
