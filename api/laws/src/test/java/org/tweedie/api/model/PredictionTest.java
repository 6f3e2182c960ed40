package org.tweedie.api.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.sampler.SeededNoise;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.schedule.NoiseRate;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.laws.exact.ExplodingSchedule;
import org.tweedie.laws.exact.MixtureModel;
import org.tweedie.laws.exact.StraightSchedule;

class PredictionTest {

  private static final DataShape POINT = DataShape.point(1);

  /** Of alpha = 1 - t and sigma = t, where a flow is eps - x. */
  private static final NoiseRate STRAIGHT = new NoiseRate(-1, 1);

  /**
   * One signal and one noise make a latent; every parameterization is given its exact target,
   * rounded to float32, and must show the others. An error of one rounding in z or the output grows
   * by the factor that stands before it in the conversion, which bounds what is tolerated.
   */
  @Property(seed = "1")
  void everyParameterizationShowsAllViews(
      @ForAll Parameterization given,
      @ForAll @Scale(4) @DoubleRange(min = -12, max = 12) double logSnr,
      @ForAll @Scale(4) @DoubleRange(min = -1, max = 1) double signal,
      @ForAll @Scale(4) @DoubleRange(min = -3, max = 3) double noise,
      @ForAll @Scale(4) @DoubleRange(min = 0.5, max = 20) double power,
      @ForAll @Scale(4) @DoubleRange(min = -1, max = 1) double growth) {
    NoiseLevel preserving = NoiseLevel.variancePreserving(logSnr);
    NoiseLevel still =
        new NoiseLevel(preserving.alpha() * power, preserving.sigma() * power, logSnr);
    // A log SNR that falls at a rate of 3, while the latents grow or shrink.
    NoiseLevel level =
        still.moving(new NoiseRate(growth * still.alpha(), (growth + 1.5) * still.sigma()));
    Batch z = one(level.alpha() * signal + level.sigma() * noise);
    Prediction prediction = Prediction.of(given, z, level, one(given.target(level, signal, noise)));

    double rounding = 4e-7 * (1 + level.alpha() + level.sigma()) * 4;
    double toSignal = given == Parameterization.SIGNAL ? 1 : (1 + level.sigma()) / level.alpha();
    double toNoise = (1 + level.alpha()) / level.sigma();
    boolean noiseGiven = given == Parameterization.NOISE || given == Parameterization.SCORE;
    double noiseError = rounding * (noiseGiven ? 1 : 1 + toNoise);
    double signalError =
        rounding * (given == Parameterization.VELOCITY ? Math.min(toSignal, 4) : toSignal);
    assertClose(prediction.signal(), signal, signalError);
    assertClose(prediction.noise(), noise, noiseError);
    assertClose(prediction.score(), -noise / level.sigma(), noiseError / level.sigma());
    assertClose(
        prediction.velocity(),
        Parameterization.VELOCITY.target(level, signal, noise),
        level.alpha() * noiseError + level.sigma() * signalError);
    assertClose(
        prediction.flow(),
        Parameterization.FLOW.target(level, signal, noise),
        Math.abs(level.rate().alpha()) * signalError + Math.abs(level.rate().sigma()) * noiseError);
    for (Parameterization view : Parameterization.values()) {
      Prediction again = Prediction.of(view, z, level, prediction.as(view));
      assertThat((double) again.as(view).values()[0]).isEqualTo(prediction.as(view).values()[0]);
    }
  }

  /** Tweedie's formula, Luo's equation 133, with the score from differences of the log density. */
  @ParameterizedTest
  @EnumSource(Parameterization.class)
  void posteriorMeanOfAMixtureIsTweediesFormula(Parameterization shows) {
    for (NoiseSchedule schedule :
        new NoiseSchedule[] {new StraightSchedule(5, -5), new ExplodingSchedule()}) {
      MixtureModel model = MixtureModel.twoClasses(schedule, shows);
      for (double t : new double[] {0.3, 0.5, 0.7}) {
        NoiseLevel level = schedule.at(t);
        Batch z = new SeededNoise(4, 0, 5, DataShape.point(2)).draw(0).times(level.sigma());
        Prediction prediction = model.predict(z, t, Condition.none(5));
        for (int i = 0; i < 10; i++) {
          double score = scoreByDifferences(model, z.example(i / 2), i % 2, level);
          double variance = level.sigma() * level.sigma();
          assertThat((double) prediction.score().values()[i])
              .as("the score, of a model that shows %s", shows)
              .isCloseTo(score, within(2e-5 / variance));
          assertThat(level.alpha() * prediction.signal().values()[i])
              .as("alpha E[x|z] = z + sigma^2 score (Luo, equation 133)")
              .isCloseTo(z.values()[i] + variance * score, within(2e-5 * (1 + level.sigma())));
        }
      }
    }
  }

