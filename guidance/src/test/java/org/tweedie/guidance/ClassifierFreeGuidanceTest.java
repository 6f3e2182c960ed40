package org.tweedie.guidance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.guidance.Guidance;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.model.Prediction;
import org.tweedie.api.objective.Denoising;
import org.tweedie.api.objective.Objective;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.api.sampler.SeededNoise;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.laws.contract.DifferentiationContract;
import org.tweedie.laws.contract.GuidanceContract;
import org.tweedie.laws.exact.MixtureModel;
import org.tweedie.laws.exact.StraightSchedule;

class ClassifierFreeGuidanceTest {

  private static final StraightSchedule SCHEDULE = new StraightSchedule(6, -4);
  private static final DataShape POINT = DataShape.point(2);
  private static final Batch LATENTS = new SeededNoise(8, 0, 4, POINT).draw(0);
  private static final double[] TIMES = {0.25, 0.4, 0.6, 0.9};
  private static final Condition LABELS = Condition.labels(0, 1, 1, 0);

  private static ClassifierFreeGuidance ofScale(double scale) {
    return new ClassifierFreeGuidance(new ClassifierFreeGuidance.Options(scale));
  }

  @Nested
  class Sharpened extends GuidanceContract {
    @Override
    protected Guidance guidance() {
      return ofScale(2.7);
    }

    @Override
    protected Optional<Guidance> guidance(double scale) {
      return Optional.of(ofScale(scale));
    }
  }

  @Nested
  class Differentiated extends DifferentiationContract {
    @Override
    protected DiffusionModel model() {
      return ofScale(2.7).guide(MixtureModel.twoClasses(SCHEDULE, Parameterization.NOISE));
    }

    @Override
    protected DataShape shape() {
      return POINT;
    }

    @Override
    protected int classes() {
      return 2;
    }
  }

  @Nested
  class Softened extends GuidanceContract {
    @Override
    protected Guidance guidance() {
      return ofScale(0.3);
    }
  }

  @Nested
  class Conditional extends GuidanceContract {
    @Override
    protected Guidance guidance() {
      return ofScale(1);
    }
  }

  @Nested
  class Unconditional extends GuidanceContract {
    @Override
    protected Guidance guidance() {
      return ofScale(0);
    }
  }

  /** By Bayes' rule, s(z|y) - s(z) is the classifier's gradient (Luo, equations 163 to 168). */
  @ParameterizedTest
  @CsvSource({"0", "0.5", "1", "2", "7.5"})
  void equalsGuidanceByTheExactBayesClassifier(double scale) {
    for (Parameterization shown : Parameterization.values()) {
      MixtureModel model = MixtureModel.twoClasses(SCHEDULE, shown);
      float[] guided = ofScale(scale).guide(model).predict(LATENTS, TIMES, LABELS).score().values();
      for (int i = 0; i < TIMES.length; i++) {
        NoiseLevel level = SCHEDULE.at(TIMES[i]);
        for (int k = 0; k < 2; k++) {
          double expected = byClassifier(model, i, k, level, scale);
          // Predictions are float32: the score is theirs divided by sigma.
          assertThat((double) guided[2 * i + k])
              .as("score %s of latent %s, model shows %s", k, i, shown)
              .isCloseTo(expected, within(2e-5 * (1 + scale) / level.sigma()));
        }
      }
    }
  }

  /** {@code d/dz_k (log p(z) + w log p(y|z))} by central differences of the exact densities. */
  private static double byClassifier(
      MixtureModel model, int example, int k, NoiseLevel level, double scale) {
    double h = 1e-4;
    double[] values = new double[2];
    for (int side = 0; side < 2; side++) {
      float[] latent = LATENTS.example(example);
      double[] z = {latent[0], latent[1]};
      z[k] += side == 0 ? -h : h;
      values[side] =
          model.logDensity(z, level)
              + scale * model.logClassPosterior(z, level, LABELS.label(example));
    }
    return (values[1] - values[0]) / (2 * h);
  }

