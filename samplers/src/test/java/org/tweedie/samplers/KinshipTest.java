package org.tweedie.samplers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tweedie.api.model.Batch;
import org.tweedie.api.sampler.Sampler;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.walk.Grid;
import org.tweedie.api.walk.Walk;
import org.tweedie.laws.identity.Convergence;

/** Samplers of different papers that are one another's special cases. */
class KinshipTest {

  private static final List<Double> NO_TIMES = List.of();

  @Property(seed = "3", tries = 300)
  void eulersAncestralStepIsDdims(
      @ForAll @Scale(6) @DoubleRange(min = -15, max = 14) double later,
      @ForAll @Scale(6) @DoubleRange(min = 0.001, max = 10) double fall,
      @ForAll @Scale(6) @DoubleRange(min = 0, max = 1) double eta,
      @ForAll @Scale(6) @DoubleRange(min = 0.1, max = 3) double scale) {
    NoiseLevel t = scaled(NoiseLevel.variancePreserving(later), scale);
    NoiseLevel s = scaled(NoiseLevel.variancePreserving(later + fall), 1 / scale);
    Step euler = EulerAncestralSampler.step(t, s, eta);
    Step ddim = DdimSampler.step(t, s, eta);
    double unit = 1e-9 * (1 + ddim.ofLatent());
    assertThat(euler.ofLatent()).isCloseTo(ddim.ofLatent(), within(unit));
    assertThat(euler.ofSignal()).isCloseTo(ddim.ofSignal(), within(1e-9 / scale));
    assertThat(euler.ofNoise()).isCloseTo(ddim.ofNoise(), within(1e-9 / scale));
  }

  /** There sigma/alpha is infinite, and the step is the limit. */
  @ParameterizedTest
  @ValueSource(doubles = {0, 0.5, 1})
  void eulersAncestralStepFromPureNoiseIsDdims(double eta) {
    NoiseLevel t = NoiseLevel.variancePreserving(Double.NEGATIVE_INFINITY);
    NoiseLevel s = NoiseLevel.variancePreserving(-2);
    Step euler = EulerAncestralSampler.step(t, s, eta);
    Step ddim = DdimSampler.step(t, s, eta);
    assertThat(euler.ofLatent()).isCloseTo(ddim.ofLatent(), within(1e-15));
    assertThat(euler.ofSignal()).isCloseTo(ddim.ofSignal(), within(1e-15));
    assertThat(euler.ofNoise()).isCloseTo(ddim.ofNoise(), within(1e-15));
  }

  private static NoiseLevel scaled(NoiseLevel level, double scale) {
    return new NoiseLevel(level.alpha() * scale, level.sigma() * scale, level.logSnr());
  }

  @Test
  void eulersMethodWithoutChurnIsDdim() {
    assertSame(
        new EulerSampler(
            new EulerSampler.Options(Walk.Options.of(20, Grid.LOG_SNR), new Churn(0, 0, 1e6, 1))),
        new DdimSampler(new DdimSampler.Options(Walk.Options.of(20, Grid.LOG_SNR), 0)));
  }

  @Test
  void firstOfTheSolversWithNoiseIsAncestralSampling() {
    assertSame(
        new DpmSolverPpSampler(
            new DpmSolverPpSampler.Options(
                Walk.Options.of(20, Grid.TRAILING), DpmSolverPpSampler.Variant.SDE_1)),
        new AncestralSampler(
            new AncestralSampler.Options(
                Walk.Options.of(20, Grid.TRAILING), AncestralSampler.Variance.POSTERIOR)));
  }

  private static Sampler sa(int steps, int predictor, int corrector, double tau) {
    return new SaSolverSampler(
        SaSolverSampler.Options.of(
            Walk.Options.of(steps, Grid.LOG_SNR), predictor, corrector, tau));
  }

