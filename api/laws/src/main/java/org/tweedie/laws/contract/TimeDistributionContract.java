package org.tweedie.laws.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.tweedie.api.objective.LossHistory;
import org.tweedie.api.objective.TimeDistribution;
import org.tweedie.api.objective.TimeDraw;

/** What every distribution of times must keep, before it has seen any loss and afterwards. */
public abstract class TimeDistributionContract {

  private static final int COUNT = 64;
  private static final int BATCHES = 400;

  /** The distribution to be checked. */
  protected abstract TimeDistribution times();

  /**
   * How much of [0, 1] the distribution reaches, as far as its densities go; less than 1 only where
   * it leaves times out.
   */
  protected double reach() {
    return 1;
  }

  /** Losses that grow with time, two hundred in each hundredth of it. */
  protected static LossHistory losses() {
    return new LossHistory() {
      @Override
      public int size() {
        return 20_000;
      }

      @Override
      public double time(int index) {
        return (index + 0.5) / size();
      }

      @Override
      public double loss(int index) {
        return 0.2 + 3 * time(index);
      }
    };
  }

  private TimeDraw draw(int batch, LossHistory history) {
    return times().draw(COUNT, new SplittableRandom(batch), history);
  }

  @Test
  void timesLieWithinTheInterval() {
    for (LossHistory history : new LossHistory[] {LossHistory.EMPTY, losses()}) {
      for (int batch = 0; batch < 50; batch++) {
        TimeDraw draw = draw(batch, history);
        assertThat(draw.times()).as("one time an example").hasSize(COUNT);
        for (int i = 0; i < COUNT; i++) {
          assertThat(draw.times()[i]).as("a time").isBetween(0.0, 1.0);
          assertThat(draw.densities()[i]).as("the density at %s", draw.times()[i]).isPositive();
          assertThat(draw.weights()[i])
              .as("the weight at %s", draw.times()[i])
              .isNotNegative()
              .isFinite();
        }
      }
    }
  }

  @Test
  void drawsTheSameFromTheSameRandomness() {
    for (LossHistory history : new LossHistory[] {LossHistory.EMPTY, losses()}) {
      assertThat(draw(3, history).times()).isEqualTo(draw(3, history).times());
    }
  }

  /** Dividing by the density makes an average over draws an integral over time. */
  @Test
  void densitiesAreThoseThatTimesAreDrawnWith() {
    for (LossHistory history : new LossHistory[] {LossHistory.EMPTY, losses()}) {
      double[] ones = new double[BATCHES];
      double[] firsts = new double[BATCHES];
      for (int batch = 0; batch < BATCHES; batch++) {
        TimeDraw draw = draw(batch, history);
        for (int i = 0; i < COUNT; i++) {
          ones[batch] += 1 / draw.densities()[i] / COUNT;
          firsts[batch] += draw.times()[i] / draw.densities()[i] / COUNT;
        }
      }
      checkMean(ones, reach(), "E[1/p(t)], which is the integral of 1 over time");
      if (reach() == 1) {
        checkMean(firsts, 0.5, "E[t/p(t)], which is the integral of t over time");
      }
    }
  }

  @Test
  void uniformMeansThatEveryDensityIsOne() {
    if (times().isUniform()) {
      assertThat(draw(1, losses()).densities()).containsOnly(1);
      assertThat(draw(1, losses()).weights()).containsOnly(1);
    }
  }

  @Test
  void looksAtTheHistoryOnlyIfItSaysSo() {
    if (!times().usesHistory()) {
      assertThat(draw(5, losses()).times())
          .as("times drawn beside a history, by a distribution that does not use one")
          .isEqualTo(draw(5, LossHistory.EMPTY).times());
    }
  }

  private static void checkMean(double[] values, double expected, String what) {
    double mean = Arrays.stream(values).average().orElseThrow();
    double variance =
        Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum()
            / (values.length - 1);
    double error = Math.sqrt(variance / values.length);
    assertThat(mean)
        .as("%s (standard error %s)", what, error)
        .isCloseTo(expected, within(4 * error + 2e-3));
  }
}
