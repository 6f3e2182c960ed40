package org.tweedie.samplers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.sampler.BrownianNoise;
import org.tweedie.api.sampler.NoiseSource;
import org.tweedie.api.sampler.Sampler;
import org.tweedie.api.sampler.SeededNoise;
import org.tweedie.api.sampler.StepListener;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.walk.Grid;
import org.tweedie.api.walk.Walk;
import org.tweedie.laws.exact.GaussianModel;
import org.tweedie.laws.exact.StraightSchedule;
import org.tweedie.laws.identity.Convergence;
import org.tweedie.laws.identity.StrongConvergence;

/** Samplers with noise on one Brownian path a sample: each sample has a limit of its own. */
class StrongConvergenceTest {

  private static Map<String, IntFunction<Sampler>> samplers(double eta) {
    return Map.ofEntries(
        strong(
            "ancestral",
            n -> new AncestralSampler(new AncestralSampler.Options(walk(n), POSTERIOR))),
        strong("ddim", n -> new DdimSampler(new DdimSampler.Options(walk(n), eta))),
        strong(
            "euler-ancestral",
            n -> new EulerAncestralSampler(new EulerAncestralSampler.Options(walk(n), eta, 1))),
        strong(
            "euler-maruyama",
            n -> new EulerMaruyamaSampler(new EulerMaruyamaSampler.Options(walk(n), eta, 1))),
        strong("sde-1", n -> solver(n, DpmSolverPpSampler.Variant.SDE_1, eta)),
        strong("sde-multistep-2", n -> solver(n, DpmSolverPpSampler.Variant.SDE_MULTISTEP_2, eta)),
        strong(
            "sde-singlestep-2", n -> solver(n, DpmSolverPpSampler.Variant.SDE_SINGLESTEP_2, eta)),
        strong(
            "sa-solver", n -> new SaSolverSampler(SaSolverSampler.Options.of(walk(n), 3, 3, eta))),
        strong(
            "er-sde",
            n ->
                new ErSdeSampler(
                    new ErSdeSampler.Options(walk(n), 3, ErSdeSampler.NoiseScale.REVERSE, 1))),
        strong(
            "reverse-diffusion",
            n ->
                new PredictorCorrectorSampler(
                    new PredictorCorrectorSampler.Options(
                        walk(n), PredictorCorrectorSampler.Predictor.REVERSE_DIFFUSION, 0, 0.1))),
        strong(
            "stochastic-runge-kutta",
            n ->
                new StochasticRungeKuttaSampler(
                    new StochasticRungeKuttaSampler.Options(walk(n), 1))));
  }

  private static Map.Entry<String, IntFunction<Sampler>> strong(
      String name, IntFunction<Sampler> sampler) {
    return Map.entry(name, sampler);
  }

  private static final AncestralSampler.Variance POSTERIOR = AncestralSampler.Variance.POSTERIOR;

  private static Walk.Options walk(int steps) {
    return Walk.Options.of(steps, Grid.LOG_SNR).withoutClip();
  }

  private static Sampler solver(int steps, DpmSolverPpSampler.Variant variant, double eta) {
    return new DpmSolverPpSampler(new DpmSolverPpSampler.Options(walk(steps), variant, eta, 1));
  }

  /** Euler's method has one half where the noise depends on the latent; here it does not. */
  @ParameterizedTest
  @CsvSource({
    "ancestral,         1",
    "ddim,              1",
    "ddim,              0.5",
    "euler-ancestral,   0.5",
    "euler-maruyama,    1",
    "euler-maruyama,    0.5",
    "sde-1,             0.5",
    "sde-multistep-2,   1",
    "sde-multistep-2,   0.5",
    "sde-singlestep-2,  1",
    "sde-singlestep-2,  0.5",
    "sa-solver,         1",
    "sa-solver,         0.5",
    "er-sde,            1",
    "reverse-diffusion, 1"
  })
  void distanceToWhereThePathLeadsIsOfTheFirstOrder(String name, double eta) {
    IntFunction<Sampler> sampler = samplers(eta).get(name);
    assertThat(StrongConvergence.order(sampler, 64, 256, eta))
        .as("measured order of %s with eta %s", name, eta)
        .isCloseTo(1, within(0.2));
  }

