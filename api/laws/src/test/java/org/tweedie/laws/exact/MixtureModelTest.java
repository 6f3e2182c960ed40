package org.tweedie.laws.exact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.schedule.NoiseLevel;

class MixtureModelTest {

  private static final StraightSchedule SCHEDULE = new StraightSchedule(6, -4);
  private static final NoiseLevel LEVEL = SCHEDULE.at(0.6);
  private static final double[] Z = {0.2, -0.35};

  private final MixtureModel model = MixtureModel.twoClasses(SCHEDULE, Parameterization.SIGNAL);

  @Test
  void densityOfLatentsIntegratesToOne() {
    double sum = 0;
    double step = 0.05;
    for (double a = -8; a <= 8; a += step) {
      for (double b = -8; b <= 8; b += step) {
        sum += Math.exp(model.logDensity(new double[] {a, b}, LEVEL)) * step * step;
      }
    }
    assertThat(sum).isCloseTo(1, within(1e-9));
  }

  @Test
  void classPosteriorsAddUpToOne() {
    double sum =
        Math.exp(model.logClassPosterior(Z, LEVEL, 0))
            + Math.exp(model.logClassPosterior(Z, LEVEL, 1));
    assertThat(sum).isCloseTo(1, within(1e-14));
  }

  /** {@code E[x|z]} from its definition, by summing over a fine grid of x. */
  @Test
  void posteriorMeanIsBayesRuleByQuadrature() {
    for (int label : new int[] {Condition.NONE, 0, 1}) {
      double[] sums = new double[3];
      double step = 0.01;
      for (double a = -1.6; a <= 1.6; a += step) {
        for (double b = -1.6; b <= 1.6; b += step) {
          double weight = prior(label, a, b) * likelihood(a, b);
          sums[0] += weight;
          sums[1] += weight * a;
          sums[2] += weight * b;
        }
      }
      double[] mean = model.posteriorMean(Z, LEVEL, label, Parameterization.SIGNAL);
      assertThat(mean[0]).isCloseTo(sums[1] / sums[0], within(1e-8));
      assertThat(mean[1]).isCloseTo(sums[2] / sums[0], within(1e-8));
    }
  }

  private double prior(int label, double a, double b) {
    return model.components().stream()
        .filter(c -> label == Condition.NONE || c.label() == label)
        .mapToDouble(
            c ->
                c.weight()
                    / (c.deviation() * c.deviation())
                    * Math.exp(
                        -(Math.pow(a - c.mean()[0], 2) + Math.pow(b - c.mean()[1], 2))
                            / (2 * c.deviation() * c.deviation())))
        .sum();
  }

  private double likelihood(double a, double b) {
    double distance = Math.pow(Z[0] - LEVEL.alpha() * a, 2) + Math.pow(Z[1] - LEVEL.alpha() * b, 2);
    return Math.exp(-distance / (2 * LEVEL.sigma() * LEVEL.sigma()));
  }

  @Test
  void oneComponentAtTheOriginIsTheGaussianModel() {
    MixtureModel single =
        new MixtureModel(
            SCHEDULE,
            List.of(new MixtureModel.Component(1, 0, 0.3, 0, 0)),
            Parameterization.VELOCITY);
    GaussianModel gaussian = new GaussianModel(SCHEDULE, 0.3, Parameterization.VELOCITY);
    Batch z = Batch.of(DataShape.point(2), new float[] {0.2f, -1, 2, 0.5f});
    double[] times = {0.2, 0.9};
    assertThat(single.predict(z, times, Condition.labels(0, Condition.NONE)).velocity().values())
        .containsExactly(
            gaussian.predict(z, times, Condition.none(2)).velocity().values(), within(1e-6f));
  }
}