  private static double scoreByDifferences(
      MixtureModel model, float[] example, int k, NoiseLevel level) {
    double h = 1e-4 * level.sigma();
    double[] z = {example[0], example[1]};
    z[k] += h;
    double above = model.logDensity(z, level);
    z[k] -= 2 * h;
    return (above - model.logDensity(z, level)) / (2 * h);
  }

  /** All views are affine in one another, so mixing them with weights of sum one commutes. */
  @Property(seed = "2")
  void mixingIsTheSameInEveryView(
      @ForAll Parameterization mine,
      @ForAll Parameterization theirs,
      @ForAll @Scale(3) @DoubleRange(min = -3, max = 8) double w) {
    NoiseLevel level = NoiseLevel.variancePreserving(0.7).moving(new NoiseRate(-0.9, 0.7));
    Batch z = new SeededNoise(5, 0, 3, POINT).draw(0);
    Batch first = new SeededNoise(5, 0, 3, POINT).draw(1);
    Batch second = new SeededNoise(5, 0, 3, POINT).draw(2);
    Prediction a = Prediction.of(mine, z, level, first);
    Prediction b = Prediction.of(theirs, z, level, second);
    Prediction mixed = a.mix(w, b);
    for (Parameterization view : Parameterization.values()) {
      float[] expected = a.as(view).combine(1 - w, w, b.as(view)).values();
      assertThat(mixed.as(view).values()).containsExactly(expected, within(5e-5f));
    }
    assertThat(a.mix(0, b).as(mine)).isEqualTo(a.as(mine));
  }

  @Test
  void eachLatentHasItsOwnLevel() {
    NoiseLevel[] levels = {
      NoiseLevel.variancePreserving(3), NoiseLevel.variancePreserving(-2), NoiseLevel.of(1, 5)
    };
    Batch z = Batch.of(POINT, new float[] {0.3f, -0.2f, 4});
    Batch noise = Batch.of(POINT, new float[] {1, -1, 0.5f});
    Prediction prediction = Prediction.of(Parameterization.NOISE, z, levels, noise);
    for (int i = 0; i < 3; i++) {
      double expected = (z.values()[i] - levels[i].sigma() * noise.values()[i]) / levels[i].alpha();
      assertThat((double) prediction.signal().values()[i]).isCloseTo(expected, within(1e-6));
    }
    Prediction last = prediction.slice(2, 3);
    assertThat(last.level(0)).isEqualTo(levels[2]);
    assertThat(last.latent()).isEqualTo(z.slice(2, 3));
    assertThat(last.signal()).isEqualTo(prediction.signal().slice(2, 3));
  }

  @Test
  void clampedSignalsNoiseStillMakesUpTheLatent() {
    NoiseLevel level = NoiseLevel.variancePreserving(-1);
    Batch z = Batch.of(POINT, new float[] {2.5f, -0.1f});
    Prediction clamped =
        Prediction.of(Parameterization.NOISE, z, level, Batch.of(POINT, new float[] {-1, 0.1f}))
            .clampSignal(-1, 1);
    assertThat(clamped.signal().values()[0]).isEqualTo(1);
    Batch again = clamped.signal().combine(level.alpha(), level.sigma(), clamped.noise());
    assertThat(again.values()).containsExactly(z.values(), within(1e-6f));
  }

  @Test
  void infiniteLevelsKeepTheViewsThatAreKnown() {
    Batch z = one(0.4);
    NoiseLevel data = NoiseLevel.variancePreserving(Double.POSITIVE_INFINITY);
    NoiseLevel noise = NoiseLevel.variancePreserving(Double.NEGATIVE_INFINITY);
    assertThat(Prediction.of(Parameterization.NOISE, z, data, one(7)).signal()).isEqualTo(z);
    assertThat(Prediction.of(Parameterization.SIGNAL, z, noise, one(7)).noise()).isEqualTo(z);
    assertThat(Prediction.of(Parameterization.VELOCITY, z, data, one(7)).signal()).isEqualTo(z);
    assertThat(Prediction.of(Parameterization.VELOCITY, z, noise, one(7)).noise()).isEqualTo(z);
  }

