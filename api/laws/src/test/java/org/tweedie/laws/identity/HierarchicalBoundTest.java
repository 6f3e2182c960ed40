package org.tweedie.laws.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;

/**
 * Luo's bounds (arXiv 2208.11970, equation 15 for one level of latents, 24 to 29 for several) on
 * linear Gaussian models, where everything has a closed form: {@code z_T ~ N(0, 1)}, {@code
 * p(z_(t-1) | z_t) = N(a_t z_t, s_t^2)} with x in the place of z_0, and any linear Gaussian chain
 * {@code q(z_t | z_(t-1)) = N(c_t z_(t-1), d_t^2)}.
 */
class HierarchicalBoundTest {

  /** One level: a and s of the model, c and d of the approximate posterior. */
  record Level(double a, double s, double c, double d) {}

  @Provide
  Arbitrary<List<Level>> models() {
    Arbitrary<Double> factor = Arbitraries.doubles().between(-2, 2).ofScale(3);
    Arbitrary<Double> deviation = Arbitraries.doubles().between(0.2, 2).ofScale(3);
    return Combinators.combine(factor, deviation, factor, deviation)
        .as(Level::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(3);
  }

  @Property(seed = "1", tries = 300)
  void evidenceIsTheBoundAndTheDivergenceFromThePosterior(
      @ForAll("models") List<Level> model, @ForAll @DoubleRange(min = -3, max = 3) double x) {
    double evidence = logDensity(x, 0, variances(model)[0]);
    double bound = bound(model, x);
    double divergence = divergence(model, x);
    assertThat(divergence).as("a divergence is not negative").isNotNegative();
    assertThat(bound + divergence)
        .as(
            "log p(x) = ELBO + KL(q(z|x) || p(z|x)) in %s levels (Luo, equations 15, 24-29)",
            model.size())
        .isCloseTo(evidence, within(1e-9 * Math.max(1, divergence)));
  }

  @Property(seed = "2", tries = 300)
  void boundIsTightForTheTruePosterior(
      @ForAll("models") List<Level> model, @ForAll @DoubleRange(min = -3, max = 3) double x) {
    double[] v = variances(model);
    List<Level> exact =
        IntStream.rangeClosed(1, model.size())
            .mapToObj(
                t -> {
                  Level level = model.get(t - 1);
                  double k = level.a * v[t] / v[t - 1];
                  return new Level(level.a, level.s, k, Math.sqrt(v[t] - k * k * v[t - 1]));
                })
            .toList();
    assertThat(bound(exact, x)).isCloseTo(logDensity(x, 0, v[0]), within(1e-9));
  }

  /** The same bound as a sum of reconstruction and divergences (Luo, equation 19), in one level. */
  @Property(seed = "3", tries = 300)
  void boundOfOneLevelIsReconstructionMinusPriorMatching(
      @ForAll("models") List<Level> models, @ForAll @DoubleRange(min = -3, max = 3) double x) {
    Level level = models.get(0);
    double mean = level.c * x;
    double variance = level.d * level.d;
    double reconstruction =
        logDensity(x, level.a * mean, level.s * level.s)
            - level.a * level.a * variance / (2 * level.s * level.s);
    double matching = (variance + mean * mean - Math.log(variance) - 1) / 2;
    assertThat(bound(List.of(level), x)).isCloseTo(reconstruction - matching, within(1e-9));
  }

  /** The variance of x and of each latent under the model. */
  private static double[] variances(List<Level> model) {
    double[] v = new double[model.size() + 1];
    v[model.size()] = 1;
    for (int t = model.size(); t > 0; t--) {
      Level level = model.get(t - 1);
      v[t - 1] = level.a * level.a * v[t] + level.s * level.s;
    }
    return v;
  }

  /** {@code E_q[log p(x, z_1..T) - log q(z_1..T | x)]}, by the moments of the chain. */
  private static double bound(List<Level> model, double x) {
    double square = x * x;
    double sum = 0;
    for (Level level : model) {
      double rest = 1 - level.a * level.c;
      double error = rest * rest * square + level.a * level.a * level.d * level.d;
      sum += -0.5 * (Math.log(2 * Math.PI * level.s * level.s) + error / (level.s * level.s));
      sum += 0.5 * (Math.log(2 * Math.PI * level.d * level.d) + 1);
      square = level.c * level.c * square + level.d * level.d;
    }
    return sum - 0.5 * (Math.log(2 * Math.PI) + square);
  }

  /** {@code KL(q(z_1..T | x) || p(z_1..T | x))}, step by step along the chain. */
  private static double divergence(List<Level> model, double x) {
    double[] v = variances(model);
    double square = x * x;
    double sum = 0;
    for (int t = 1; t <= model.size(); t++) {
      Level level = model.get(t - 1);
      // p(z_t | z_(t-1)) by Bayes' rule on the model's joint moments.
      double k = level.a * v[t] / v[t - 1];
      double w = v[t] - k * k * v[t - 1];
      double d2 = level.d * level.d;
      sum += 0.5 * (Math.log(w / d2) + (d2 + Math.pow(level.c - k, 2) * square) / w - 1);
      square = level.c * level.c * square + d2;
    }
    return sum;
  }

  private static double logDensity(double x, double mean, double variance) {
    return -0.5 * (Math.log(2 * Math.PI * variance) + (x - mean) * (x - mean) / variance);
  }
}
