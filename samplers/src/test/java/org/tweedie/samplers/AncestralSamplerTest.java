package org.tweedie.samplers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.model.Prediction;
import org.tweedie.api.model.ReverseVariance;
import org.tweedie.api.objective.Denoising;
import org.tweedie.api.objective.Objective;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.api.sampler.NoiseSource;
import org.tweedie.api.sampler.Sampler;
import org.tweedie.api.sampler.StepListener;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.api.walk.Grid;
import org.tweedie.api.walk.Walk;
import org.tweedie.laws.contract.SamplerContract;
import org.tweedie.laws.exact.BoundlessSchedule;
import org.tweedie.laws.exact.ExplodingSchedule;
import org.tweedie.laws.exact.GaussianModel;
import org.tweedie.laws.exact.StraightSchedule;
import org.tweedie.samplers.AncestralSampler.Options;
import org.tweedie.samplers.AncestralSampler.Variance;

class AncestralSamplerTest extends SamplerContract {

  private static final NoiseLevel S = NoiseLevel.variancePreserving(2);
  private static final NoiseLevel T = NoiseLevel.variancePreserving(-1);

  @Override
  protected Sampler sampler(int steps) {
    return new AncestralSampler(
        new Options(Walk.Options.of(steps, Grid.TRAILING), Variance.POSTERIOR));
  }

  @ParameterizedTest
  @CsvSource({"5, 0.061422433", "10, 0.111064303", "50, 0.197245113", "1000, 0.246125211"})
  void varianceOfGaussianSamplesIsThatOfTheReference(int steps, double expected) {
    assertThat(
            BetaLinear.variance(steps, (t, s) -> AncestralSampler.step(t, s, Variance.POSTERIOR)))
        .isCloseTo(expected, within(1e-6 * expected));
  }

  @Test
  void stepIsThePosteriorAsWritten() {
    Step step = AncestralSampler.step(T, S, Variance.POSTERIOR);
    double alphaTs = T.alpha() / S.alpha();
    double varianceTs = squared(T.sigma()) - squared(alphaTs * S.sigma());
    assertThat(step.ofLatent()).isCloseTo(alphaTs * squared(S.sigma() / T.sigma()), within(1e-15));
    assertThat(step.ofSignal())
        .isCloseTo(S.alpha() * varianceTs / squared(T.sigma()), within(1e-15));
    assertThat(squared(step.ofNoise()))
        .isCloseTo(varianceTs * squared(S.sigma() / T.sigma()), within(1e-15));
    assertThat(squared(AncestralSampler.step(T, S, Variance.UPPER).ofNoise()))
        .isCloseTo(varianceTs, within(1e-15));
  }

  /** On N(0, 1) data every z_t is N(0, 1), so q(z_s | z_t) has the variance sigma_ts^2. */
  @Test
  void upperVarianceIsExactForStandardNormalData() {
    Step step = AncestralSampler.step(T, S, Variance.UPPER);
    double factor = step.ofLatent() + step.ofSignal() * T.alpha();
    assertThat(squared(factor) + squared(step.ofNoise())).isCloseTo(1, within(1e-14));
  }

  @Test
  void lastStepReturnsThePredictedSignalWithoutNoise() {
    for (Variance variance : Set.of(Variance.POSTERIOR, Variance.UPPER)) {
      assertThat(AncestralSampler.step(T, Walk.DATA, variance)).isEqualTo(new Step(0, 1, 0));
    }
    GaussianModel model = new GaussianModel(StraightSchedule.WIDE, 0.2, Parameterization.SIGNAL);
    Batch[] last = new Batch[1];
    Batch samples =
        Runs.samples(sampler(4), model, 3, (i, n, z, prediction) -> last[0] = prediction.signal());
    assertThat(samples).isEqualTo(last[0]);
  }

  /** A Gaussian's exact denoiser that tells the variance of z_s given z_t, too. */
  private record KnowingItsVariance(GaussianModel model, int steps) implements DiffusionModel {
    @Override
    public NoiseSchedule schedule() {
      return model.schedule();
    }

    @Override
    public Prediction predict(Batch z, double[] times, Condition condition) {
      NoiseLevel t = schedule().at(times[0]);
      NoiseLevel s = schedule().at(Math.max(0, times[0] - 1.0 / steps));
      double ofSignal = squared(model.deviation());
      double excess = (s.snr() - t.snr()) * ofSignal / (1 + ofSignal * t.snr());
      float[] fractions = new float[z.values().length];
      Arrays.fill(fractions, (float) (Math.log1p(excess) / ReverseVariance.logExcess(t, s, 1)));
      return model
          .predict(z, times, condition)
          .withVarianceFraction(Batch.of(z.shape(), fractions));
    }
  }

