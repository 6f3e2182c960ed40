package org.tweedie.denoisers.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tweedie.api.training.PowerAverage;
import org.tweedie.api.training.WeightAverage;
import org.tweedie.laws.contract.WeightAverageContract;

class AveragesTest {

  private static WeightAverage exponential(double decay, double warmup) {
    return new ExponentialAverage(new ExponentialAverage.Options(decay, warmup));
  }

  private static WeightAverage power(double width) {
    return new PowerFunctionAverage(new PowerFunctionAverage.Options(width));
  }

  private static double average(WeightAverage average, int steps, double start, double weights) {
    double value = start;
    for (int step = 1; step <= steps; step++) {
      value = average.decay(step) * value + (1 - average.decay(step)) * weights;
    }
    return value;
  }

  /** To the bit, as it was before averages could be chosen. */
  @ParameterizedTest
  @ValueSource(doubles = {0, 0.5, 0.97, 0.999, 0.9999})
  void exponentialWarmsUpAsItAlwaysDid(double decay) {
    for (long step = 1; step <= 20_000; step++) {
      assertThat(exponential(decay, 10).decay(step))
          .isEqualTo(Math.min(decay, (1.0 + step) / (10.0 + step)));
    }
  }

  @Test
  void exponentialRisesToItsDecayInTheWarmUpAndStaysThere() {
    WeightAverage average = exponential(0.999, 10);
    for (long step = 2; step <= 8990; step++) {
      assertThat(average.decay(step)).isGreaterThan(average.decay(step - 1));
    }
    assertThat(average.decay(8990)).isCloseTo(0.999, within(1e-15));
    assertThat(average.decay(8991)).isEqualTo(0.999);
  }

  @Test
  void aWarmUpOfOneIsNone() {
    assertThat(exponential(0.999, 1).decay(1)).isEqualTo(0.999);
  }

  /** What the starting weights are counts for nothing soon with a warm-up, and for long without. */
  @Test
  void startingWeightsAreForgottenInTheWarmUp() {
    double steps = 100;
    double exactly = 1;
    for (int step = 1; step <= steps; step++) {
      exactly *= (1.0 + step) / (10.0 + step);
    }
    assertThat(average(exponential(0.9999, 10), 100, 1, 0)).isCloseTo(exactly, within(1e-20));
    // 10! / 100^9, but for the terms of order 1/100.
    assertThat(exactly).isBetween(2e-12, 3628800 / 1e18);
    assertThat(average(exponential(0.9999, 1), 100, 1, 0))
        .isCloseTo(Math.pow(0.9999, 100), within(1e-12));
    assertThat(average(power(0.05), 1, 1, 0)).isZero();
  }

  @Test
  void anAverageOfTheSameWeightsIsThese() {
    for (WeightAverage average :
        new WeightAverage[] {exponential(0.999, 10), exponential(0.9, 1), power(0.1)}) {
      assertThat(average(average, 1000, 0.7, 0.7)).isCloseTo(0.7, within(1e-13));
    }
  }

  @Test
  void powerIsThatOfItsWidth() {
    for (long step = 1; step <= 1000; step++) {
      assertThat(power(0.1).decay(step)).isEqualTo(PowerAverage.ofWidth(0.1).decay(step));
    }
  }

  @Nested
  class Exponential extends WeightAverageContract {
    @Override
    protected WeightAverage average() {
      return exponential(0.999, 10);
    }
  }

  @Nested
  class ExponentialWithoutWarmUp extends WeightAverageContract {
    @Override
    protected WeightAverage average() {
      return exponential(0.9999, 1);
    }
  }

  @Nested
  class NoAverage extends WeightAverageContract {
    @Override
    protected WeightAverage average() {
      return exponential(0, 10);
    }
  }

  @Nested
  class Power extends WeightAverageContract {
    @Override
    protected WeightAverage average() {
      return power(0.05);
    }
  }

  @Nested
  class Widest extends WeightAverageContract {
    @Override
    protected WeightAverage average() {
      return power(0.288);
    }
  }
}
