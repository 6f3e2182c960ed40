package org.tweedie.denoisers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.objective.Objective;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.api.plugin.Selective;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.schedule.NoiseSchedule;

class ObjectionsTest {

  private static final NoiseSchedule PRESERVING = t -> 10 - 20 * t;
  private static final NoiseSchedule WITHOUT_ENDS = t -> Math.log((1 - t) / t);

  /** The noise of Karras et al. (arXiv 2206.00364): the signal keeps its size. */
  private static final NoiseSchedule EXPLODING =
      new NoiseSchedule() {
        @Override
        public double logSnr(double t) {
          return 10 - 20 * t;
        }

        @Override
        public NoiseLevel at(double t) {
          return new NoiseLevel(1, Math.exp(-logSnr(t) / 2), logSnr(t));
        }
      };

  @ParameterizedTest
  @EnumSource
  void thereAreNoneToAVariancePreservingSchedule(Parameterization predicts) {
    assertThat(objections(simple(predicts), PRESERVING)).isEmpty();
    assertThat(objections(vlb(predicts, 0), PRESERVING)).isEmpty();
    assertThat(objections(vlb(predicts, 10), PRESERVING)).isEmpty();
  }

  @Test
  void refuseAVelocityOutsideTheCircle() {
    assertThat(objections(simple(Parameterization.VELOCITY), EXPLODING))
        .containsExactly(
            "The objective simple predicts velocity, which is defined where alpha^2 + sigma^2 = 1,"
                + " and the schedule is not variance preserving. Let it predict noise, signal or"
                + " score, or take a variance preserving schedule.");
    assertThat(objections(vlb(Parameterization.VELOCITY, 0), EXPLODING)).hasSize(1);
    assertThat(objections(vlb(Parameterization.NOISE, 0), EXPLODING)).isEmpty();
  }

  @Test
  void ofTheOtherWeightsAreToAVelocityOutsideTheCircleOnly() {
    for (Parameterization predicts : Parameterization.values()) {
      for (Objective objective :
          new Objective[] {
            new MinSnrObjective(new MinSnrObjective.Options(predicts, 5)),
            new P2Objective(new P2Objective.Options(predicts, 1, 1)),
            new EdmObjective(new EdmObjective.Options(predicts, 0.5)),
            new SigmoidWeightedObjective(new SigmoidWeightedObjective.Options(predicts, 2))
          }) {
        assertThat(objections(objective, PRESERVING)).isEmpty();
        assertThat(objections(objective, EXPLODING))
            .as("%s predicting %s", objective.getClass().getSimpleName(), predicts)
            .hasSize(predicts == Parameterization.VELOCITY ? 1 : 0);
      }
    }
  }

  @Test
  void refuseDiscreteStepsWhoseWeightIsInfinite() {
    assertThat(objections(vlb(Parameterization.SIGNAL, 10), WITHOUT_ENDS))
        .singleElement()
        .asString()
        .contains("needs some noise at time 0");
    assertThat(objections(vlb(Parameterization.NOISE, 10), WITHOUT_ENDS))
        .hasSize(2)
        .last()
        .asString()
        .contains("predicts noise, which says nothing of the signal where none is left");
    assertThat(objections(vlb(Parameterization.NOISE, 0), WITHOUT_ENDS)).isEmpty();
  }

  @Test
  void refuseBoundsOfStepsWhoseWeightIsInfinite() {
    for (Objective objective :
        List.of(
            new HybridObjective(new HybridObjective.Options(Parameterization.VELOCITY, 10, 0.001)),
            new ConsistencyElboObjective(
                new ConsistencyElboObjective.Options(Parameterization.VELOCITY, 10)))) {
      assertThat(objections(objective, PRESERVING)).isEmpty();
      assertThat(objections(objective, EXPLODING)).hasSize(1);
      assertThat(objections(objective, WITHOUT_ENDS))
          .singleElement()
          .asString()
          .contains("needs some noise at time 0")
          .endsWith("Take a schedule with a finite log SNR at time 0.");
    }
  }

  @Test
  void refuseATraceOfManyDimensions() {
    Objective implicit =
        new ScoreMatchingObjective(
            new ScoreMatchingObjective.Options(
                Parameterization.SCORE,
                ScoreMatchingObjective.Form.IMPLICIT,
                ScoreMatchingObjective.Weight.NOISE_VARIANCE,
                1));
    assertThat(objections(implicit, PRESERVING)).isEmpty();
    assertThat(objections(implicit, PRESERVING, DataShape.image(28, 28, 1)))
        .containsExactly(
            "The objective score-matching in its implicit form takes a backward pass a dimension,"
                + " and these data have 784: more than 64 take too long. Set form to sliced, which"
                + " estimates the same by random directions, or to denoising.");
  }

  private static Objective simple(Parameterization predicts) {
    return new SimpleObjective(new SimpleObjective.Options(predicts));
  }

  private static Objective vlb(Parameterization predicts, int timesteps) {
    return new VlbObjective(new VlbObjective.Options(predicts, timesteps));
  }

  private static List<String> objections(Objective objective, NoiseSchedule schedule) {
    return objections(objective, schedule, DataShape.point(2));
  }

  private static List<String> objections(
      Objective objective, NoiseSchedule schedule, DataShape shape) {
    DataDescription data = new DataDescription(shape, Optional.empty(), List.of());
    Assembly assembly =
        new Assembly(
            data,
            schedule,
            new MlpNetwork(new MlpNetwork.Options(8, 1), data),
            objective,
            (denoiser, start, noise, listener) -> start,
            model -> model,
            0);
    return ((Selective) objective).objections(assembly);
  }
}