  /**
   * With the path's area it is three halves, of which the noise's own part is small here: what is
   * measured is between that and the second order of the method without noise.
   */
  @Test
  void withThePathsAreaTheOrderIsThreeHalvesOrMore() {
    IntFunction<Sampler> sampler = samplers(1).get("stochastic-runge-kutta");
    assertThat(StrongConvergence.order(sampler, 64, 256, 1)).isBetween(1.4, 2.2);
    assertThat(StrongConvergence.distance(sampler.apply(64)).orElseThrow())
        .isLessThan(
            StrongConvergence.distance(samplers(1).get("ancestral").apply(128)).orElseThrow() / 3);
  }

  @Test
  void samplersWithoutNoiseOrWithOtherNoiseHaveNoPath() {
    assertThat(StrongConvergence.distance(samplers(0).get("ddim").apply(5))).isEmpty();
    assertThat(
            StrongConvergence.distance(
                new HeunSampler(new HeunSampler.Options(walk(5), new Churn(10, 0, 1e6, 1)))))
        .isEmpty();
  }

  /** What the path's noise is for: few and many steps give one sample. */
  @Test
  void walksOfDifferentLengthEndTogetherOnOnePath() {
    IntFunction<Sampler> sampler = samplers(1).get("sde-multistep-2");
    double onPath = apart(sampler, new BrownianNoise(3, 0, 50, Convergence.POINT));
    double independent = apart(sampler, new SeededNoise(3, 0, 50, Convergence.POINT));
    assertThat(onPath).isLessThan(independent / 4);
  }

  private static double apart(IntFunction<Sampler> sampler, NoiseSource noise) {
    double sum = 0;
    Batch few = walked(sampler.apply(20), noise);
    for (double square : few.squaredDistances(walked(sampler.apply(200), noise))) {
      sum += square / 50;
    }
    return Math.sqrt(sum);
  }

  private static Batch walked(Sampler sampler, NoiseSource noise) {
    return sampler.sample(
        Convergence.MODEL.given(Condition.none(50)), noise.draw(-1), noise, StepListener.NONE);
  }

  /**
   * On Gaussian data N(0, c^2) the equation {@code dy = c^2 y / (1 + c^2 u) du + dB(u)} is linear:
   * its solution is {@code (1 + c^2 u) (y_0 / (1 + c^2 u_0) + integral of dB(r) / (1 + c^2 r))}.
   */
  @ParameterizedTest
  @CsvSource({
    "ancestral, 640, 0.005",
    "sde-multistep-2, 640, 0.003",
    "stochastic-runge-kutta, 160, 0.003"
  })
  void onGaussianDataSamplesAreTheKnownOnes(String name, int steps, double tolerance) {
    int count = 30;
    double c2 = 0.25;
    GaussianModel model =
        new GaussianModel(new StraightSchedule(8, -8), 0.5, Parameterization.SIGNAL);
    BrownianNoise noise = new BrownianNoise(8, 0, count, Convergence.POINT);
    Batch start = noise.draw(-1);
    NoiseLevel first = model.schedule().at(1);
    double[] y = new double[2 * count];
    for (int k = 0; k < y.length; k++) {
      double ofLatent = first.alpha() / (first.sigma() * first.sigma());
      y[k] = ofLatent * start.values()[k] / (1 + c2 * first.snr());
    }
    int parts = 2000;
    for (int n = 0; n < parts; n++) {
      double from = -8 + 16.0 * n / parts;
      double to = -8 + 16.0 * (n + 1) / parts;
      float[] increment = noise.increment(from, to, 0).values();
      double deviation = Math.sqrt(Math.exp(to) - Math.exp(from));
      for (int k = 0; k < y.length; k++) {
        y[k] += deviation * increment[k] / (1 + c2 * Math.exp((from + to) / 2));
      }
    }
    Batch samples =
        samplers(1)
            .get(name)
            .apply(steps)
            .sample(model.given(Condition.none(count)), start, noise, StepListener.NONE);
    double sum = 0;
    for (int k = 0; k < y.length; k++) {
      // E[x | y] = c^2 y / (1 + c^2 u).
      sum += Math.pow(samples.values()[k] - c2 * y[k], 2) / y.length;
    }
    assertThat(Math.sqrt(sum)).as("root mean square distance").isLessThan(tolerance);
  }
}
