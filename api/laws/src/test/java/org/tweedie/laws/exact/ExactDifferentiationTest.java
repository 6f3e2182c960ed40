package org.tweedie.laws.exact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.Differentiated;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.model.Prediction;
import org.tweedie.api.sampler.SeededNoise;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.laws.contract.DifferentiationContract;

/** The exact models' gradients, and the way from an output's gradient to the signal's. */
class ExactDifferentiationTest {

  private static final NoiseSchedule SCHEDULE = new StraightSchedule(6, -4);

  @Nested
  class Gaussian extends DifferentiationContract {
    @Override
    protected DiffusionModel model() {
      return new GaussianModel(SCHEDULE, 0.5, Parameterization.NOISE);
    }

    @Override
    protected DataShape shape() {
      return DataShape.point(3);
    }
  }

  @Nested
  class Mixture extends DifferentiationContract {
    @Override
    protected DiffusionModel model() {
      return MixtureModel.twoClasses(SCHEDULE, Parameterization.VELOCITY);
    }

    @Override
    protected DataShape shape() {
      return DataShape.point(2);
    }

    @Override
    protected int classes() {
      return 2;
    }
  }

  @Nested
  class ExplodingMixture extends DifferentiationContract {
    @Override
    protected DiffusionModel model() {
      return MixtureModel.twoClasses(new ExplodingSchedule(), Parameterization.SIGNAL);
    }

    @Override
    protected DataShape shape() {
      return DataShape.point(2);
    }

    @Override
    protected double[] times() {
      return new double[] {0.3, 0.4, 0.45, 0.5, 0.6};
    }
  }

  /** The output of a linear network {@code output = k z} has the gradient {@code k c}. */
  @ParameterizedTest
  @EnumSource(Parameterization.class)
  void signalsGradientFollowsFromTheOutputs(Parameterization given) {
    for (NoiseSchedule schedule : new NoiseSchedule[] {SCHEDULE, new ExplodingSchedule()}) {
      GaussianModel model = new GaussianModel(schedule, 0.5, given);
      NoiseLevel level = schedule.movingAt(0.4);
      DataShape shape = DataShape.point(2);
      Batch z = new SeededNoise(1, 0, 3, shape).draw(0);
      Batch cotangent = new SeededNoise(1, 0, 3, shape).draw(1);
      double k =
          given.target(level, model.signalFactor(level), level.sigma() / model.variance(level));
      Differentiated found =
          Prediction.of(given, z, level, z.times(k)).differentiated(cotangent, cotangent.times(k));
      assertThat(found.gradient().values())
          .containsExactly(cotangent.times(model.signalFactor(level)).values(), within(1e-5f));
    }
  }

  @Test
  void modelsThatCannotBeDifferentiatedSaySo() {
    DiffusionModel model =
        new DiffusionModel() {
          @Override
          public NoiseSchedule schedule() {
            return SCHEDULE;
          }

          @Override
          public Prediction predict(Batch z, double[] times, Condition condition) {
            throw new AssertionError("not asked for");
          }
        };
    Batch z = Batch.zeros(DataShape.point(1), 1);
    assertThatThrownBy(() -> model.differentiate(z, new double[1], Condition.none(1), z))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("cannot be differentiated");
  }
}
