package org.tweedie.samplers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.Denoiser;
import org.tweedie.api.model.Parameterization;
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
import org.tweedie.laws.identity.Convergence;
import org.tweedie.samplers.DdimSampler.Options;

class DdimSamplerTest {

  @Nested
  class Deterministic extends SamplerContract {
    @Override
    protected Sampler sampler(int steps) {
      return new DdimSampler(new Options(Walk.Options.of(steps, Grid.TRAILING), 0));
    }
  }

  @Nested
  class HalfRandom extends SamplerContract {
    @Override
    protected Sampler sampler(int steps) {
      return new DdimSampler(new Options(Walk.Options.of(steps, Grid.TRAILING), 0.5));
    }
  }

  @ParameterizedTest
  @CsvSource({"5, 0.072540184", "10, 0.139972130", "50, 0.223198716", "1000, 0.248497547"})
  void varianceOfGaussianSamplesIsThatOfTheReference(int steps, double expected) {
    assertThat(BetaLinear.variance(steps, (t, s) -> DdimSampler.step(t, s, 0)))
        .isCloseTo(expected, within(1e-6 * expected));
  }

  @Test
  void referenceLevelsAreDdpms() {
    assertThat(Math.pow(BetaLinear.level(0).alpha(), 2)).isCloseTo(0.9999, within(1e-12));
    assertThat(Math.pow(BetaLinear.level(499).alpha(), 2)).isCloseTo(0.07858724288, within(5e-12));
    assertThat(Math.pow(BetaLinear.level(999).alpha(), 2)).isCloseTo(4.035829765e-5, within(5e-15));
  }

  @Property(seed = "1")
  void etaOneIsAncestralSampling(
      @ForAll @Scale(6) @DoubleRange(min = -20, max = 19) double later,
      @ForAll @Scale(6) @DoubleRange(min = 0.001, max = 20) double fall) {
    NoiseLevel t = NoiseLevel.variancePreserving(later);
    NoiseLevel s = NoiseLevel.variancePreserving(later + fall);
    Step ancestral = AncestralSampler.step(t, s, AncestralSampler.Variance.POSTERIOR);
    Step ddim = DdimSampler.step(t, s, 1);
    assertThat(ddim.ofLatent()).isCloseTo(ancestral.ofLatent(), within(1e-12));
    assertThat(ddim.ofSignal()).isCloseTo(ancestral.ofSignal(), within(1e-12));
    assertThat(ddim.ofNoise()).isCloseTo(ancestral.ofNoise(), within(1e-12));
  }

  /** Song et al., lemma 1: for a known signal every eta leads from q(z_t | x) to q(z_s | x). */
  @Property(seed = "2")
  void everyEtaKeepsTheMarginalsOfAKnownSignal(
      @ForAll @Scale(6) @DoubleRange(min = -20, max = 19) double later,
      @ForAll @Scale(6) @DoubleRange(min = 0.001, max = 20) double fall,
      @ForAll @Scale(6) @DoubleRange(min = 0, max = 1) double eta) {
    NoiseLevel t = NoiseLevel.variancePreserving(later);
    NoiseLevel s = NoiseLevel.variancePreserving(later + fall);
    Step step = DdimSampler.step(t, s, eta);
    assertThat(step.ofLatent() * t.alpha() + step.ofSignal()).isCloseTo(s.alpha(), within(1e-12));
    assertThat(Math.pow(step.ofLatent() * t.sigma(), 2) + Math.pow(step.ofNoise(), 2))
        .isCloseTo(s.sigma() * s.sigma(), within(1e-12));
  }

  @Test
  void clippedSignalAndItsNoiseStillMakeUpTheLatent() {
    NoiseSchedule schedule = new StraightSchedule(13.3, -2);
    GaussianModel model = new GaussianModel(schedule, 4, Parameterization.SIGNAL);
    Batch start = Batch.of(DataShape.image(1, 2, 1), new float[] {3, -0.01f});
    Batch[] second = new Batch[1];
    new DdimSampler(new Options(Walk.Options.of(2, Grid.TRAILING), 0))
        .sample(
            model.given(Condition.none(1)),
            start,
            draw -> Batch.zeros(start.shape(), 1),
            (step, steps, z, prediction) -> {
              if (step == 1) {
                second[0] = z;
              }
            });
    NoiseLevel t = schedule.at(1);
    NoiseLevel s = schedule.at(0.5);
    double k = model.signalFactor(t);
    assertThat(k * start.values()[0]).as("what is clipped").isGreaterThan(1);
    for (int i = 0; i < 2; i++) {
      double z = start.values()[i];
      double signal = Math.max(-1, Math.min(1, k * z));
      double noise = (z - t.alpha() * signal) / t.sigma();
      assertThat((double) second[0].values()[i])
          .isCloseTo(s.alpha() * signal + s.sigma() * noise, within(1e-6));
    }
  }