  @ParameterizedTest
  @EnumSource(Parameterization.class)
  void extrapolatesAnyViewAlike(Parameterization view) {
    MixtureModel model = MixtureModel.twoClasses(SCHEDULE, Parameterization.NOISE);
    float[] conditional = model.predict(LATENTS, TIMES, LABELS).as(view).values();
    float[] plain = model.predict(LATENTS, TIMES, Condition.none(4)).as(view).values();
    float[] guided = ofScale(3).guide(model).predict(LATENTS, TIMES, LABELS).as(view).values();
    for (int i = 0; i < guided.length; i++) {
      assertThat((double) guided[i]).isCloseTo(-2 * plain[i] + 3 * conditional[i], within(2e-4));
    }
  }

  @Test
  void asksTheModelOnceWithBothHalves() {
    CountingModel model = new CountingModel();
    ofScale(2).guide(model).predict(LATENTS, TIMES, LABELS);
    assertThat(model.asked).containsExactly(LABELS.followedBy(Condition.none(4)));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1})
  void asksOnlyForThePredictionThatHasWeight(double scale) {
    CountingModel model = new CountingModel();
    ofScale(scale).guide(model).predict(LATENTS, TIMES, LABELS);
    assertThat(model.asked).containsExactly(scale == 0 ? Condition.none(4) : LABELS);
  }

  @Test
  void asksOnceForEachWhereNothingIsKnown() {
    CountingModel model = new CountingModel();
    ofScale(2).guide(model).predict(LATENTS, TIMES, Condition.none(4));
    assertThat(model.asked).containsExactly(Condition.none(4));
  }

  @Test
  void objectsToNetworksThatWereNeverUnconditional() {
    assertThat(ofScale(2).objections(assembly(List.of("cat", "dog"), 0)))
        .containsExactly(
            "guidance 'classifier-free' at scale 2.0 needs the unconditional prediction as well, but"
                + " a network trained without label dropout has never made one: train with"
                + " train.label-dropout: 0.1 or so, or use guidance 'none'");
    assertThat(ofScale(0).objections(assembly(List.of("cat", "dog"), 0))).hasSize(1);
    assertThat(ofScale(1).objections(assembly(List.of("cat", "dog"), 0))).isEmpty();
    assertThat(ofScale(2).objections(assembly(List.of("cat", "dog"), 0.1))).isEmpty();
  }

  @Test
  void objectsToNetworksThatWereNeverConditional() {
    assertThat(ofScale(1).objections(assembly(List.of("cat", "dog"), 1)))
        .singleElement()
        .asString()
        .contains("hides every label", "set train.label-dropout to 0.1");
    assertThat(ofScale(0).objections(assembly(List.of("cat", "dog"), 1))).isEmpty();
  }

  @Test
  void objectsToDataWithoutClasses() {
    assertThat(ofScale(2).objections(assembly(List.of(), 0)))
        .containsExactly(
            "guidance 'classifier-free' needs data with classes, and these data have none:"
                + " use guidance 'none', or data with classes");
    assertThat(ofScale(0).objections(assembly(List.of(), 0))).isEmpty();
  }

  /** Only what guidance looks at: the other components play no part. */
  private static Assembly assembly(List<String> classes, double labelDropout) {
    return new Assembly(
        DataDescription.of(POINT).withClasses(classes),
        SCHEDULE,
        Optional.empty(),
        (graph, input) -> {
          throw new AssertionError("no network is built");
        },
        (tf, alpha, sigma, logSnr) -> Optional.empty(),
        new UnusedObjective(),
        null,
        (denoiser, start, noise, listener) -> start,
        model -> model,
        labelDropout);
  }

  private static final class UnusedObjective implements Objective {
    @Override
    public Parameterization predicts() {
      return Parameterization.NOISE;
    }

    @Override
    public Operand<TFloat32> loss(Denoising batch) {
      throw new AssertionError("no loss is built");
    }
  }

  /** Remembers what it was asked. */
  private static final class CountingModel implements DiffusionModel {
    private final List<Condition> asked = new ArrayList<>();

    @Override
    public NoiseSchedule schedule() {
      return SCHEDULE;
    }

    @Override
    public Prediction predict(Batch z, double[] times, Condition condition) {
      asked.add(condition);
      NoiseLevel[] levels = Arrays.stream(times).mapToObj(SCHEDULE::at).toArray(NoiseLevel[]::new);
      return Prediction.of(Parameterization.NOISE, z, levels, z);
    }
  }
}
