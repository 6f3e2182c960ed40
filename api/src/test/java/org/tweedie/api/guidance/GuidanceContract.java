package org.tweedie.api.guidance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.tweedie.api.Threads;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.model.MixtureModel;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.model.Prediction;
import org.tweedie.api.sampler.SeededNoise;
import org.tweedie.api.schedule.StraightSchedule;

/**
 * What every kind of guidance must keep. To check one, extend this class and supply it; its tests
 * are inherited. Classes are 0 and 1, latents are points in the plane.
 *
 * <p>Equations are those of Luo, "Understanding Diffusion Models: A Unified Perspective" (arXiv
 * 2208.11970): a scale of 0 is the unconditional model, 1 the conditional one.
 */
public abstract class GuidanceContract {

  private static final DataShape POINT = DataShape.point(2);
  private static final Condition MIXED =
      Condition.labels(Condition.NONE, 0, Condition.NONE, 1, 1, 0);
  private static final double[] TIMES = {0.1, 0.3, 0.5, 0.5, 0.7, 0.95};
  private static final Batch LATENTS = new SeededNoise(3, 0, 6, POINT).draw(0);

  /** The guidance to be checked. */
  protected abstract Guidance guidance();

  /**
   * The guidance of a scale (Luo's gamma in equations 163 to 170), where there is one; overridden,
   * it has scales 0 and 1 checked.
   */
  protected Optional<Guidance> guidance(double scale) {
    return Optional.empty();
  }

  /**
   * Whether it is the condition that guides, so that examples without one pass unchanged; false for
   * guidance by something else.
   */
  protected boolean guidesByCondition() {
    return true;
  }

  @Test
  void examplesWithoutConditionPassUnchanged() {
    assumeTrue(guidesByCondition(), "guides without a condition as well");
    for (Parameterization shown : Parameterization.values()) {
      DiffusionModel model = model(shown);
      Prediction plain = model.predict(LATENTS, TIMES, Condition.none(6));
      Prediction guided = guidance().guide(model).predict(LATENTS, TIMES, MIXED);
      for (int i : new int[] {0, 2}) {
        assertThat(guided.as(shown).example(i))
            .as("Example %s has no condition: it must be predicted as by the model itself.", i)
            .containsExactly(plain.as(shown).example(i), within(1e-6f));
      }
      assertThat(
              guidance().guide(model).predict(LATENTS, TIMES, Condition.none(6)).as(shown).values())
          .as("A batch without any condition must be predicted as by the model itself.")
          .containsExactly(plain.as(shown).values(), within(1e-6f));
    }
  }

  @Test
  void predictionIsForTheLatentsThatWereGiven() {
    DiffusionModel model = model(Parameterization.NOISE);
    Prediction guided = guidance().guide(model).predict(LATENTS, TIMES, MIXED);
    assertThat(guided.latent())
        .as("The guided prediction must be for the given latents, in count, shape and order.")
        .isEqualTo(LATENTS);
    for (int i = 0; i < TIMES.length; i++) {
      assertThat(guided.level(i))
          .as("Latent %s must keep the noise level of its time.", i)
          .isEqualTo(model.schedule().at(TIMES[i]));
    }
    assertThat(guided.signal().count()).as("As many predictions as latents.").isEqualTo(6);
  }

  @Test
  void scheduleIsTheModelsOwn() {
    DiffusionModel model = model(Parameterization.NOISE);
    assertThat(guidance().guide(model).schedule())
        .as("Guidance bends predictions, not time: the schedule must be the model's.")
        .isSameAs(model.schedule());
  }

  @Test
  void oneTimeForAllIsTheSameAsThatTimeForEach() {
    DiffusionModel guided = guidance().guide(model(Parameterization.VELOCITY));
    double[] times = new double[6];
    Arrays.fill(times, 0.4);
    assertThat(guided.predict(LATENTS, 0.4, MIXED).signal())
        .as("A time for the whole batch must mean that time for each of its latents.")
        .isEqualTo(guided.predict(LATENTS, times, MIXED).signal());
  }

  @Test
  void predictionDoesNotDependOnTheBatch() {
    DiffusionModel guided = guidance().guide(model(Parameterization.NOISE));
    float[] together = guided.predict(LATENTS, TIMES, MIXED).noise().values();
    for (int i = 0; i < TIMES.length; i++) {
      assertThat(
              guided
                  .predict(LATENTS.slice(i, i + 1), TIMES[i], MIXED.slice(i, i + 1))
                  .noise()
                  .values())
          .as("Latent %s must be predicted alone as among others.", i)
          .containsExactly(Arrays.copyOfRange(together, 2 * i, 2 * i + 2), within(1e-6f));
    }
  }

  @Test
  void manyThreadsGetTheSamePredictions() {
    DiffusionModel guided = guidance().guide(model(Parameterization.NOISE));
    Threads.allGive(
        () -> guided.predict(LATENTS, TIMES, MIXED).noise(),
        "Guidance is immutable: every thread must get the same predictions.");
  }

  @Test
  void scalesZeroAndOneAreTheUnconditionalAndTheConditionalModel() {
    for (Parameterization shown : Parameterization.values()) {
      DiffusionModel model = model(shown);
      for (double scale : List.of(0.0, 1.0)) {
        Condition meant = scale == 0 ? Condition.none(6) : MIXED;
        Batch expected = model.predict(LATENTS, TIMES, meant).noise();
        guidance(scale)
            .ifPresent(
                guidance ->
                    assertThat(
                            guidance.guide(model).predict(LATENTS, TIMES, MIXED).noise().values())
                        .as(
                            "s = (1 - w) s(z) + w s(z|y) (Luo, equation 170) at w = %s must be the"
                                + " %s model, here showing %s.",
                            scale, scale == 0 ? "unconditional" : "conditional", shown)
                        .containsExactly(expected.values(), within(1e-5f)));
      }
    }
  }

  private static DiffusionModel model(Parameterization shows) {
    return MixtureModel.twoClasses(new StraightSchedule(6, -4), shows);
  }
}