  @Test
  void stochasticAdamsOfTheFirstOrderIsAncestralSampling() {
    assertSame(
        sa(20, 1, 0, 1),
        new AncestralSampler(
            new AncestralSampler.Options(
                Walk.Options.of(20, Grid.LOG_SNR), AncestralSampler.Variance.POSTERIOR)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void stochasticAdamsWithoutNoiseIsUniPc(int order) {
    assertSame(
        sa(20, order, order, 0),
        new UniPcSampler(new UniPcSampler.Options(Walk.Options.of(20, Grid.LOG_SNR), order)));
  }

  @Test
  void stochasticAdamsWithoutNoiseAndCorrectorIsTheMultistepSolver() {
    assertSame(
        sa(20, 3, 0, 0),
        new DpmSolverPpSampler(
            new DpmSolverPpSampler.Options(
                Walk.Options.of(20, Grid.LOG_SNR), DpmSolverPpSampler.Variant.MULTISTEP_3)));
  }

  private static Sampler er(int order, ErSdeSampler.NoiseScale scale) {
    return new ErSdeSampler(
        new ErSdeSampler.Options(Walk.Options.of(20, Grid.LOG_SNR), order, scale, 1));
  }

  @Test
  void extendedReverseSolverOfTheFirstOrderIsDdimOrAncestralSampling() {
    assertSame(
        er(1, ErSdeSampler.NoiseScale.FLOW),
        new DdimSampler(new DdimSampler.Options(Walk.Options.of(20, Grid.LOG_SNR), 0)));
    assertSame(
        er(1, ErSdeSampler.NoiseScale.REVERSE),
        new AncestralSampler(
            new AncestralSampler.Options(
                Walk.Options.of(20, Grid.LOG_SNR), AncestralSampler.Variance.POSTERIOR)));
  }

  /** Without noise it is Adams and Bashforth's method in sigma/alpha, which that of Karras is. */
  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void extendedReverseSolverWithoutNoiseAndLinearMultistepAgreeInTheLimit(int order) {
    Batch expected =
        Runs.samples(
            new LmsSampler(new LmsSampler.Options(Walk.Options.of(400, Grid.KARRAS), order)),
            Convergence.MODEL,
            16);
    Batch found =
        Runs.samples(
            new ErSdeSampler(
                new ErSdeSampler.Options(
                    Walk.Options.of(400, Grid.KARRAS), order, ErSdeSampler.NoiseScale.FLOW, 1)),
            Convergence.MODEL,
            16);
    assertThat(found.values()).containsExactly(expected.values(), within(1e-3f));
  }

  /** The integrals by quadrature in sigma/alpha, and the law of a latent whose signal is known. */
  @ParameterizedTest
  @EnumSource
  void extendedReverseStepIsThePapers(ErSdeSampler.NoiseScale scale) {
    for (double fall : new double[] {0.01, 0.5, 3}) {
      NoiseLevel t = NoiseLevel.variancePreserving(-4);
      NoiseLevel s = NoiseLevel.variancePreserving(-4 + fall);
      ErSdeSampler.Interval step = new ErSdeSampler.Interval(scale, t, s);
      double[] moments = step.moments(3);
      for (int k = 0; k < 3; k++) {
        assertThat(moments[k])
            .as("moment %s of a step of %s", k, fall)
            .isCloseTo(byQuadrature(scale, Step.ratio(t), Step.ratio(s), k), within(1e-7));
      }
      assertThat(step.ofLatent() * t.alpha() + s.alpha() * moments[0])
          .isCloseTo(s.alpha(), within(1e-12));
      assertThat(Math.hypot(step.ofLatent() * t.sigma(), step.ofNoise()))
          .isCloseTo(s.sigma(), within(1e-12));
    }
  }

  /** {@code phi(s') integral of u^k d(-1/phi)}. */
  private static double byQuadrature(
      ErSdeSampler.NoiseScale scale, double from, double to, int power) {
    int n = 200_000;
    double sum = 0;
    double before = to * Math.exp(scale.logShare(to) - scale.logShare(from)) / from;
    for (int i = 1; i <= n; i++) {
      double r = from + (to - from) * i / n;
      double after = to * Math.exp(scale.logShare(to) - scale.logShare(r)) / r;
      sum += Math.pow((i - 0.5) / n, power) * (after - before);
      before = after;
    }
    return sum;
  }

  /** Both solve one linear equation with a constant signal exactly. */
  @Property(seed = "4", tries = 300)
  void stochasticStepOfTauOneIsAncestral(
      @ForAll @Scale(6) @DoubleRange(min = -15, max = 14) double later,
      @ForAll @Scale(6) @DoubleRange(min = 0.001, max = 10) double fall,
      @ForAll @Scale(6) @DoubleRange(min = 0.1, max = 3) double scale) {
    NoiseLevel t = scaled(NoiseLevel.variancePreserving(later), scale);
    NoiseLevel s = scaled(NoiseLevel.variancePreserving(later + fall), 1 / scale);
    Step one = Step.stochastic(t, s, 1);
    Step other = AncestralSampler.step(t, s, AncestralSampler.Variance.POSTERIOR);
    assertThat(one.ofLatent()).isCloseTo(other.ofLatent(), within(1e-9 * (1 + other.ofLatent())));
    assertThat(one.ofSignal()).isCloseTo(other.ofSignal(), within(1e-9 / scale));
    assertThat(one.ofNoise()).isCloseTo(other.ofNoise(), within(1e-9 / scale));
  }

  /**
   * With any tau a step of one level keeps the law of a latent whose signal is known: {@code alpha
   * x + sigma n} stays so.
   */
  @Property(seed = "5", tries = 300)
  void stochasticStepKeepsTheMarginalsOfAKnownSignal(
      @ForAll @Scale(6) @DoubleRange(min = -15, max = 14) double later,
      @ForAll @Scale(6) @DoubleRange(min = 0.001, max = 10) double fall,
      @ForAll @Scale(6) @DoubleRange(min = 0, max = 2) double tau) {
    NoiseLevel t = NoiseLevel.variancePreserving(later);
    NoiseLevel s = NoiseLevel.variancePreserving(later + fall);
    Step step = Step.stochastic(t, s, tau);
    assertThat(step.ofLatent() * t.alpha() + step.ofSignal()).isCloseTo(s.alpha(), within(1e-9));
    assertThat(Math.hypot(step.ofLatent() * t.sigma(), step.ofNoise()))
        .isCloseTo(s.sigma(), within(1e-9));
  }

  @Test
  void restartingNeverIsHeunsMethod() {
    assertSame(
        new RestartSampler(
            new RestartSampler.Options(Walk.Options.of(20, Grid.KARRAS), 0.06, 0.3, 0, 3)),
        new HeunSampler(
            new HeunSampler.Options(Walk.Options.of(20, Grid.KARRAS), new Churn(0, 0, 1e6, 1))));
  }

  @Test
  void listOfTimesTakesTheGridsPlace() {
    assertSame(
        new DdimSampler(
            new DdimSampler.Options(
                new Walk.Options(
                    99, Grid.KARRAS, List.of(), List.of(1.0, 0.75, 0.5, 0.25), true, 0),
                0)),
        new DdimSampler(new DdimSampler.Options(Walk.Options.of(4, Grid.TRAILING), 0)));
  }

  /** Moments and weights against quadrature, with nodes ahead and behind. */
  @ParameterizedTest
  @ValueSource(doubles = {0.01, 0.3, 2, 6})
  void weightsOfTheExponentialIntegratorsAreExactForPolynomials(double h) {
    double[] nodes = {0, -0.7, -1.9, 1};
    double[] moments = Interpolation.exponentialMoments(h, 4);
    double[] weights = Interpolation.weights(nodes, moments);
    for (int power = 0; power < 4; power++) {
      double sum = 0;
      for (int j = 0; j < 4; j++) {
        sum += weights[j] * Math.pow(nodes[j], power);
      }
      assertThat(sum).isCloseTo(byQuadrature(h, power), within(1e-7));
    }
    assertThat(moments[0]).isCloseTo(1 - Math.exp(-h), within(1e-14));
    assertThat(moments[1]).isCloseTo(1 - (1 - Math.exp(-h)) / h, within(1e-12));
  }

  private static double byQuadrature(double h, int power) {
    int n = 20_000;
    double sum = 0;
    for (int i = 0; i < n; i++) {
      double u = (i + 0.5) / n;
      sum += h * Math.exp(-h * (1 - u)) * Math.pow(u, power) / n;
    }
    return sum;
  }

  @Test
  void adamsBashforthsWeightsAreThoseOfThePaper() {
    double[] weights =
        Interpolation.weights(new double[] {0, -1, -2, -3}, Interpolation.plainMoments(1, 4));
    double[] expected = {55 / 24.0, -59 / 24.0, 37 / 24.0, -9 / 24.0};
    assertThat(weights).containsExactly(expected, within(1e-14));
  }

  private static void assertSame(Sampler one, Sampler other) {
    Batch expected = Runs.samples(other, Convergence.MODEL, 16);
    assertThat(Runs.samples(one, Convergence.MODEL, 16).values())
        .containsExactly(expected.values(), within(2e-6f));
  }
}
