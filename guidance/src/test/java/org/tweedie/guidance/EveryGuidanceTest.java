package org.tweedie.guidance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tweedie.guidance.Scene.LABELS;
import static org.tweedie.guidance.Scene.LATENTS;
import static org.tweedie.guidance.Scene.SCHEDULE;
import static org.tweedie.guidance.Scene.TIMES;
import static org.tweedie.guidance.Scene.classifierFree;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tweedie.api.guidance.Classifier;
import org.tweedie.api.guidance.Guidance;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.Differentiated;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.model.Prediction;
import org.tweedie.api.schedule.NoiseSchedule;

/** What samplers take for granted of a prediction, under every kind of guidance. */
class EveryGuidanceTest {

  /** Knows less the less signal there is, as a right one does. */
  private static final Classifier CLASSIFIER =
      (z, levels, condition) -> {
        double[] alphas = Stream.of(levels).mapToDouble(level -> 0.1 * level.alpha()).toArray();
        return z.combineEach(alphas, new double[alphas.length], z);
      };

  /** From some signal to none. */
  private static final NoiseSchedule ZERO_TERMINAL =
      t -> t == 1 ? Double.NEGATIVE_INFINITY : 6 - 10 * t;

  private static Stream<Arguments> all() {
    LinearMeasurement known = new LinearMeasurement(new MaskMap(2, 0), 0.3);
    Guidance classifier = new ClassifierGuidance(CLASSIFIER, 2, false);
    return Stream.of(
        Arguments.of("none", new NoGuidance()),
        Arguments.of("classifier-free", classifierFree(3)),
        Arguments.of("classifier", classifier),
        Arguments.of("autoguidance", new Autoguidance(new PlaneGaussian(SCHEDULE, 0.5, 0), 2)),
        Arguments.of(
            "interval",
            after(classifier, new IntervalGuidance(new IntervalGuidance.Options(0.1, 1e14)))),
        Arguments.of(
            "dynamic",
            after(
                classifier,
                new DynamicGuidance(
                    new DynamicGuidance.Options(List.of(-6.0, 6.0), List.of(0.5, 2.0))))),
        Arguments.of(
            "rescale",
            after(
                classifier,
                new RescaleGuidance(new RescaleGuidance.Options(0.7, Parameterization.VELOCITY)))),
        Arguments.of("reconstruction", new ReconstructionGuidance(known, 1, 0.5, 0.02, 1)),
        Arguments.of("replacement", new ReplacementGuidance(known, 0, 10, 10)),
        Arguments.of("ddrm", new DdrmGuidance(known, 0.85, 1, 0.02)),
        Arguments.of("particles", new ParticleGuidance(known, 4, 0.5, 0.1)));
  }

  private static Guidance after(Guidance first, Guidance second) {
    return Guidance.inOrder(List.of(first, second));
  }

  /** Guidance bends the mean of a step; a sampler that takes the learnt variance still finds it. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("all")
  void keepsTheVarianceOfStepsThatTheModelLearnt(String name, Guidance guidance) {
    DiffusionModel model = new Shown(new PlaneGaussian(SCHEDULE, 0.7, 0), Parameterization.SIGNAL);
    assertThat(guidance.guide(model).predict(LATENTS, TIMES, LABELS).varianceFraction())
        .as(name)
        .contains(Shown.fraction(LATENTS));
  }

  /** Samplers start at time 1 and go by the predicted signal. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("all")
  void signalIsFiniteWhereTheScheduleLeavesNone(String name, Guidance guidance) {
    for (Parameterization shown : List.of(Parameterization.SIGNAL, Parameterization.VELOCITY)) {
      DiffusionModel model = new Shown(new PlaneGaussian(ZERO_TERMINAL, 0.7, 0), shown);
      double[] times = {1, 0.5, 1, 0.2};
      Prediction prediction = guidance.guide(model).predict(LATENTS, times, LABELS);
      for (float value : prediction.signal().values()) {
        assertThat(value).as("signal, from a model that shows %s", shown).isFinite();
      }
      for (float value : prediction.noise().values()) {
        assertThat(value).as("noise, from a model that shows %s", shown).isFinite();
      }
    }
  }

  /** A model with a learnt variance that shows what a network of some parameterization would. */
  private record Shown(DiffusionModel model, Parameterization shown) implements DiffusionModel {

    static Batch fraction(Batch z) {
      return z.times(0.25);
    }

    @Override
    public NoiseSchedule schedule() {
      return model.schedule();
    }

    @Override
    public Prediction predict(Batch z, double[] times, Condition condition) {
      Prediction prediction = model.predict(z, times, condition);
      return Prediction.of(shown, z, prediction.levels(), prediction.as(shown))
          .withVarianceFraction(fraction(z));
    }

    @Override
    public Differentiated differentiate(
        Batch z, double[] times, Condition condition, Batch cotangent) {
      return model.differentiate(z, times, condition, cotangent);
    }
  }
}
