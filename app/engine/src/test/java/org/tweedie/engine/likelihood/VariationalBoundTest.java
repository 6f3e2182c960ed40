package org.tweedie.engine.likelihood;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.Levels;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.model.Prediction;
import org.tweedie.api.model.ReverseVariance;
import org.tweedie.api.sampler.SeededNoise;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.laws.exact.GaussianModel;

/** Against the closed forms for data N(0, c^2), c = 1/2, and log SNR linear from 13.3 to -5. */
class VariationalBoundTest {

  private static final NoiseSchedule LINEAR = t -> 13.3 - 18.3 * t;
  private static final double DEVIATION = 0.5;
  private static final int EXAMPLES = 500;
  private static final DataShape SHAPE = DataShape.point(40);
  private static final DataDescription CONTINUOUS =
      new DataDescription(SHAPE, Optional.empty(), List.of());

  private static final Batch X = new SeededNoise(11, 0, EXAMPLES, SHAPE).draw(99).times(DEVIATION);

  private static BoundTerms terms(OptionalInt timesteps, int draws, Parameterization shows) {
    return new VariationalBound(CONTINUOUS, timesteps, draws, 3)
        .terms(new GaussianModel(LINEAR, DEVIATION, shows), X, Condition.none(EXAMPLES), 0);
  }

  private static Estimate nats(double[] values) {
    return Estimate.of(values, 1.0 / SHAPE.size());
  }

  @ParameterizedTest
  @EnumSource(Parameterization.class)
  void hasTheContinuousDiffusionLossWhateverTheModelShows(Parameterization shows) {
    Estimate loss = nats(terms(OptionalInt.empty(), 4, shows).diffusion());
    assertThat(loss.standardError()).as("standard error").isLessThan(0.06);
    assertThat(loss.mean()).isCloseTo(5.956014634, within(4 * loss.standardError()));
  }

  @Test
  void dependsOnTheEndsOfTheScheduleAloneAndSoDoesItsVariance() {
    NoiseSchedule bent = t -> 13.3 - 18.3 * Math.pow(t, 4);
    double[] straight = terms(OptionalInt.empty(), 4, Parameterization.NOISE).diffusion();
    double[] other =
        new VariationalBound(CONTINUOUS, OptionalInt.empty(), 4, 3)
            .terms(
                new GaussianModel(bent, DEVIATION, Parameterization.NOISE),
                X,
                Condition.none(EXAMPLES),
                0)
            .diffusion();
    assertThat(nats(other).mean()).isCloseTo(nats(straight).mean(), within(1e-4));
    assertThat(nats(other).standardError()).isCloseTo(nats(straight).standardError(), within(1e-4));
  }

