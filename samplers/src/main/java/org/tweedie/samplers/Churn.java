package org.tweedie.samplers;

import org.tweedie.api.model.Batch;
import org.tweedie.api.sampler.NoiseSource;
import org.tweedie.api.schedule.NoiseLevel;

/**
 * The noise that a step adds before it walks down (Karras et al., arXiv 2206.00364, algorithm 2,
 * lines 4 to 6): from s to {@code s^ = s (1 + gamma)} with {@code gamma = min(churn/N, sqrt(2) -
 * 1)} where s lies between min and max. A model knows no noise beyond time 1, so s^ ends there.
 */
record Churn(double amount, double min, double max, double noiseFactor) {

  Churn {
    if (!(min <= max)) {
      throw new IllegalArgumentException(
          "s-max must be at least s-min, or no noise is churned, but they are %s and %s"
              .formatted(max, min));
    }
  }

  /** The time of s^, for a step. */
  double time(Walk walk, int step) {
    double s = Step.ratio(walk.from(step));
    double gamma = s >= min && s <= max ? Math.min(amount / walk.steps(), Math.sqrt(2) - 1) : 0;
    // The time itself where there is no churn: the inverse of a schedule might round it.
    return gamma == 0 ? walk.time(step) : walk.timeOfRatio(s * (1 + gamma));
  }

  /** The latent with the noise added that leads from one level to the other. */
  Batch apply(Batch z, NoiseLevel from, NoiseLevel to, NoiseSource noise, long draw) {
    return to.logSnr() < from.logSnr()
        ? Step.renoise(from, to, noiseFactor).take(z, z, noise, draw)
        : z;
  }
}
