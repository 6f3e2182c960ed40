package org.tweedie.denoisers.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tweedie.api.training.LearningRate;
import org.tweedie.denoisers.training.WarmupStableDecayRate.Shape;
import org.tweedie.laws.contract.LearningRateContract;

class LearningRatesTest {

  private static LearningRate constant(int warmup) {
    return new ConstantRate(new ConstantRate.Options(new Warmup(warmup)));
  }

  private static LearningRate cosine(int warmup, double last) {
    return new CosineRate(new CosineRate.Options(new Fall(new Warmup(warmup), last)));
  }

  private static LearningRate linear(int warmup, double last) {
    return new LinearRate(new LinearRate.Options(new Fall(new Warmup(warmup), last)));
  }

  private static LearningRate inverse(int warmup, int constant) {
    return new InverseSqrtRate(new InverseSqrtRate.Options(new Warmup(warmup), constant));
  }

  private static LearningRate stable(int warmup, double decay, Shape shape, double last) {
    return new WarmupStableDecayRate(
        new WarmupStableDecayRate.Options(new Warmup(warmup), decay, shape, last));
  }

  /** To the bit, as it was before the course of the rate could be chosen. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 100})
  void constantRisesForTheWarmUpAndStays(int warmup) {
    for (long step = 1; step <= 300; step++) {
      assertThat(constant(warmup).at(step, 300, 2e-4))
          .isEqualTo(step >= warmup ? 2e-4 : 2e-4 * step / warmup);
    }
  }

  @Test
  void allRiseAlikeInTheWarmUp() {
    for (LearningRate rate :
        new LearningRate[] {
          cosine(50, 0), linear(50, 0.1), inverse(50, 0), stable(50, 0.2, Shape.SQRT, 0)
        }) {
      for (long step = 1; step <= 50; step++) {
        assertThat(rate.at(step, 1000, 0.1))
            .isCloseTo(constant(50).at(step, 1000, 0.1), within(1e-15));
      }
    }
  }

  @Test
  void cosineIsAtItsMiddleHalfWay() {
    LearningRate rate = cosine(100, 0.2);
    assertThat(rate.at(100, 1100, 1)).isCloseTo(1, within(1e-15));
    assertThat(rate.at(350, 1100, 1))
        .isCloseTo(0.2 + 0.8 * (1 + Math.sqrt(0.5)) / 2, within(1e-12));
    assertThat(rate.at(600, 1100, 1)).isCloseTo(0.6, within(1e-12));
    assertThat(rate.at(1100, 1100, 1)).isCloseTo(0.2, within(1e-12));
  }

  @Test
  void linearLosesAsMuchWithEveryStep() {
    LearningRate rate = linear(0, 0.5);
    for (long step = 1; step <= 200; step++) {
      assertThat(rate.at(step, 200, 1)).isCloseTo(1 - 0.5 * step / 200, within(1e-12));
    }
  }

  @Test
  void inverseSqrtIsHalvedInFourTimesTheStepsWhateverTheLength() {
    assertThat(inverse(100, 0).at(100, 10, 0.3)).isEqualTo(0.3);
    assertThat(inverse(100, 0).at(400, 1000, 0.3)).isCloseTo(0.15, within(1e-15));
    assertThat(inverse(0, 0).at(1, 1000, 0.3)).isEqualTo(0.3);
    assertThat(inverse(10, 200).at(200, 1000, 0.3)).isEqualTo(0.3);
    assertThat(inverse(10, 200).at(1800, 99, 0.3)).isCloseTo(0.1, within(1e-15));
  }

  @Test
  void stableFallsInItsLastShareAlone() {
    LearningRate sqrt = stable(10, 0.2, Shape.SQRT, 0);
    LearningRate line = stable(10, 0.2, Shape.LINEAR, 0.1);
    assertThat(LongStream.rangeClosed(10, 800).mapToDouble(step -> sqrt.at(step, 1000, 1)))
        .containsOnly(1.0);
    assertThat(sqrt.at(850, 1000, 1)).isCloseTo(0.5, within(1e-12));
    assertThat(line.at(900, 1000, 1)).isCloseTo(0.1 + 0.9 * 0.5, within(1e-12));
    assertThat(sqrt.at(1000, 1000, 1)).isCloseTo(0, within(1e-12));
    assertThat(line.at(1000, 1000, 1)).isCloseTo(0.1, within(1e-12));
    assertThat(stable(10, 0, Shape.SQRT, 0).at(1000, 1000, 1)).isEqualTo(1);
  }

  @Nested
  class ConstantKeepsTheContract extends LearningRateContract {
    @Override
    protected LearningRate rate() {
      return constant(100);
    }
  }

  @Nested
  class CosineKeepsTheContract extends LearningRateContract {
    @Override
    protected LearningRate rate() {
      return cosine(100, 0);
    }
  }

  @Nested
  class LinearKeepsTheContract extends LearningRateContract {
    @Override
    protected LearningRate rate() {
      return linear(0, 0);
    }
  }

  @Nested
  class InverseSqrtKeepsTheContract extends LearningRateContract {
    @Override
    protected LearningRate rate() {
      return inverse(100, 0);
    }
  }

  @Nested
  class StableKeepsTheContract extends LearningRateContract {
    @Override
    protected LearningRate rate() {
      return stable(100, 0.2, Shape.SQRT, 0);
    }
  }
}
