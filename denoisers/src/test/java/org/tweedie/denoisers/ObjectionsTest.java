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
import org.tweedie.api.schedule.NoiseSchedule;

class ObjectionsTest {

  private static final NoiseSchedule PRESERVING = t -> 10 - 20 * t;
  private static final NoiseSchedule WITHOUT_ENDS = t -> Math.log((1 - t) / t);

  @ParameterizedTest
  @EnumSource
  void thereAreNoneToAVariancePreservingSchedule(Parameterization predicts) {
    assertThat(objections(vlb(predicts, 0), PRESERVING)).isEmpty();
    assertThat(objections(vlb(predicts, 10), PRESERVING)).isEmpty();
  }

  @Test
  void refuseDiscreteStepsWhoseWeightIsInfinite() {
    assertThat(objections(vlb(Parameterization.SIGNAL, 10), WITHOUT_ENDS))
        .singleElement()
        .asString()
        .contains("needs some noise at time 0");
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

  private static Objective vlb(Parameterization predicts, int timesteps) {
    return new VlbObjective(new VlbObjective.Options(predicts, timesteps));
  }

  private static List<String> objections(Objective objective, NoiseSchedule schedule) {
    return objections(objective, schedule, DataShape.point(2));
  }

  private static List<String> objections(
      Objective objective, NoiseSchedule schedule, DataShape shape) {
    DataDescription data = DataDescription.of(shape);
    Assembly assembly =
        new Assembly(
            data,
            schedule,
            Optional.empty(),
            new MlpNetwork(new MlpNetwork.Options(8, 1, false), data),
            new NoPreconditioning(),
            objective,
            new LowDiscrepancyTimes(),
            (denoiser, start, noise, listener) -> start,
            model -> model,
            0);
    return ((Selective) objective).objections(assembly);
  }
}
