package org.tweedie.engine.likelihood;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.Examples;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.sampler.SeededNoise;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.laws.exact.GaussianModel;

/** On data N(0, 1/4) in one dimension the variance is known: with linear log SNR 114.317 nats^2. */
class EstimatorVarianceTest {

  private static final NoiseSchedule LINEAR = t -> 13.3 - 18.3 * t;
  private static final double NATS = Math.log(2);

  /** The interior of least variance: {@code log(1 + c^2 SNR)} falls linearly. */
  private static final NoiseSchedule BEST =
      t -> {
        double first = Math.log1p(0.25 * Math.exp(13.3));
        double last = Math.log1p(0.25 * Math.exp(-5));
        return Math.log(Math.expm1(first + t * (last - first)) / 0.25);
      };

  private static final Examples DATA =
      new Examples() {
        private final Batch values =
            new SeededNoise(3, 0, 4000, DataShape.point(1)).draw(9).times(0.5);

        @Override
        public int size() {
          return 4000;
        }

        @Override
        public void read(int index, float[] target, int offset) {
          target[offset] = values.values()[index];
        }

        @Override
        public int label(int index) {
          return Condition.NONE;
        }
      };

  private static EstimatorVariance.Result measure(NoiseSchedule schedule) {
    GaussianModel model = new GaussianModel(LINEAR, 0.5, Parameterization.NOISE);
    return new EstimatorVariance(4000, 50, 1000, 5)
        .of(model, schedule, DATA, DataDescription.of(DataShape.point(1)), false, done -> {});
  }

  private static void check(EstimatorVariance.Result found, double variance) {
    assertThat(found.diffusion().mean() * NATS)
        .as("the bound's diffusion term, in nats")
        .isCloseTo(5.956014634, within(4 * found.diffusion().standardError() * NATS));
    assertThat(found.variance().mean() * NATS * NATS)
        .as("variance in nats^2, standard error %s", found.variance().standardError())
        .isCloseTo(variance, within(4 * found.variance().standardError() * NATS * NATS));
  }

  @Test
  void findsThePublishedVarianceOfLinearLogSnr() {
    check(measure(LINEAR), 114.317);
  }

  @Test
  void findsTheLeastVarianceWhereTheLossIsTheSameAtAllTimes() {
    EstimatorVariance.Result found = measure(BEST);
    check(found, 70.948);
    assertThat(found.profile())
        .as("mean loss in each strip of time, in bits")
        .allSatisfy(loss -> assertThat(loss * NATS).isCloseTo(5.956, within(1.0)));
  }

  @Test
  void aCurveBetweenOtherEndsBeginsAndEndsThere() {
    NoiseSchedule part = new BetweenEnds(LINEAR, 9, -2);
    assertThat(part.logSnr(0)).isCloseTo(9, within(1e-9));
    assertThat(part.logSnr(1)).isCloseTo(-2, within(1e-9));
    assertThat(part.logSnrSlope(0.3)).isCloseTo(-11, within(1e-6));
    assertThat(part.timeOf(part.logSnr(0.3))).isCloseTo(0.3, within(1e-9));
    assertThatThrownBy(() -> new BetweenEnds(LINEAR, 14, -2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "a schedule from a log SNR of 13.30 to -5.000 has no part from 14.00 to -2.000");
  }
}
