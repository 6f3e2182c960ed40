package org.tweedie.engine.likelihood;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.Levels;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.sampler.SeededNoise;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.laws.exact.BoundlessSchedule;
import org.tweedie.laws.exact.GaussianModel;
import org.tweedie.laws.exact.MixtureModel;
import org.tweedie.laws.exact.StraightSchedule;

/** Against densities in closed form. */
class FlowLikelihoodTest {

  private static final DataShape PLANE = DataShape.point(2);
  private static final double TOLERANCE = 1e-7;

  /** So wide that the latents at its end are the prior's to 1e-7. */
  private static final NoiseSchedule PRESERVING = new StraightSchedule(9, -24);

  /** Alpha 1, sigma from 0.01 to 300,000. */
  private static final NoiseSchedule EXPLODING =
      of(t -> 1, t -> 0.01 * Math.pow(3e7, t), t -> -2 * Math.log(0.01 * Math.pow(3e7, t)));

  /** Song et al., arXiv 2011.13456, equation 29: {@code sigma = 1 - alpha^2}. */
  private static final NoiseSchedule SUB_PRESERVING =
      of(
          t -> Math.exp(-decay(t)),
          t -> -Math.expm1(-2 * decay(t)),
          t -> 2 * (-decay(t) - Math.log(-Math.expm1(-2 * decay(t)))));

  private static double decay(double t) {
    return 0.005 + 12 * t * t;
  }

  private interface OfTime {
    double at(double t);
  }

  private static NoiseSchedule of(OfTime alpha, OfTime sigma, OfTime logSnr) {
    return new NoiseSchedule() {
      @Override
      public double logSnr(double t) {
        return logSnr.at(t);
      }

      @Override
      public NoiseLevel at(double t) {
        return new NoiseLevel(alpha.at(t), sigma.at(t), logSnr.at(t));
      }
    };
  }

  static Stream<Arguments> schedules() {
    return Stream.of(
        Arguments.of("variance preserving", PRESERVING),
        Arguments.of("variance exploding", EXPLODING),
        Arguments.of("sub-variance preserving", SUB_PRESERVING),
        Arguments.of("without ends", new BoundlessSchedule()));
  }

  private static FlowProtocol protocol(Divergence divergence, int probes) {
    return new FlowProtocol(
        Dequantisation.VARIATIONAL, 1, false, divergence, probes, TOLERANCE, TOLERANCE, 9, 5);
  }

  private static DataDescription continuous(DataShape shape) {
    return new DataDescription(shape, Optional.empty(), List.of());
  }

  private static FlowTerms exact(DiffusionModel model, Batch x) {
    return new FlowLikelihood(continuous(x.shape()), protocol(Divergence.EXACT, 1))
        .terms(model, x, Condition.none(x.count()), 0);
  }

