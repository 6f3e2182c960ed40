package org.tweedie.samplers;

import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import org.tweedie.api.model.Batch;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.sampler.NoiseSource;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.walk.Walk;

/**
 * The noise that a step adds before it walks down (Karras et al., arXiv 2206.00364, algorithm 2,
 * lines 4 to 6): from s to {@code s^ = s (1 + gamma)} with {@code gamma = min(churn/N, sqrt(2) -
 * 1)} where s lies between min and max. A model knows no noise beyond time 1, so s^ ends there.
 *
 * @param sChurn how much noise is added, over all steps
 * @param sMin smallest sigma/alpha at which it is added
 * @param sMax largest sigma/alpha at which it is added
 * @param sNoise factor of the noise
 */
public record Churn(
    @Description("churn: how much noise all steps together add and take away; 0 for none")
        @Default("0")
        @PositiveOrZero
        double sChurn,
    @Description("smallest sigma/alpha at which noise is churned") @Default("0") @PositiveOrZero
        double sMin,
    @Description("largest sigma/alpha at which noise is churned") @Default("1e6") @PositiveOrZero
        double sMax,
    @Description(
            "factor of the noise that is churned, slightly above 1 where a network takes away too"
                + " much")
        @Default("1")
        @Positive
        double sNoise) {

  /**
   * Checks.
   *
   * @throws IllegalArgumentException if s-max is below s-min
   */
  public Churn {
    if (!(sMin <= sMax)) {
      throw new IllegalArgumentException(
          "s-max must be at least s-min, or no noise is churned, but they are %s and %s"
              .formatted(sMax, sMin));
    }
  }

  /** The time of s^, for a step. */
  double time(Walk walk, int step) {
    double s = Step.ratio(walk.from(step));
    double gamma = s >= sMin && s <= sMax ? Math.min(sChurn / walk.steps(), Math.sqrt(2) - 1) : 0;
    // The time itself where there is no churn: the inverse of a schedule might round it.
    return gamma == 0 ? walk.time(step) : walk.timeOfRatio(s * (1 + gamma));
  }

  /** The latent with the noise added that leads from one level to the other. */
  Batch apply(Batch z, NoiseLevel from, NoiseLevel to, NoiseSource noise, long draw) {
    return to.logSnr() < from.logSnr() ? Step.renoise(from, to, sNoise).take(z, z, noise, draw) : z;
  }
}
