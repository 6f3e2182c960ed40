package org.tweedie.guidance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.tweedie.guidance.Scene.LABELS;
import static org.tweedie.guidance.Scene.LATENTS;
import static org.tweedie.guidance.Scene.SCHEDULE;
import static org.tweedie.guidance.Scene.TIMES;
import static org.tweedie.guidance.Scene.classifierFree;
import static org.tweedie.guidance.Scene.mixture;
import static org.tweedie.guidance.Scene.noise;

import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tweedie.api.guidance.Guidance;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.laws.contract.GuidanceContract;

/** Interval, dynamic and rescaled guidance: what is done to the guidance before them in a list. */
class LimitedGuidanceTest {

  private static final float[] CONDITIONAL = noise(mixture());

  private static IntervalGuidance interval(double low, double high) {
    return new IntervalGuidance(new IntervalGuidance.Options(low, high));
  }

  private static DynamicGuidance dynamic(List<Double> logSnrs, List<Double> factors) {
    return new DynamicGuidance(new DynamicGuidance.Options(logSnrs, factors));
  }

  private static RescaleGuidance rescale(double factor, Parameterization view) {
    return new RescaleGuidance(new RescaleGuidance.Options(factor, view));
  }

  private static float[] after(double scale, Guidance limit) {
    return noise(Guidance.inOrder(List.of(classifierFree(scale), limit)).guide(mixture()));
  }

  @Nested
  class IntervalContract extends GuidanceContract {
    @Override
    protected Guidance guidance() {
      return Guidance.inOrder(List.of(classifierFree(3), interval(0.1, 1)));
    }
  }

  @Nested
  class DynamicContract extends GuidanceContract {
    @Override
    protected Guidance guidance() {
      return Guidance.inOrder(
          List.of(classifierFree(3), dynamic(List.of(-4.0, 0.0, 4.0), List.of(0.0, 2.0, 0.5))));
    }
  }

  @Nested
  class RescaleContract extends GuidanceContract {
    @Override
    protected Guidance guidance() {
      return Guidance.inOrder(List.of(classifierFree(3), rescale(0.7, Parameterization.VELOCITY)));
    }
  }

  @Nested
  class AloneContract extends GuidanceContract {
    @Override
    protected Guidance guidance() {
      return interval(0.1, 1);
    }
  }

  @Test
  void intervalOfTheWholeRangeIsTheGuidanceInside() {
    assertThat(after(3, interval(0, 1e14))).isEqualTo(noise(classifierFree(3).guide(mixture())));
  }

  @Test
  void emptyIntervalIsTheConditionalModel() {
    assertThat(after(3, interval(1, 1))).isEqualTo(CONDITIONAL);
  }

  @Test
  void intervalHoldsItsUpperEndAndNotItsLowerOne() {
    double ratio = Math.exp(-SCHEDULE.logSnr(TIMES[1]) / 2);
    float[] guided = noise(classifierFree(3).guide(mixture()));
    float[] up = after(3, interval(0, ratio * (1 + 1e-12)));
    float[] down = after(3, interval(ratio * (1 + 1e-12), 1e14));
    for (int i = 0; i < TIMES.length; i++) {
      boolean below = i <= 1;
      assertThat(up[2 * i])
          .as("latent %s is %s", i, below ? "inside" : "outside")
          .isEqualTo(below ? guided[2 * i] : CONDITIONAL[2 * i]);
      assertThat(down[2 * i]).isEqualTo(below ? CONDITIONAL[2 * i] : guided[2 * i]);
    }
  }

  @Test
  void outsideTheIntervalTheModelIsAskedForTheConditionalPredictionAlone() {
    Scene.CountingModel model = new Scene.CountingModel();
    noise(Guidance.inOrder(List.of(classifierFree(3), interval(1, 1))).guide(model));
    assertThat(model.asked).containsExactly(LABELS);
  }

  @Test
  void dynamicFactorTurnsTheScaleUpAndDown() {
    for (double factor : new double[] {0, 0.5, 1, 2.5}) {
      assertThat(after(3, dynamic(List.of(0.0), List.of(factor))))
          .as("1 + f (w - 1) with f = %s and w = 3", factor)
          .containsExactly(noise(classifierFree(1 + 2 * factor).guide(mixture())), within(3e-6f));
    }
  }

  @Test
  void dynamicFactorIsLinearBetweenItsLogSnrsAndConstantBeyond() {
    Guidance dynamic = dynamic(List.of(-1.0, 1.0, 3.0), List.of(0.5, 1.5, 0.0));
    double[] expected = new double[TIMES.length];
    for (int i = 0; i < TIMES.length; i++) {
      double logSnr = SCHEDULE.logSnr(TIMES[i]);
      expected[i] =
          logSnr <= -1 ? 0.5 : logSnr <= 1 ? 1 + logSnr / 2 : logSnr <= 3 ? (3 - logSnr) * 0.75 : 0;
    }
    float[] guided = noise(classifierFree(2).guide(mixture()));
    float[] changed = after(2, dynamic);
    for (int k = 0; k < changed.length; k++) {
      double f = expected[k / 2];
      assertThat((double) changed[k])
          .as("factor %s", f)
          .isCloseTo((1 - f) * CONDITIONAL[k] + f * guided[k], within(3e-6));
    }
  }

