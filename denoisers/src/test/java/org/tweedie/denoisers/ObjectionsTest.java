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

  private static Objective simple(Parameterization predicts) {
    return new SimpleObjective(new SimpleObjective.Options(predicts));
  }

  private static Objective vlb(Parameterization predicts, int timesteps) {
    return new VlbObjective(new VlbObjective.Options(predicts, timesteps));
  }

  private static List<String> objections(Objective objective, NoiseSchedule schedule) {
    DataDescription data = new DataDescription(DataShape.point(2), Optional.empty(), List.of());
    Assembly assembly =
        new Assembly(
            data,
            schedule,
            new MlpNetwork(new MlpNetwork.Options(8, 1), data),
            new NoPreconditioning(),
            objective,
            (denoiser, start, noise, listener) -> start,
            model -> model,
            0);
    return ((Selective) objective).objections(assembly);
  }
}
