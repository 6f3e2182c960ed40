package org.tweedie.schedules;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Positive;
import java.util.stream.IntStream;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;

/**
 * The variances that single steps add, as options.
 *
 * @param betaFirst variance that the first step adds
 * @param betaLast variance that the last step adds
 * @param timesteps T
 * @param continuous whether to take the limit of infinitely many steps
 */
public record Betas(
    @Description("variance that the first step adds")
        @Positive
        @DecimalMax(value = "1", inclusive = false)
        double betaFirst,
    @Description("variance that the last step adds; at least beta-first")
        @Positive
        @DecimalMax(value = "1", inclusive = false)
        double betaLast,
    @Description("number of steps T from data to noise") @Default("1000") @Min(2) @Max(100_000)
        int timesteps,
    @Description("take the limit of infinitely many steps that do together what the T do")
        @Default("false")
        boolean continuous) {

  /**
   * Checks.
   *
   * @throws IllegalArgumentException if beta-last is below beta-first
   */
  public Betas {
    if (!(betaFirst <= betaLast)) {
      throw new IllegalArgumentException(
          "beta-last must be at least beta-first, for steps grow with the noise, but they are %s and %s"
              .formatted(betaLast, betaFirst));
    }
  }

  /** StableMath at equal distances. */
  static double[] spaced(double first, double last, int count) {
    return IntStream.range(0, count)
        .mapToDouble(i -> ((count - 1 - i) * first + i * last) / (count - 1))
        .toArray();
  }
}