  @Test
  void staysFiniteWhereTheScheduleHasNoNoiseAtTimeZeroAndNoSignalAtTimeOne() {
    NoiseSchedule boundless = t -> Math.log1p(-t) - Math.log(t);
    BoundTerms terms =
        new VariationalBound(CONTINUOUS, OptionalInt.empty(), 8, 3)
            .terms(
                new GaussianModel(boundless, DEVIATION, Parameterization.VELOCITY),
                X,
                Condition.none(EXAMPLES),
                0);
    Estimate total = BoundEstimate.of(List.of(terms), SHAPE.size()).total();
    double entropyBits = Math.log(2 * Math.PI * Math.E * DEVIATION * DEVIATION) / 2 / Math.log(2);
    assertThat(total.mean()).isCloseTo(entropyBits, within(4 * total.standardError()));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 10, 100, 1000, 10_000})
  void hasTheDiscreteDiffusionLoss(int timesteps) {
    double expected = discreteLoss(timesteps);
    Estimate loss = nats(terms(OptionalInt.of(timesteps), 4, Parameterization.NOISE).diffusion());
    assertThat(loss.standardError()).as("standard error").isLessThan(0.02 * expected);
    assertThat(loss.mean()).isCloseTo(expected, within(4 * loss.standardError()));
  }

  /** The exact denoiser that tells the variance of z_s given z_t, too, for steps of 1/T. */
  private record KnowingItsVariance(GaussianModel model, int steps) implements DiffusionModel {
    @Override
    public NoiseSchedule schedule() {
      return model.schedule();
    }

    @Override
    public Prediction predict(Batch z, double[] times, Condition condition) {
      float[] fractions = new float[z.values().length];
      for (int i = 0; i < fractions.length; i++) {
        double time = times[i / z.shape().size()];
        NoiseLevel t = schedule().at(time);
        NoiseLevel s = schedule().at(Math.max(0, time - 1.0 / steps));
        double ofSignal = model.deviation() * model.deviation();
        double excess = (s.snr() - t.snr()) * ofSignal / (1 + ofSignal * t.snr());
        fractions[i] = (float) (Math.log1p(excess) / ReverseVariance.logExcess(t, s, 1));
      }
      return model
          .predict(z, times, condition)
          .withVarianceFraction(Batch.of(z.shape(), fractions));
    }
  }

  /**
   * With the true variance of the reverse steps they are exact for Gaussian data, and few of them
   * bound as tightly as infinitely many.
   */
  @ParameterizedTest
  @ValueSource(ints = {4, 10, 100})
  void learntVarianceMakesTheBoundOfFewStepsThatOfContinuousTime(int timesteps) {
    Estimate loss = learnt(OptionalInt.of(timesteps), timesteps);
    assertThat(loss.standardError()).as("standard error").isLessThan(0.2);
    assertThat(loss.mean()).isCloseTo(5.956014634, within(4 * loss.standardError()));
  }

  @Test
  void continuousTimeDoesNotLookAtALearntVariance() {
    assertThat(learnt(OptionalInt.empty(), 10))
        .isEqualTo(nats(terms(OptionalInt.empty(), 4, Parameterization.NOISE).diffusion()));
  }

  private static Estimate learnt(OptionalInt timesteps, int steps) {
    GaussianModel exact = new GaussianModel(LINEAR, DEVIATION, Parameterization.NOISE);
    return nats(
        new VariationalBound(CONTINUOUS, timesteps, 4, 3)
            .terms(new KnowingItsVariance(exact, steps), X, Condition.none(EXAMPLES), 0)
            .diffusion());
  }

  @ParameterizedTest
  @CsvSource({"10, 15.727564464", "100, 6.485690366", "1000, 6.006236783", "10000, 5.961010567"})
  void closedFormOfTheDiscreteLossHasThePublishedValues(int timesteps, double expected) {
    assertThat(discreteLoss(timesteps)).isCloseTo(expected, within(1e-8));
  }

  /** {@code 1/2 sum expm1(gamma_t - gamma_s) E[(eps - eps^)^2]}, the last c^2 alpha^2 / Var[z]. */
  private static double discreteLoss(int timesteps) {
    GaussianModel model = new GaussianModel(LINEAR, DEVIATION, Parameterization.NOISE);
    double sum = 0;
    for (int i = 1; i <= timesteps; i++) {
      NoiseLevel t = LINEAR.at((double) i / timesteps);
      NoiseLevel s = LINEAR.at((i - 1.0) / timesteps);
      double error = Math.pow(DEVIATION * t.alpha(), 2) / model.variance(t);
      sum += Math.expm1(s.logSnr() - t.logSnr()) * error / 2;
    }
    return sum;
  }

  @Test
  void hasThePriorTermInClosedForm() {
    Estimate prior = nats(terms(OptionalInt.empty(), 1, Parameterization.NOISE).prior());
    // The closed form is of the expectation over x; the sample's own second moment differs a
    // little.
    double secondMoment = nats(X.squaredDistances(Batch.zeros(SHAPE, EXAMPLES))).mean();
    double alphaSquared = 1 / (1 + Math.exp(5));
    double sigmaSquared = 1 - alphaSquared;
    double closed = (alphaSquared * secondMoment + sigmaSquared - Math.log(sigmaSquared) - 1) / 2;
    assertThat(prior.mean()).isCloseTo(closed, within(1e-9));
    assertThat(closed).as("MATHS: 0.000847855 at c^2 = 0.25").isCloseTo(0.000847855, within(5e-5));
  }

  @Test
  void addsUpToTheEntropyOfTheDataOnContinuousData() {
    BoundTerms terms = terms(OptionalInt.empty(), 4, Parameterization.NOISE);
    BoundEstimate bound = BoundEstimate.of(List.of(terms), SHAPE.size());
    double entropyBits = Math.log(2 * Math.PI * Math.E * DEVIATION * DEVIATION) / 2 / Math.log(2);
    // An exact denoiser's bound is tight but for the ends, where it falls short by less than 0.001.
    assertThat(bound.total().mean())
        .isCloseTo(entropyBits, within(4 * bound.total().standardError() + 0.002));
    assertThat(bound.examples()).isEqualTo(EXAMPLES);
  }

  @Test
  void drawsTheSameForAnExampleWhateverItsBatch() {
    VariationalBound bound = new VariationalBound(CONTINUOUS, OptionalInt.empty(), 2, 3);
    GaussianModel model = new GaussianModel(LINEAR, DEVIATION, Parameterization.NOISE);
    double[] whole = bound.terms(model, X.slice(0, 10), Condition.none(10), 0).diffusion();
    double[] part = bound.terms(model, X.slice(4, 7), Condition.none(3), 4).diffusion();
    assertThat(part).containsExactly(Arrays.copyOfRange(whole, 4, 7));
  }

  @Test
  void reconstructsQuantisedDataLikeTheFullSum() {
    Levels levels = new Levels(17);
    DataShape shape = DataShape.point(17);
    DataDescription data = new DataDescription(shape, Optional.of(levels), List.of());
    float[] values = new float[17];
    for (int level = 0; level < 17; level++) {
      values[level] = levels.value(level);
    }
    Batch x = Batch.of(shape, values);
    for (double logSnr : new double[] {13.3, 8, 5, 3, 0, -4}) {
      NoiseSchedule schedule = t -> logSnr - t;
      Batch noise = new SeededNoise(5, 0, 1, shape).draw(0);
      double found =
          new VariationalBound(data, OptionalInt.empty(), 1, 1)
              .reconstruction(schedule, x, noise)[0];
      assertThat(found)
          .as("at log SNR %s", logSnr)
          .isCloseTo(fullSum(levels, values, noise, logSnr), within(1e-9));
    }
  }

  /** Minus the log of the softmax over all levels, without leaving anything out. */
  private static double fullSum(Levels levels, float[] values, Batch noise, double logSnr) {
    double deviation = Math.exp(-logSnr / 2);
    double nats = 0;
    for (int k = 0; k < values.length; k++) {
      double seen = values[k] + deviation * noise.values()[k];
      double own = -Math.pow((seen - values[k]) / deviation, 2) / 2;
      double sum = 0;
      for (int level = 0; level < levels.count(); level++) {
        sum += Math.exp(-Math.pow((seen - levels.value(level)) / deviation, 2) / 2 - own);
      }
      nats += Math.log(sum);
    }
    return nats;
  }
}
