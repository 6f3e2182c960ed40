package org.tweedie.denoisers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.tweedie.api.objective.LossHistory;
import org.tweedie.api.objective.TimeDistribution;
import org.tweedie.api.objective.TimeDraw;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.laws.contract.TimeDistributionContract;

class TimeDistributionsTest {

  private static final NoiseSchedule SCHEDULE = t -> 13.3 - 18.3 * t;

  private static ImportanceTimes importance() {
    return new ImportanceTimes(new ImportanceTimes.Options(50, 10, 0.001));
  }

  private static LogNormalTimes logNormal(boolean unbiased) {
    return new LogNormalTimes(new LogNormalTimes.Options(-1.2, 1.2, unbiased), SCHEDULE);
  }

  @Nested
  class Uniform extends TimeDistributionContract {
    @Override
    protected TimeDistribution times() {
      return new UniformTimes();
    }
  }

  @Nested
  class LowDiscrepancy extends TimeDistributionContract {
    @Override
    protected TimeDistribution times() {
      return new LowDiscrepancyTimes();
    }
  }

  @Nested
  class Importance extends TimeDistributionContract {
    @Override
    protected TimeDistribution times() {
      return importance();
    }
  }

  @Nested
  class LogNormal extends TimeDistributionContract {
    @Override
    protected TimeDistribution times() {
      // Wide enough that a few thousand draws fill all of the schedule's range.
      return new LogNormalTimes(new LogNormalTimes.Options(-2, 4, false), SCHEDULE);
    }
  }

  @Nested
  class LogitNormal extends TimeDistributionContract {
    @Override
    protected TimeDistribution times() {
      // Wide enough that a few thousand draws fill all of the interval.
      return logitNormal(0.5, 4, 1.3);
    }
  }

  private static LogitNormalTimes logitNormal(double location, double scale, double shift) {
    return new LogitNormalTimes(new LogitNormalTimes.Options(location, scale, shift, false));
  }

  /**
   * Esser et al., equation 23: t = shift u / (1 + (shift - 1) u) of the times u without a shift.
   */
  @Test
  void logitNormalTimesAreShiftedAsInThePaper() {
    double[] plain = logitNormal(-0.5, 1.2, 1).draw(64, new SplittableRandom(5), null).times();
    double[] shifted = logitNormal(-0.5, 1.2, 3).draw(64, new SplittableRandom(5), null).times();
    for (int i = 0; i < 64; i++) {
      assertThat(shifted[i]).isCloseTo(3 * plain[i] / (1 + 2 * plain[i]), within(1e-12));
    }
  }

  /** On straight paths t / (1 - t) is sigma / alpha: these are EDM's noise levels, drawn alike. */
  @Test
  void logitNormalTimesOfStraightPathsAreLogNormalLevels() {
    NoiseSchedule straight = t -> 2 * Math.log((1 - t) / t);
    double[] levels =
        new LogNormalTimes(new LogNormalTimes.Options(-1.2, 1.2, false), straight)
            .draw(64, new SplittableRandom(5), null)
            .times();
    double[] times = logitNormal(-1.2, 1.2, 1).draw(64, new SplittableRandom(5), null).times();
    assertThat(times).containsExactly(levels, within(1e-9));
  }

  /** The random number that lies at the end of all times. */
  @Test
  void logitNormalTimesAreNumbersWhateverIsDrawn() {
    TimeDraw draw = logitNormal(0, 1, 1).draw(1, () -> 0L, null);
    assertThat(draw.times()[0]).isBetween(0.0, 1e-15);
    assertThat(draw.densities()[0]).isPositive().isFinite();
  }

  @Test
  void lowDiscrepancyTimesFillEveryStrip() {
    double[] times = new LowDiscrepancyTimes().draw(32, new SplittableRandom(1), null).times();
    Arrays.sort(times);
    for (int i = 0; i < 32; i++) {
      assertThat(times[i]).isBetween(i / 32.0, (i + 1) / 32.0);
    }
  }

  /** A history that saw {@code loss(t)} evenly, and what {@code loss(t) / p(t)} does under it. */
  private static double[] weighted(TimeDistribution times, DoubleUnaryOperator loss) {
    LossHistory history =
        new LossHistory() {
          @Override
          public int size() {
            return 5000;
          }

          @Override
          public double time(int index) {
            return (index + 0.5) / size();
          }

          @Override
          public double loss(int index) {
            return loss.applyAsDouble(time(index));
          }
        };
    SplittableRandom random = new SplittableRandom(3);
    double mean = 0;
    double square = 0;
    int batches = 500;
    for (int batch = 0; batch < batches; batch++) {
      TimeDraw draw = times.draw(64, random, history);
      for (int i = 0; i < 64; i++) {
        double value = draw.weights()[i] * loss.applyAsDouble(draw.times()[i]);
        mean += value / 64 / batches;
        square += value * value / 64 / batches;
      }
    }
    return new double[] {mean, square - mean * mean};
  }

  @Test
  void importanceKeepsTheMeanAndTakesTheVarianceAway() {
    DoubleUnaryOperator loss = t -> 0.1 + 10 * Math.exp(-8 * t);
    double exact = 0.1 + 10 / 8.0 * (1 - Math.exp(-8));
    double[] even = weighted(new LowDiscrepancyTimes(), loss);
    double[] chosen = weighted(importance(), loss);
    // One offset a batch moves an even mean by up to 10/64: over 500 batches a standard error of
    // 0.002.
    assertThat(even[0]).isCloseTo(exact, within(6e-3));
    assertThat(chosen[0]).isCloseTo(exact, within(6e-3));
    assertThat(even[1]).as("variance with even times").isGreaterThan(4);
    assertThat(chosen[1])
        .as("variance with importance: what is left is the loss's change within a strip")
        .isLessThan(0.02);
  }

  @Test
  void importanceIsEvenUntilItHasSeenEnough() {
    TimeDraw draw = importance().draw(8, new SplittableRandom(1), LossHistory.EMPTY);
    assertThat(Arrays.stream(draw.densities()).map(p -> Math.abs(p - 1)).max().orElseThrow())
        .isLessThan(1e-12);
  }

  @Test
  void logNormalLevelsAreLogNormal() {
    SplittableRandom random = new SplittableRandom(5);
    double mean = 0;
    double square = 0;
    int batches = 100;
    for (int batch = 0; batch < batches; batch++) {
      for (double time : logNormal(false).draw(64, random, null).times()) {
        double logSigma = -SCHEDULE.logSnr(time) / 2;
        mean += logSigma / 64 / batches;
        square += logSigma * logSigma / 64 / batches;
      }
    }
    // Independent draws would have a standard error of 0.015; and the schedule's last level, 3.1
    // deviations above the mean, takes 0.004 off it.
    assertThat(mean).isCloseTo(-1.2, within(0.02));
    assertThat(Math.sqrt(square - mean * mean)).isCloseTo(1.2, within(0.02));
  }

  @Test
  void unbiasedWeightsUndoTheDistribution() {
    TimeDraw draw = logNormal(true).draw(64, new SplittableRandom(5), null);
    for (int i = 0; i < 64; i++) {
      assertThat(draw.weights()[i] * draw.densities()[i]).isCloseTo(1, within(1e-12));
    }
  }

  @Test
  void levelsOutsideTheScheduleAreRefused() {
    assertThatThrownBy(
            () -> new LogNormalTimes(new LogNormalTimes.Options(20, 0.1, false), SCHEDULE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("lie outside those of the schedule, -6.65 to 2.5");
  }
}
