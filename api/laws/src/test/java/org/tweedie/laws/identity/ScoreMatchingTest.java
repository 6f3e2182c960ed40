package org.tweedie.laws.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.laws.exact.MixtureModel;
import org.tweedie.laws.exact.MixtureModel.Component;
import org.tweedie.laws.exact.StraightSchedule;

/**
 * Three ways to match scores differ by numbers that do not depend on the model (Luo, arXiv
 * 2208.11970, equation 157; Hyvarinen 2005; Vincent 2011): the explicit one, {@code 1/2 E|s - grad
 * log p|^2}, the implicit one, {@code E[s'+ s^2/2]}, and the denoising one, {@code 1/2 E|s +
 * eps/sigma|^2}; all by quadrature in one dimension.
 */
class ScoreMatchingTest {

  private static final NoiseLevel LEVEL = new StraightSchedule(4, -4).at(0.45);

  private static final MixtureModel DATA =
      new MixtureModel(
          new StraightSchedule(4, -4),
          List.of(new Component(0.3, 0, 0.25, -0.8), new Component(0.7, 0, 0.4, 0.5)),
          Parameterization.SCORE);

  /** A model of a score with its derivative. */
  private record Score(DoubleUnaryOperator value, DoubleUnaryOperator slope) {}

  private static final List<Score> MODELS =
      List.of(
          new Score(z -> -z, z -> -1),
          new Score(z -> (0.4 - z) / 0.7, z -> -1 / 0.7),
          new Score(z -> Math.sin(2 * z) - z, z -> 2 * Math.cos(2 * z) - 1));

  @Test
  void explicitAndImplicitMatchingDifferByAConstant() {
    double constant = expectation(z -> 0.5 * Math.pow(trueScore(z), 2));
    for (Score model : MODELS) {
      assertThat(explicit(model) - implicit(model)).isCloseTo(constant, within(1e-8));
    }
  }

  @Test
  void denoisingAndExplicitMatchingDifferByAConstant() {
    double constant = denoising(MODELS.get(0)) - explicit(MODELS.get(0));
    assertThat(constant).as("what noise there is that nobody can predict").isPositive();
    for (Score model : MODELS) {
      assertThat(denoising(model) - explicit(model)).isCloseTo(constant, within(1e-8));
    }
  }

  @Test
  void explicitMatchingIsLeastAtTheTrueScore() {
    assertThat(explicit(new Score(ScoreMatchingTest::trueScore, z -> 0))).isLessThan(1e-20);
    MODELS.forEach(model -> assertThat(explicit(model)).isGreaterThan(0.01));
  }

  /** {@code grad log p(z) = -E[eps | z] / sigma}, held against a difference of log p. */
  @Test
  void scoreIsTheGradientOfTheDensity() {
    for (double z = -2; z <= 2; z += 0.25) {
      double h = 1e-5;
      double difference =
          (DATA.logDensity(new double[] {z + h}, LEVEL)
                  - DATA.logDensity(new double[] {z - h}, LEVEL))
              / (2 * h);
      assertThat(trueScore(z)).isCloseTo(difference, within(1e-8));
    }
  }

  private static double trueScore(double z) {
    return DATA.posteriorMean(new double[] {z}, LEVEL, -1, Parameterization.SCORE)[0]
        / LEVEL.sigma();
  }

  private static double explicit(Score model) {
    return expectation(z -> 0.5 * Math.pow(model.value.applyAsDouble(z) - trueScore(z), 2));
  }

  private static double implicit(Score model) {
    return expectation(
        z -> model.slope.applyAsDouble(z) + 0.5 * Math.pow(model.value.applyAsDouble(z), 2));
  }

  /** Over signal and noise, each by trapezoids, which are exact to rounding for Gaussians. */
  private static double denoising(Score model) {
    double sum = 0;
    double step = 0.05;
    for (Component component : DATA.components()) {
      for (double u = -8; u <= 8; u += step) {
        double x = component.mean()[0] + component.deviation() * u;
        for (double eps = -8; eps <= 8; eps += step) {
          double weight = component.weight() * normal(u) * normal(eps) * step * step;
          double z = LEVEL.alpha() * x + LEVEL.sigma() * eps;
          double error = model.value.applyAsDouble(z) + eps / LEVEL.sigma();
          sum += weight * 0.5 * error * error;
        }
      }
    }
    return sum;
  }

  private static double normal(double u) {
    return Math.exp(-u * u / 2) / Math.sqrt(2 * Math.PI);
  }

  private static double expectation(DoubleUnaryOperator function) {
    double sum = 0;
    double step = 0.01;
    for (double z = -9; z <= 9; z += step) {
      sum += Math.exp(DATA.logDensity(new double[] {z}, LEVEL)) * function.applyAsDouble(z) * step;
    }
    return sum;
  }
}