  @Test
  void rescaleOfFactorZeroChangesNothing() {
    assertThat(after(3, rescale(0, Parameterization.VELOCITY)))
        .isEqualTo(noise(classifierFree(3).guide(mixture())));
  }

  @ParameterizedTest
  @EnumSource(Parameterization.class)
  void rescaleGivesBackTheSpreadOfTheConditionalPrediction(Parameterization view) {
    Guidance guidance = Guidance.inOrder(List.of(classifierFree(4), rescale(1, view)));
    Batch wanted = mixture().predict(LATENTS, TIMES, LABELS).as(view);
    Batch guided = classifierFree(4).guide(mixture()).predict(LATENTS, TIMES, LABELS).as(view);
    Batch rescaled = guidance.guide(mixture()).predict(LATENTS, TIMES, LABELS).as(view);
    Batch half =
        Guidance.inOrder(List.of(classifierFree(4), rescale(0.5, view)))
            .guide(mixture())
            .predict(LATENTS, TIMES, LABELS)
            .as(view);
    for (int i = 0; i < TIMES.length; i++) {
      assertThat(spread(rescaled, i)).isCloseTo(spread(wanted, i), within(1e-5));
      assertThat(spread(half, i))
          .as("half way (Lin et al., equation 16)")
          .isCloseTo((spread(wanted, i) + spread(guided, i)) / 2, within(1e-5));
      assertThat(rescaled.example(i)[0] / rescaled.example(i)[1])
          .as("the direction stays")
          .isCloseTo(guided.example(i)[0] / guided.example(i)[1], within(1e-3f));
    }
  }

  /** In the plane, the standard deviation is half the distance of the two coordinates. */
  private static double spread(Batch batch, int i) {
    return Math.abs(batch.example(i)[0] - batch.example(i)[1]) / 2.0;
  }

  @Test
  void rescaleAndDynamicCostNoFurtherPrediction() {
    Scene.CountingModel model = new Scene.CountingModel();
    Guidance all =
        Guidance.inOrder(
            List.of(
                classifierFree(3),
                dynamic(List.of(0.0), List.of(0.5)),
                rescale(0.7, Parameterization.VELOCITY)));
    noise(all.guide(model));
    assertThat(model.asked)
        .as("the conditional half of the classifier-free batch is remembered")
        .containsExactly(LABELS.followedBy(Condition.none(4)));
  }

  @Test
  void theyObjectToHavingNothingBeforeThem() {
    IntervalGuidance alone = interval(0.1, 1);
    assertThat(alone.objections(Scene.assembly(alone, List.of("cat"), 0.1)))
        .containsExactly(
            "guidance 'interval' works on the guidance before it in the list, and there is none:"
                + " write guidance: [{type: classifier-free}, {type: interval}]");
    RescaleGuidance rescale = rescale(0.7, Parameterization.VELOCITY);
    DynamicGuidance dynamic = dynamic(List.of(0.0), List.of(1.0));
    Guidance wrong = Guidance.inOrder(List.of(rescale, dynamic));
    assertThat(rescale.objections(Scene.assembly(wrong, List.of("cat"), 0.1))).hasSize(1);
    assertThat(dynamic.objections(Scene.assembly(wrong, List.of("cat"), 0.1))).isEmpty();
    assertThat(dynamic.objections(Scene.assembly(dynamic, List.of("cat"), 0.1))).hasSize(1);
    Guidance afterNone = Guidance.inOrder(List.of(new NoGuidance(), dynamic));
    assertThat(dynamic.objections(Scene.assembly(afterNone, List.of("cat"), 0.1)))
        .as("none does not guide")
        .hasSize(1);
  }

  /** Of noise alone no signal can be told where none is left, and samplers go by the signal. */
  @Test
  void rescaleOfTheNoiseObjectsToSchedulesThatLeaveNoSignal() {
    NoiseSchedule zeroTerminal = t -> t == 1 ? Double.NEGATIVE_INFINITY : 6 - 10 * t;
    RescaleGuidance ofNoise = rescale(0.7, Parameterization.NOISE);
    RescaleGuidance ofVelocity = rescale(0.7, Parameterization.VELOCITY);
    Guidance list = Guidance.inOrder(List.of(classifierFree(2), ofNoise, ofVelocity));
    Assembly fitted = Scene.assembly(list, List.of("cat"), 0.1);
    Assembly assembly =
        new Assembly(
            fitted.data(),
            zeroTerminal,
            fitted.learnedSchedule(),
            fitted.network(),
            fitted.preconditioning(),
            fitted.objective(),
            fitted.times(),
            fitted.sampler(),
            fitted.guidance(),
            fitted.labelDropout());
    assertThat(ofNoise.objections(assembly))
        .singleElement()
        .asString()
        .contains("'rescale' of the noise", "take view: velocity or signal");
    assertThat(ofNoise.objections(fitted)).isEmpty();
    assertThat(ofVelocity.objections(assembly)).isEmpty();
  }

  @Test
  void optionsThatContradictThemselvesAreRefused() {
    assertThatThrownBy(() -> interval(2, 1)).hasMessageContaining("low is 2.0 and high 1.0");
    assertThatThrownBy(() -> dynamic(List.of(1.0, 1.0), List.of(0.0, 1.0)))
        .hasMessageContaining("must rise");
    assertThatThrownBy(() -> dynamic(List.of(1.0), List.of(0.0, 1.0)))
        .hasMessageContaining("a factor for each log SNR");
  }
}