  /** Every latent then has the variance of its time, in however few steps. */
  @ParameterizedTest
  @ValueSource(ints = {3, 10})
  void learnedVarianceMakesEveryStepExactOnGaussianData(int steps) {
    GaussianModel exact = new GaussianModel(StraightSchedule.WIDE, 0.5, Parameterization.NOISE);
    Sampler learned =
        new AncestralSampler(
            new Options(Walk.Options.of(steps, Grid.TRAILING).withoutClip(), Variance.LEARNED));
    int count = 20_000;
    double standardError = Math.sqrt(1.0 / count);
    Runs.samples(
        learned,
        new KnowingItsVariance(exact, steps),
        count,
        (step, of, z, prediction) -> {
          if (step < of) {
            NoiseLevel level = exact.schedule().at(1 - (double) step / of);
            assertThat(variance(z) / exact.variance(level))
                .as("step %s of %s, standard error %s", step, of, standardError)
                .isCloseTo(1, within(4 * standardError));
          }
        });
    Batch[] before = new Batch[1];
    Runs.samples(
        sampler(steps),
        exact,
        count,
        (step, of, z, prediction) -> before[0] = step == of - 1 ? z : before[0]);
    assertThat(variance(before[0]) / exact.variance(exact.schedule().at(1.0 / steps)))
        .as("with the posterior's variance it is too small")
        .isLessThan(0.9);
  }

  @Test
  void learnedVarianceWantsAnObjectiveThatLearnsIt() {
    Options options = new Options(Walk.Options.of(10, Grid.TRAILING), Variance.LEARNED);
    AncestralSampler learned = new AncestralSampler(options);
    assertThat(learned.objections(assembly(false)))
        .containsExactly(
            "The sampler ancestral with variance: learned takes the variance of its steps from the"
                + " network, and the objective teaches it none. Set variance to posterior or upper,"
                + " or train with an objective that learns the variance, such as hybrid.");
    assertThat(learned.objections(assembly(true))).isEmpty();
    assertThat(((AncestralSampler) sampler(10)).objections(assembly(false))).isEmpty();
    GaussianModel silent = new GaussianModel(StraightSchedule.WIDE, 0.5, Parameterization.NOISE);
    assertThatIllegalArgumentException().isThrownBy(() -> Runs.samples(learned, silent, 2));
  }

  private static Assembly assembly(boolean learnsVariance) {
    Objective objective =
        new Objective() {
          @Override
          public Parameterization predicts() {
            return Parameterization.NOISE;
          }

          @Override
          public boolean learnsVariance() {
            return learnsVariance;
          }

          @Override
          public Operand<TFloat32> loss(Denoising batch) {
            throw new UnsupportedOperationException();
          }
        };
    return new Assembly(
        null, StraightSchedule.WIDE, Optional.empty(), null, null, objective, null, null, null, 0);
  }

  @Test
  void clippingKeepsPredictedSignalsOfImagesWithinTheirRangeAndLeavesPointsAlone() {
    GaussianModel wide = new GaussianModel(StraightSchedule.WIDE, 3, Parameterization.NOISE);
    Batch clipped = Runs.images(sampler(50), wide, 200);
    assertThat(Runs.values(clipped)).allSatisfy(value -> assertThat(value).isBetween(-1f, 1f));
    Sampler free =
        new AncestralSampler(
            new Options(Walk.Options.of(50, Grid.TRAILING).withoutClip(), Variance.POSTERIOR));
    assertThat(variance(Runs.images(free, wide, 200))).isGreaterThan(4);
    assertThat(variance(Runs.samples(sampler(50), wide, 200))).isGreaterThan(4);
  }

  @ParameterizedTest
  @EnumSource(
      value = Variance.class,
      names = {"POSTERIOR", "UPPER"})
  void samplesOfAnExplodingScheduleHaveTheDatasVariance(Variance variance) {
    GaussianModel model = new GaussianModel(new ExplodingSchedule(), 0.2, Parameterization.NOISE);
    Sampler sampler =
        new AncestralSampler(new Options(Walk.Options.of(1000, Grid.TRAILING), variance));
    double expected = 0.04;
    assertThat(variance(Runs.samples(sampler, model, 2000)))
        .as("4000 values: the standard error is 2.2%%, the steps cost 3%%")
        .isCloseTo(expected, within(expected * (5 * 0.022 + 0.03)));
  }

  @ParameterizedTest
  @EnumSource(
      value = Parameterization.class,
      names = {"SIGNAL", "VELOCITY"})
  void infiniteEndsGiveFiniteSamplesWhereThePredictionIsDefined(Parameterization shows) {
    GaussianModel model = new GaussianModel(new BoundlessSchedule(), 0.2, shows);
    assertThat(Runs.values(Runs.samples(sampler(20), model, 8)))
        .allSatisfy(value -> assertThat(value).isFinite());
  }

  @Test
  void drawsOfNoiseAreNumberedByStep() {
    StringBuilder drawn = new StringBuilder();
    NoiseSource source =
        draw -> {
          drawn.append(draw).append(' ');
          return Batch.zeros(DataShape.point(1), 1);
        };
    GaussianModel model = new GaussianModel(StraightSchedule.WIDE, 0.2, Parameterization.SIGNAL);
    sampler(4)
        .sample(
            model.given(Condition.none(1)),
            Batch.zeros(DataShape.point(1), 1),
            source,
            StepListener.NONE);
    assertThat(drawn).hasToString("1 2 3 ");
  }

  private static double variance(Batch samples) {
    double sum = 0;
    for (float value : samples.values()) {
      sum += (double) value * value;
    }
    return sum / samples.values().length;
  }

  private static double squared(double x) {
    return x * x;
  }
}
