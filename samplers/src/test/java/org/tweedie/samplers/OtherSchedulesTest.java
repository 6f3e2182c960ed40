package org.tweedie.samplers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.sampler.StepListener;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.api.walk.Grid;
import org.tweedie.laws.exact.ExplodingSchedule;
import org.tweedie.laws.exact.GaussianModel;

/**
 * Every deterministic sampler where variance is not preserved. The flow of Gaussian data is linear
 * on all schedules, with the quotient of standard deviations as its factor, so every sample is
 * known.
 */
class OtherSchedulesTest {

  /** {@code sigma = 1 - alpha^2} (Song et al., arXiv 2011.13456: "sub-VP"). */
  private record SubPreserving() implements NoiseSchedule {
    @Override
    public double logSnr(double t) {
      return 2 * (logAlpha(t) - Math.log(-Math.expm1(2 * logAlpha(t))));
    }

    @Override
    public NoiseLevel at(double t) {
      return new NoiseLevel(Math.exp(logAlpha(t)), -Math.expm1(2 * logAlpha(t)), logSnr(t));
    }

    private static double logAlpha(double t) {
      return -0.005 - 5 * t * t;
    }
  }

  static Stream<String> names() {
    return ConvergenceTable.samplers(Grid.LOG_SNR).keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("names")
  void samplesFollowTheFlowWhenVarianceExplodes(String name) {
    assertFollowsTheFlow(name, new ExplodingSchedule());
  }

  @ParameterizedTest
  @MethodSource("names")
  void samplesFollowTheFlowWhenVarianceDips(String name) {
    assertFollowsTheFlow(name, new SubPreserving());
  }

  private static void assertFollowsTheFlow(String name, NoiseSchedule schedule) {
    GaussianModel model = new GaussianModel(schedule, 0.5, Parameterization.NOISE);
    double deviation = Math.sqrt(model.variance(schedule.at(1)));
    double[] quantiles = {-1.5, -0.3, 0.7, 2};
    float[] start = new float[4];
    for (int i = 0; i < 4; i++) {
      start[i] = (float) (quantiles[i] * deviation);
    }
    float[] samples =
        ConvergenceTable.samplers(Grid.LOG_SNR)
            .get(name)
            .apply(400)
            .sample(
                model.given(Condition.none(4)),
                Batch.of(DataShape.point(1), start),
                draw -> Batch.zeros(DataShape.point(1), 4),
                StepListener.NONE)
            .values();
    NoiseLevel first = schedule.at(0);
    double factor = model.signalFactor(first) * Math.sqrt(model.variance(first));
    // First-order methods err by 2% with so many steps.
    double tolerance = name.matches("ddim|euler|.*-1") ? 0.02 : 0.001;
    for (int i = 0; i < 4; i++) {
      assertThat((double) samples[i])
          .as("%s from quantile %s", name, quantiles[i])
          .isCloseTo(factor * quantiles[i], within(tolerance * Math.abs(quantiles[i])));
    }
  }
}
