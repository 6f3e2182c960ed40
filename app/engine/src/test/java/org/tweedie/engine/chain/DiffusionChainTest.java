package org.tweedie.engine.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.Levels;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.model.Prediction;
import org.tweedie.api.sampler.SeededNoise;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.engine.likelihood.VariationalBound;
import org.tweedie.laws.exact.GaussianModel;

/** On the exact model of data N(0, 1/4), log SNR linear from 13.3 to -5. */
class DiffusionChainTest {

  private static final NoiseSchedule LINEAR = t -> 13.3 - 18.3 * t;
  private static final double DEVIATION = 0.5;
  private static final DataShape SHAPE = DataShape.point(20);
  private static final DataDescription DATA = DataDescription.of(SHAPE).withLevels(new Levels(256));
  private static final int COUNT = 300;
  private static final Condition NONE = Condition.none(COUNT);
  private static final SeededNoise NOISE = new SeededNoise(5, 0, COUNT, SHAPE);
  private static final Batch X = NOISE.draw(1000).times(DEVIATION);
  private static final GaussianModel MODEL =
      new GaussianModel(LINEAR, DEVIATION, Parameterization.NOISE);

  private static DiffusionChain chain(int steps) {
    return DiffusionChain.even(MODEL, DATA, steps);
  }

  /** MATHS: the diffusion loss of T steps in closed form, nats a dimension. */
  @ParameterizedTest
  @CsvSource({"10, 15.727564464", "100, 6.485690366"})
  void theDivergencesOfItsStepsAddUpToTheDiscreteBound(int steps, double expected) {
    DiffusionChain chain = chain(steps);
    double[] nats = new double[COUNT];
    Batch z = chain.last(X, NONE).at(NOISE.draw(chain.levels()));
    for (int level = chain.levels() - 1; level > 0; level--) {
      DiagonalGaussian q = chain.posterior(level, z, X, NONE);
      double[] terms = q.divergence(chain.decode(level, z, NONE));
      Arrays.setAll(nats, i -> nats[i] + terms[i] / SHAPE.size());
      z = q.at(NOISE.draw(level));
    }
    double mean = Arrays.stream(nats).average().orElseThrow();
    double variance = Arrays.stream(nats).map(n -> (n - mean) * (n - mean)).sum();
    double error = Math.sqrt(variance) / COUNT;
    assertThat(error).isLessThan(0.02 * expected);
    assertThat(mean).isCloseTo(expected, within(4 * error));
  }

  @Test
  void aStepsDivergenceIsTheWeightedErrorOfTheNoise() {
    DiffusionChain chain = chain(25);
    int level = 7;
    NoiseLevel t = LINEAR.at(chain.times()[level]);
    NoiseLevel s = LINEAR.at(chain.times()[level - 1]);
    Batch eps = NOISE.draw(3);
    Batch z = X.combine(t.alpha(), t.sigma(), eps);
    Prediction prediction = MODEL.predict(z, chain.times()[level], NONE);
    double[] errors = prediction.noise().squaredDistances(eps);
    double[] found = chain.posterior(level, z, X, NONE).divergence(chain.decode(level, z, NONE));
    for (int i = 0; i < COUNT; i++) {
      double expected = Math.expm1(s.logSnr() - t.logSnr()) / 2 * errors[i];
      assertThat(found[i]).isCloseTo(expected, within(1e-5 * expected));
    }
  }

  /** {@code q(z_l | z_(l+1), x) q(z_(l+1) | x) = q(z_(l+1) | z_l) q(z_l | x)}. */
  @Test
  void itsPosteriorIsBayes() {
    DiffusionChain chain = chain(12);
    int level = 5;
    DiagonalGaussian marginal = marginal(chain, level);
    Batch below = marginal.at(NOISE.draw(7));
    DiagonalGaussian forward = chain.encode(level + 1, below, NONE);
    Batch above = forward.at(NOISE.draw(8));
    double[] joint = forward.logDensity(above);
    double[] ofBelow = marginal.logDensity(below);
    double[] ofAbove = marginal(chain, level + 1).logDensity(above);
    double[] posterior = chain.posterior(level, above, X, NONE).logDensity(below);
    for (int i = 0; i < COUNT; i++) {
      assertThat(posterior[i]).isCloseTo(joint[i] + ofBelow[i] - ofAbove[i], within(1e-3));
    }
  }

  private static DiagonalGaussian marginal(DiffusionChain chain, int level) {
    double time = chain.times()[level - 1];
    return new DiffusionChain(MODEL, DATA, 0, time).last(X, NONE);
  }

  @Test
  void itsStepsComposeToTheScheduleSLevels() {
    DiffusionChain chain = chain(40);
    double scale = 1;
    double variance = 0;
    Batch ones = Batch.zeros(SHAPE, 1).map(zero -> 1);
    for (int level = 1; level <= chain.levels(); level++) {
      DiagonalGaussian q = chain.encode(level, ones, Condition.none(1));
      scale *= q.mean()[0];
      variance = q.mean()[0] * q.mean()[0] * variance + q.deviation()[0] * q.deviation()[0];
      NoiseLevel at = LINEAR.at(chain.times()[level - 1]);
      assertThat(scale).isCloseTo(at.alpha(), within(1e-12));
      assertThat(variance).isCloseTo(at.sigma() * at.sigma(), within(1e-12));
      assertThat(chain.resolution(level)).isLessThanOrEqualTo(q.deviation()[0]).isPositive();
    }
  }

  @Test
  void itsEndsAreThoseOfTheBound() {
    DiffusionChain chain = chain(10);
    VariationalBound bound = new VariationalBound(DATA, OptionalInt.of(10), 1, 1);
    Batch x = X.map(v -> DATA.levels().orElseThrow().value(128 + (int) (100 * v) % 100));
    Batch eps = NOISE.draw(4);
    double[] recon = chain.reconstruct(chain.encode(1, x, NONE).at(eps), NONE).nats(x);
    double[] expected = bound.reconstruction(LINEAR, x, eps);
    double[] prior = chain.last(x, NONE).divergence(chain.prior(COUNT));
    double[] expectedPrior = bound.prior(LINEAR, x);
    for (int i = 0; i < COUNT; i++) {
      assertThat(recon[i]).isCloseTo(expected[i], within(1e-3 * expected[i] + 1e-6));
      assertThat(prior[i]).isCloseTo(expectedPrior[i], within(1e-6));
    }
  }

  @Test
  void refusesWhatHasNoChain() {
    assertThatThrownBy(() -> new DiffusionChain(MODEL, DataDescription.of(SHAPE), 0, 1))
        .hasMessageContaining("continuous");
    assertThatThrownBy(() -> new DiffusionChain(MODEL, DATA, 0, 0.5, 0.5))
        .hasMessageContaining("rise");
    NoiseSchedule boundless = t -> Math.log1p(-t) - Math.log(t);
    GaussianModel model = new GaussianModel(boundless, DEVIATION, Parameterization.NOISE);
    assertThatThrownBy(() -> DiffusionChain.even(model, DATA, 4)).hasMessageContaining("infinite");
  }
}
