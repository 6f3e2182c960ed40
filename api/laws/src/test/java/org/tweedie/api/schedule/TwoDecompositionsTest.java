package org.tweedie.api.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tweedie.laws.exact.StraightSchedule;

/**
 * Luo's two decompositions of the variational bound (arXiv 2208.11970, equations 44 and 58), as
 * estimators of one random term, for data N(0, 1/4) and their exact denoiser. Both leave out the
 * reconstruction term, which they share.
 *
 * <p>The first is taken as equation 44 has it, the mean of {@code log q(z_i | z_(i-1)) - log p(z_i
 * | z_(i+1))} over the three latents. Equation 45 writes that mean as a divergence of q(z_i |
 * z_(i-1)) for given z_(i-1) and z_(i+1), but z_i is not distributed so once z_(i+1) is known: the
 * divergence is another number, as a test shows.
 */
class TwoDecompositionsTest {

  private static final double C2 = 0.25;
  private static final int DRAWS = 400_000;

  private final NoiseSchedule schedule = new StraightSchedule(6, -5);

  private record Estimate(double mean, double variance) {
    double standardError() {
      return Math.sqrt(variance / DRAWS);
    }
  }

  private record Gaussian(double mean, double variance) {
    double logDensity(double z) {
      return -0.5 * (Math.log(2 * Math.PI * variance) + (z - mean) * (z - mean) / variance);
    }

    double divergenceFrom(Gaussian p) {
      double distance = (mean - p.mean) * (mean - p.mean);
      return 0.5 * (Math.log(p.variance / variance) + (variance + distance) / p.variance - 1);
    }

    double draw(Random random) {
      return mean + Math.sqrt(variance) * random.nextGaussian();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 5, 20})
  void haveOneValueAndTheFirstTheLargerVariance(int steps) {
    Estimate first = estimate(random -> consistencyTerm(random, steps, false), 1);
    Estimate second = estimate(random -> matchingTerm(random, steps), 2);
    double standardError = Math.hypot(first.standardError(), second.standardError());
    assertThat(first.mean)
        .as(
            "Consistency terms (Luo, equation 44) and matching terms (equation 58) add up to the"
                + " same bound in %s steps, standard error %s.",
            steps, standardError)
        .isCloseTo(second.mean, within(4 * standardError));
    assertThat(first.variance)
        .as("The first decomposition's variance in %s steps, beside the second's.", steps)
        .isGreaterThan(1.5 * second.variance);
  }

  @Test
  void consistencyTermsAreNoDivergencesGivenBothNeighbours() {
    Estimate divergences = estimate(random -> consistencyTerm(random, 20, true), 3);
    Estimate second = estimate(random -> matchingTerm(random, 20), 2);
    assertThat(Math.abs(divergences.mean - second.mean))
        .as(
            "Equation 45 read literally differs from equation 58 by far more than the standard"
                + " errors, %s and %s.",
            divergences.standardError(), second.standardError())
        .isGreaterThan(10 * Math.hypot(divergences.standardError(), second.standardError()));
  }

  /** {@code T KL(q(z_s | z_t, x) || p(z_s | z_t))} of one step, and the prior's divergence. */
  private double matchingTerm(Random random, int steps) {
    double x = Math.sqrt(C2) * random.nextGaussian();
    int i = 1 + random.nextInt(steps);
    NoiseLevel s = level(i - 1, steps);
    NoiseLevel t = level(i, steps);
    double z = marginal(x, t).draw(random);
    double matching = posterior(s, t, z, x).divergenceFrom(posterior(s, t, z, denoised(z, t)));
    return steps * matching + marginal(x, level(steps, steps)).divergenceFrom(new Gaussian(0, 1));
  }

  /**
   * {@code (T + 1) log(q(z_i | z_(i-1)) / p(z_i | z_(i+1)))} of one i in 0..T, where x stands
   * before z_0 and the prior after z_T; or, in its place, the divergence of the two for given
   * neighbours.
   */
  private double consistencyTerm(Random random, int steps, boolean divergence) {
    double x = Math.sqrt(C2) * random.nextGaussian();
    int i = random.nextInt(steps + 1);
    NoiseLevel here = level(i, steps);
    NoiseLevel before =
        i == 0 ? new NoiseLevel(1, 0, Double.POSITIVE_INFINITY) : level(i - 1, steps);
    Gaussian forward = step(before, here, marginal(x, before).draw(random));
    double z = forward.draw(random);
    Gaussian reverse = new Gaussian(0, 1);
    if (i < steps) {
      NoiseLevel after = level(i + 1, steps);
      double zAfter = step(here, after, z).draw(random);
      reverse = posterior(here, after, zAfter, denoised(zAfter, after));
    }
    return (steps + 1)
        * (divergence
            ? forward.divergenceFrom(reverse)
            : forward.logDensity(z) - reverse.logDensity(z));
  }

  private NoiseLevel level(int i, int steps) {
    return schedule.at((double) i / steps);
  }

  private static Gaussian marginal(double x, NoiseLevel level) {
    return new Gaussian(level.alpha() * x, level.sigma() * level.sigma());
  }

  private static Gaussian step(NoiseLevel s, NoiseLevel t, double z) {
    return new Gaussian(
        t.alpha() / s.alpha() * z, -Math.expm1(t.logSnr() - s.logSnr()) * t.sigma() * t.sigma());
  }

  private static Gaussian posterior(NoiseLevel s, NoiseLevel t, double z, double x) {
    double share = -Math.expm1(t.logSnr() - s.logSnr());
    double ratio = t.alpha() / s.alpha() * Math.pow(s.sigma() / t.sigma(), 2);
    return new Gaussian(ratio * z + s.alpha() * share * x, s.sigma() * s.sigma() * share);
  }

  private static double denoised(double z, NoiseLevel level) {
    return C2
        * level.alpha()
        * z
        / (C2 * level.alpha() * level.alpha() + level.sigma() * level.sigma());
  }

  private static Estimate estimate(ToDoubleFunction<Random> term, long seed) {
    Random random = new Random(seed);
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < DRAWS; i++) {
      double value = term.applyAsDouble(random);
      sum += value;
      squares += value * value;
    }
    double mean = sum / DRAWS;
    return new Estimate(mean, squares / DRAWS - mean * mean);
  }
}