  /** With signal 0.3 and noise -1.2 it is z = 0.3 where there is no noise, -1.2 where all is. */
  @ParameterizedTest
  @EnumSource(Parameterization.class)
  void infiniteLevelsLoseNothingThatTheLatentOrTheOutputSays(Parameterization given) {
    NoiseLevel data = NoiseLevel.variancePreserving(Double.POSITIVE_INFINITY).moving(STRAIGHT);
    NoiseLevel noise = NoiseLevel.variancePreserving(Double.NEGATIVE_INFINITY).moving(STRAIGHT);
    boolean saysNoise = given != Parameterization.SIGNAL;
    boolean saysSignal = given != Parameterization.NOISE && given != Parameterization.SCORE;
    Prediction atData = Prediction.of(given, one(0.3), data, one(given.target(data, 0.3, -1.2)));
    Prediction atNoise =
        Prediction.of(given, one(-1.2), noise, one(given.target(noise, 0.3, -1.2)));
    assertClose(atData.signal(), 0.3, 1e-6);
    assertClose(atNoise.noise(), -1.2, 1e-6);
    assertClose(atNoise.score(), 1.2, 1e-6);
    if (saysNoise) {
      assertClose(atData.noise(), -1.2, 1e-6);
      assertClose(atData.velocity(), -1.2, 1e-6);
      assertClose(atData.flow(), -1.5, 1e-6);
      assertThat(atData.score().values()[0]).isEqualTo(Float.POSITIVE_INFINITY);
    }
    if (saysSignal) {
      assertClose(atNoise.signal(), 0.3, 1e-6);
      assertClose(atNoise.velocity(), -0.3, 1e-6);
      assertClose(atNoise.flow(), -1.5, 1e-6);
    }
  }

  /** Luo's schedule in continuous time: dz = [f z - g^2 s / 2] dt (Song et al., equation 13). */
  @ParameterizedTest
  @EnumSource(Parameterization.class)
  void flowIsTheDriftOfTheProbabilityFlow(Parameterization shows) {
    for (NoiseSchedule schedule :
        new NoiseSchedule[] {new StraightSchedule(5, -5), new ExplodingSchedule()}) {
      MixtureModel model = MixtureModel.twoClasses(schedule, shows);
      for (double t : new double[] {0.2, 0.5, 0.8}) {
        NoiseLevel level = schedule.movingAt(t);
        Batch z = new SeededNoise(4, 0, 5, DataShape.point(2)).draw(0).times(level.sigma());
        Prediction prediction = model.predict(z, t, Condition.none(5));
        double drift = level.rate().alpha() / level.alpha();
        double diffusion = -level.sigma() * level.sigma() * schedule.logSnrSlope(t);
        float[] expected = z.combine(drift, -diffusion / 2, prediction.score()).values();
        assertThat(prediction.flow().values())
            .containsExactly(expected, within((float) (1e-4 * (1 + level.rate().sigma()))));
      }
    }
  }

  /** A flow is by the clock, which a level of itself does not know. */
  @Test
  void flowsNeedToKnowHowFastLevelsChange() {
    NoiseLevel still = NoiseLevel.variancePreserving(0);
    Prediction noise = Prediction.of(Parameterization.NOISE, one(1), still, one(2));
    assertThatIllegalStateException()
        .isThrownBy(noise::flow)
        .withMessageContaining("levels of NoiseSchedule.movingAt do");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Prediction.of(Parameterization.FLOW, one(1), still, one(2)))
        .withMessageContaining("NoiseSchedule.movingAt");
    Prediction flow = Prediction.of(Parameterization.FLOW, one(1), still.moving(STRAIGHT), one(2));
    assertThat(flow.mix(1, noise).noise().values()[0])
        .as("what is mixed in may be of levels that do not say")
        .isCloseTo(2, within(1e-6f));
  }

  @Test
  void varianceGoesWithThePredictionAndIsNotExtrapolated() {
    NoiseLevel level = NoiseLevel.variancePreserving(0);
    Prediction plain = Prediction.of(Parameterization.NOISE, one(1), level, one(2));
    Prediction low = plain.withVarianceFraction(one(0.2));
    Prediction high = plain.withVarianceFraction(one(0.6));
    assertThat(plain.varianceFraction()).isEmpty();
    assertThat(low.slice(0, 1).varianceFraction()).contains(one(0.2));
    assertThat(low.clampSignal(-1, 1).varianceFraction()).contains(one(0.2));
    assertThat(low.mix(0.5, high).varianceFraction().orElseThrow().values()[0])
        .isCloseTo(0.4f, within(1e-6f));
    assertThat(low.mix(3, high).varianceFraction()).as("beyond the other").contains(one(0.6));
    assertThat(low.mix(-1, high).varianceFraction()).contains(one(0.2));
    assertThat(low.mix(0.5, plain).varianceFraction()).isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> plain.withVarianceFraction(Batch.zeros(POINT, 2)));
  }

  @Test
  void whatDoesNotMatchIsRefused() {
    NoiseLevel level = NoiseLevel.variancePreserving(0);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Prediction.of(
                    Parameterization.NOISE,
                    Batch.zeros(POINT, 2),
                    new NoiseLevel[] {level},
                    Batch.zeros(POINT, 2)))
        .withMessageContaining("1 noise levels");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Prediction.of(
                    Parameterization.NOISE, Batch.zeros(POINT, 2), level, Batch.zeros(POINT, 3)));
  }

  private static Batch one(double value) {
    return Batch.of(POINT, new float[] {(float) value});
  }

  private static void assertClose(Batch actual, double expected, double tolerance) {
    assertThat((double) actual.values()[0]).isCloseTo(expected, within(tolerance));
  }
}