  /**
   * The flow of Gaussian data multiplies by the quotient of standard deviations, so its density is
   * Gaussian: that of the prior, narrowed by this factor.
   */
  @ParameterizedTest(name = "{0}")
  @MethodSource("schedules")
  void hasTheDensityOfTheGaussianFlowInClosedForm(String name, NoiseSchedule schedule) {
    for (Parameterization shows : Parameterization.values()) {
      // Of noise alone a signal that is not there cannot be told, so its infinite end is left out.
      if (schedule instanceof BoundlessSchedule && shows == Parameterization.SIGNAL) {
        continue;
      }
      GaussianModel model = new GaussianModel(schedule, 0.5, shows);
      Batch x = new SeededNoise(2, 0, 4, DataShape.point(5)).draw(0).times(0.5);
      NoiseLevel first = schedule.at(schedule.timeOf(Math.min(9, schedule.logSnr(0))));
      NoiseLevel last = schedule.at(schedule.timeOf(Math.max(-40, schedule.logSnr(1))));
      double variance =
          model.variance(first)
              * last.power()
              / model.variance(last)
              / (first.alpha() * first.alpha());
      double[] total = exact(model, x).total();
      double[] squares = x.squaredDistances(Batch.zeros(x.shape(), 4));
      for (int i = 0; i < 4; i++) {
        double expected = (squares[i] / variance + 5 * Math.log(2 * Math.PI * variance)) / 2;
        assertThat(total[i])
            .as("-log p of example %s, of a model that shows %s", i, shows)
            .isCloseTo(expected, within(4e-6 * (1 + Math.abs(expected))));
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("schedules")
  void hasTheDensityOfAMixture(String name, NoiseSchedule schedule) {
    MixtureModel model = MixtureModel.twoClasses(schedule, Parameterization.NOISE);
    Batch x = Batch.of(PLANE, new float[] {-0.45f, 0.35f, 0.6f, 0.2f, 0.1f, -0.55f, 0, 0});
    FlowTerms terms = exact(model, x);
    NoiseLevel first = schedule.at(schedule.timeOf(Math.min(9, schedule.logSnr(0))));
    for (int i = 0; i < 4; i++) {
      double[] z = {first.alpha() * x.values()[2 * i], first.alpha() * x.values()[2 * i + 1]};
      double expected = -model.logDensity(z, first) - 2 * Math.log(first.alpha());
      assertThat(terms.total()[i])
          .as("-log p of example %s, whose prior mismatch is %s", i, terms.priorMismatch()[i])
          .isCloseTo(expected, within(1e-5 * (1 + Math.abs(expected))));
      assertThat(terms.prior()[i] + terms.volume()[i]).isEqualTo(terms.total()[i]);
      assertThat(terms.probeError()[i]).isZero();
    }
  }

  @Test
  void aClassHasADensityOfItsOwn() {
    MixtureModel model = MixtureModel.twoClasses(PRESERVING, Parameterization.VELOCITY);
    Batch x = Batch.of(PLANE, new float[] {-0.45f, 0.35f});
    double total =
        new FlowLikelihood(continuous(PLANE), protocol(Divergence.EXACT, 1))
            .terms(model, x, Condition.labels(0), 0)
            .total()[0];
    NoiseLevel first = PRESERVING.at(0);
    double variance = 0.01 + Math.exp(-9);
    double squares = Math.pow(-0.45f + 0.5, 2) + Math.pow(0.35f - 0.3, 2);
    assertThat(total)
        .isCloseTo(squares / (2 * variance) + Math.log(2 * Math.PI * variance), within(1e-5));
    assertThat(first.logSnr()).isEqualTo(9);
  }

  @ParameterizedTest
  @EnumSource(
      value = Divergence.class,
      names = {"RADEMACHER", "GAUSSIAN"})
  void hutchinsonsEstimateIsRightWithinItsStandardError(Divergence divergence) {
    MixtureModel model = MixtureModel.twoClasses(PRESERVING, Parameterization.NOISE);
    Batch x = Batch.of(PLANE, new float[] {-0.45f, 0.35f, 0.6f, 0.2f, 0.1f, -0.55f});
    double[] exact = exact(model, x).total();
    FlowTerms terms =
        new FlowLikelihood(continuous(PLANE), protocol(divergence, 200))
            .terms(model, x, Condition.none(3), 0);
    for (int i = 0; i < 3; i++) {
      assertThat(terms.probeError()[i]).as("standard error").isBetween(1e-3, 1.0);
      assertThat(terms.total()[i])
          .as("estimate with a standard error of %s", terms.probeError()[i])
          .isCloseTo(exact[i], within(3 * terms.probeError()[i]))
          .isNotEqualTo(exact[i]);
    }
  }

  @Test
  void oneProbeIsEnoughForAMeanOverExamplesAndSaysNothingOfItsOwnError() {
    MixtureModel model = MixtureModel.twoClasses(PRESERVING, Parameterization.NOISE);
    Batch x = new SeededNoise(3, 0, 60, PLANE).draw(0).times(0.4);
    double[] exact = exact(model, x).total();
    FlowTerms terms =
        new FlowLikelihood(continuous(PLANE), protocol(Divergence.RADEMACHER, 1))
            .terms(model, x, Condition.none(60), 0);
    double[] differences = new double[60];
    Arrays.setAll(differences, i -> terms.total()[i] - exact[i]);
    Estimate off = Estimate.of(differences, 1);
    assertThat(off.mean()).as("%s", off).isCloseTo(0, within(3 * off.standardError()));
    assertThat(terms.probeError()[0]).isNaN();
  }

  @Test
  void doesNotDependOnTheBatch() {
    MixtureModel model = MixtureModel.twoClasses(PRESERVING, Parameterization.NOISE);
    Batch x = new SeededNoise(3, 0, 6, PLANE).draw(0).times(0.5);
    FlowLikelihood flow = new FlowLikelihood(continuous(PLANE), protocol(Divergence.RADEMACHER, 2));
    FlowTerms whole = flow.terms(model, x, Condition.none(6), 0);
    FlowTerms part = flow.terms(model, x.slice(2, 5), Condition.none(3), 2);
    assertThat(part.total()).containsExactly(Arrays.copyOfRange(whole.total(), 2, 5));
    assertThat(part.evaluations()).containsExactly(Arrays.copyOfRange(whole.evaluations(), 2, 5));
  }

  private static FlowTerms to(
      double tolerance, Divergence divergence, MixtureModel model, Batch x) {
    FlowProtocol protocol =
        new FlowProtocol(
            Dequantisation.VARIATIONAL, 1, false, divergence, 2, tolerance, tolerance, 9, 5);
    return new FlowLikelihood(continuous(PLANE), protocol)
        .terms(model, x, Condition.none(x.count()), 0);
  }

  @Test
  void looserTolerancesCostLess() {
    MixtureModel model = MixtureModel.twoClasses(PRESERVING, Parameterization.NOISE);
    Batch x = new SeededNoise(3, 0, 6, PLANE).draw(0).times(0.4);
    FlowTerms tight = to(TOLERANCE, Divergence.EXACT, model, x);
    FlowTerms loose = to(1e-4, Divergence.EXACT, model, x);
    for (int i = 0; i < 6; i++) {
      assertThat(loose.evaluations()[i]).isLessThan(tight.evaluations()[i] / 2);
    }
  }

  /** So narrow that the flow decides late and at once which of the two it came from. */
  private static final MixtureModel STEEP =
      new MixtureModel(
          PRESERVING,
          List.of(
              new MixtureModel.Component(0.5, 0, 0.01, -0.5, 0.3),
              new MixtureModel.Component(0.5, 1, 0.02, 0.5, 0.3)),
          Parameterization.NOISE);

  /**
   * The true likelihood is the mixture's density; with probes, whose estimate is no density of
   * anything, it is that of the same probes at a tolerance of 1e-8.
   */
  @ParameterizedTest
  @CsvSource({
    "false, 1e-2, EXACT",
    "false, 1e-3, EXACT",
    "false, 1e-4, EXACT",
    "false, 1e-5, EXACT",
    "false, 1e-3, RADEMACHER",
    "false, 1e-4, RADEMACHER",
    "false, 1e-3, GAUSSIAN",
    "true, 1e-3, EXACT",
    "true, 1e-4, EXACT",
    "true, 1e-5, EXACT",
    "true, 1e-4, RADEMACHER"
  })
  void integrationIsOffByNoMoreThanReported(
      boolean steep, double tolerance, Divergence divergence) {
    MixtureModel model =
        steep ? STEEP : MixtureModel.twoClasses(PRESERVING, Parameterization.NOISE);
    Batch x = new SeededNoise(3, 0, FlowLikelihood.CHECKED, PLANE).draw(0).times(0.4);
    double[] truth =
        divergence == Divergence.EXACT
            ? minusLogDensities(model, x)
            : to(1e-8, divergence, model, x).total();
    FlowTerms terms = to(tolerance, divergence, model, x);
    double error = 0;
    double reported = 0;
    for (int i = 0; i < truth.length; i++) {
      error += Math.abs(terms.total()[i] - truth[i]) / truth.length;
      reported += terms.integrationError()[i] / truth.length;
    }
    assertThat(reported)
        .as("reported, where totals are off by %s on average", error)
        .isBetween(error / 2, 30 * error);
  }

  private static double[] minusLogDensities(MixtureModel model, Batch x) {
    NoiseLevel first = PRESERVING.at(0);
    double[] nats = new double[x.count()];
    for (int i = 0; i < nats.length; i++) {
      double[] z = {first.alpha() * x.values()[2 * i], first.alpha() * x.values()[2 * i + 1]};
      nats[i] = -model.logDensity(z, first) - 2 * Math.log(first.alpha());
    }
    return nats;
  }

  @Test
  void integrationIsCheckedOnTheFirstExamplesAlone() {
    Batch x = new SeededNoise(3, 0, 3, PLANE).draw(0).times(0.4);
    double[] error =
        new FlowLikelihood(continuous(PLANE), protocol(Divergence.EXACT, 1))
            .terms(
                MixtureModel.twoClasses(PRESERVING, Parameterization.NOISE),
                x,
                Condition.none(3),
                FlowLikelihood.CHECKED - 1)
            .integrationError();
    assertThat(error[0]).isPositive();
    assertThat(error[1]).isNaN();
  }

  /** Four levels in the plane, each pair of levels with a probability of its own. */
  private static final Levels LEVELS = new Levels(4);

  private static final DataDescription QUANTISED =
      new DataDescription(PLANE, Optional.of(LEVELS), List.of());

  private static MixtureModel pairsOfLevels() {
    List<MixtureModel.Component> pairs = new ArrayList<>();
    for (int pair = 0; pair < 16; pair++) {
      pairs.add(
          new MixtureModel.Component(
              probability(pair), 0, 0, LEVELS.value(pair / 4), LEVELS.value(pair % 4)));
    }
    return new MixtureModel(PRESERVING, pairs, Parameterization.NOISE);
  }

  private static double probability(int pair) {
    return (pair + 1) / 136.0;
  }

  private static Batch pair(int pair, int count) {
    float[] values = new float[2 * count];
    for (int i = 0; i < count; i++) {
      values[2 * i] = LEVELS.value(pair / 4);
      values[2 * i + 1] = LEVELS.value(pair % 4);
    }
    return Batch.of(PLANE, values);
  }

  private static FlowTerms quantised(
      Dequantisation dequantisation, int draws, boolean weighted, int pair, int count) {
    return new FlowLikelihood(
            QUANTISED,
            new FlowProtocol(
                dequantisation, draws, weighted, Divergence.EXACT, 1, 1e-5, 1e-5, 9, 5))
        .terms(pairsOfLevels(), pair(pair, count), Condition.none(count), 0);
  }

  /** Noise that leaves no doubt of the level makes q(u|x) the posterior: the bound is tight. */
  @Test
  void variationalDequantisationOfAnExactModelIsTheProbabilityItself() {
    for (int pair : new int[] {0, 6, 15}) {
      FlowTerms terms = quantised(Dequantisation.VARIATIONAL, 1, false, pair, 3);
      for (double total : terms.total()) {
        assertThat(total).isCloseTo(-Math.log(probability(pair)), within(2e-3));
      }
      assertThat(terms.reconstruction()[0]).isCloseTo(0, within(1e-9));
    }
  }

  @Test
  void uniformDequantisationIsABoundThatImportanceWeightingTightens() {
    double[] expected = meanAndMassOfTheBin(6);
    FlowTerms single = quantised(Dequantisation.UNIFORM, 1, false, 6, 60);
    FlowTerms averaged = quantised(Dequantisation.UNIFORM, 8, false, 6, 20);
    FlowTerms weighted = quantised(Dequantisation.UNIFORM, 8, true, 6, 20);
    Estimate bound = Estimate.of(single.total(), 1);
    Estimate tighter = Estimate.of(weighted.total(), 1);
    assertThat(single.dequantisation()[0]).isCloseTo(2 * Math.log(2), within(1e-12));
    assertThat(bound.standardError()).isLessThan(0.1);
    assertThat(bound.mean()).isCloseTo(expected[0], within(3 * bound.standardError()));
    assertThat(tighter.mean()).isBetween(expected[1] - 3 * tighter.standardError(), expected[0]);
    for (int i = 0; i < 20; i++) {
      assertThat(weighted.weighting()[i]).isNegative();
      assertThat(weighted.total()[i] - weighted.weighting()[i])
          .isCloseTo(averaged.total()[i], within(1e-9));
    }
    assertThat(weighted.evaluations()[0]).isGreaterThan(4 * single.evaluations()[0]);
  }

  /**
   * By quadrature over a bin, of the density where the flow starts: the expected bound {@code
   * -E[log p(u)] + D log(K/2)}, and {@code -log P(x)} itself.
   */
  private static double[] meanAndMassOfTheBin(int pair) {
    NoiseLevel level = NoiseLevel.variancePreserving(Math.log(48));
    MixtureModel model = pairsOfLevels();
    int cells = 100;
    double sum = 0;
    double mass = 0;
    for (int a = 0; a < cells; a++) {
      for (int b = 0; b < cells; b++) {
        double[] z = {
          level.alpha() * (LEVELS.value(pair / 4) + ((a + 0.5) / cells - 0.5) / 2),
          level.alpha() * (LEVELS.value(pair % 4) + ((b + 0.5) / cells - 0.5) / 2)
        };
        double logDensity = model.logDensity(z, level) + 2 * Math.log(level.alpha());
        sum -= logDensity / cells / cells;
        mass += Math.exp(logDensity) / cells / cells / 4;
      }
    }
    return new double[] {sum + 2 * Math.log(2), -Math.log(mass)};
  }

  @Test
  void uniformDequantisationStartsWhereTheNoiseIsAsWideAsTheBins() {
    FlowLikelihood flow =
        new FlowLikelihood(
            QUANTISED,
            new FlowProtocol(
                Dequantisation.UNIFORM, 1, false, Divergence.EXACT, 1, 1e-5, 1e-5, 9, 5));
    double deviation = Math.exp(-flow.start(PRESERVING) / 2);
    assertThat(deviation).isCloseTo(2.0 / 4 / Math.sqrt(12), within(1e-12));
  }

  @Test
  void importanceWeightsOfEstimatedLikelihoodsAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new FlowProtocol(
                    Dequantisation.UNIFORM, 8, true, Divergence.RADEMACHER, 1, 1e-5, 1e-5, 9, 5))
        .withMessageContaining("no bound");
  }
}