  @Test
  void deterministicSamplerDrawsNoNoise() {
    GaussianModel model = new GaussianModel(StraightSchedule.WIDE, 0.2, Parameterization.NOISE);
    Batch start = Batch.zeros(DataShape.point(2), 3);
    Batch samples =
        new DdimSampler(new Options(Walk.Options.of(10, Grid.TRAILING), 0))
            .sample(
                model.given(Condition.none(3)),
                start,
                draw -> {
                  throw new AssertionError("drew noise");
                },
                StepListener.NONE);
    assertThat(samples.count()).isEqualTo(3);
  }

  /** The probability flow maps N(0, sigma_1^2) onto N(0, c^2) linearly: every sample is known. */
  @Test
  void manyStepsFollowTheProbabilityFlowOfAnExplodingSchedule() {
    NoiseSchedule schedule = new ExplodingSchedule();
    GaussianModel model = new GaussianModel(schedule, 0.2, Parameterization.SCORE);
    Batch start = Batch.of(DataShape.point(1), new float[] {-50, 10, 75});
    float[] samples =
        new DdimSampler(new Options(Walk.Options.of(2000, Grid.TRAILING), 0))
            .sample(
                model.given(Condition.none(3)),
                start,
                draw -> Batch.zeros(start.shape(), 3),
                StepListener.NONE)
            .values();
    double factor = 0.2 / Math.sqrt(model.variance(schedule.at(1)));
    for (int i = 0; i < samples.length; i++) {
      double expected = factor * start.values()[i];
      assertThat((double) samples[i]).isCloseTo(expected, within(0.01 * Math.abs(expected)));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Parameterization.class,
      names = {"SIGNAL", "VELOCITY"})
  void infiniteEndsGiveFiniteSamplesWhereThePredictionIsDefined(Parameterization shows) {
    GaussianModel model = new GaussianModel(new BoundlessSchedule(), 0.2, shows);
    assertThat(
            Runs.values(
                Runs.samples(
                    new DdimSampler(new Options(Walk.Options.of(20, Grid.TRAILING), 0)), model, 8)))
        .allSatisfy(value -> assertThat(value).isFinite());
  }

  @Test
  void decodingWhatWasEncodedReturnsTheDataToFirstOrder() {
    double coarse = roundTripError(100);
    double fine = roundTripError(200);
    assertThat(fine).isLessThan(0.05);
    assertThat(Math.log(coarse / fine) / Math.log(2)).as("order").isCloseTo(1, within(0.3));
  }

  /** Without the last step, which exchanges a latent at time 0 for its predicted signal. */
  private static double roundTripError(int steps) {
    DdimSampler ddim =
        new DdimSampler(new Options(Walk.Options.of(steps, Grid.LOG_SNR).withoutClip(), 0));
    Denoiser denoiser = Convergence.MODEL.given(Condition.none(3));
    Batch data = Batch.of(DataShape.point(2), new float[] {-0.5f, 0.3f, 0.4f, 0.1f, 0.2f, -0.7f});
    Batch code = ddim.encode(denoiser, data, StepListener.NONE);
    Batch[] last = new Batch[1];
    ddim.sample(
        denoiser,
        code,
        draw -> data,
        (step, of, z, prediction) -> last[0] = step == of - 1 ? z : last[0]);
    double alpha = denoiser.schedule().at(0).alpha();
    return Math.sqrt(Arrays.stream(last[0].times(1 / alpha).squaredDistances(data)).sum() / 3);
  }

  @Test
  void randomStepsHaveNoInverse() {
    DdimSampler ddim =
        new DdimSampler(new Options(Walk.Options.of(5, Grid.LOG_SNR).withoutClip(), 0.5));
    Denoiser denoiser = Convergence.MODEL.given(Condition.none(1));
    assertThatThrownBy(
            () -> ddim.encode(denoiser, Batch.zeros(DataShape.point(2), 1), StepListener.NONE))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("eta 0 only, not 0.5");
  }
}
