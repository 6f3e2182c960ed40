package org.tweedie.api.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.Batch;

class BrownianNoiseTest {

  private static final DataShape SHAPE = DataShape.point(5);
  private static final int COUNT = 1000;
  private static final BrownianNoise NOISE = new BrownianNoise(17, 0, COUNT, SHAPE);

  /** Five standard errors of 5,000 values. */
  private static final double ERROR = 5 / Math.sqrt(5.0 * COUNT);

  @ParameterizedTest
  @CsvSource({"-3, 2", "0.1, 0.2", "-Infinity, -4", "5, 5.001", "-70, 70", "0.6931472, 1.3862944"})
  void incrementAndAreaAreStandardNormalAndIndependent(double from, double to) {
    float[] increment = NOISE.increment(from, to, 0).values();
    float[] area = NOISE.area(from, to, 1).values();
    assertThat(mean(increment, ones())).as("mean").isCloseTo(0, within(ERROR));
    assertThat(mean(increment, increment))
        .as("variance")
        .isCloseTo(1, within(ERROR * Math.sqrt(2)));
    assertThat(mean(area, ones())).as("mean of the area").isCloseTo(0, within(ERROR));
    assertThat(mean(area, area))
        .as("variance of the area")
        .isCloseTo(1, within(ERROR * Math.sqrt(2)));
    assertThat(mean(increment, area)).as("covariance").isCloseTo(0, within(ERROR));
  }

  @ParameterizedTest
  @CsvSource({"-3, 2, 3", "0.1, 0.2, 0.3", "1, 1.5, 9"})
  void partsOfThePathAreIndependent(double from, double between, double to) {
    float[] before = NOISE.increment(from, between, 0).values();
    float[] after = NOISE.increment(between, to, 0).values();
    assertThat(mean(before, after)).isCloseTo(0, within(ERROR));
    assertThat(mean(NOISE.area(from, between, 1).values(), after)).isCloseTo(0, within(ERROR));
    assertThat(mean(NOISE.area(from, between, 1).values(), NOISE.area(between, to, 1).values()))
        .isCloseTo(0, within(ERROR));
  }

  /** Increments add up, and areas do with the distance of the way's corner (Chen's relation). */
  @Test
  void partsMakeUpTheWhole() {
    BrownianNoise noise = new BrownianNoise(3, 5, 3, SHAPE);
    double[] ends = {-2.5, -1.1, 0.3, 0.31, 2, 6};
    double length = u(ends[5]) - u(ends[0]);
    double[] increment = new double[15];
    double[] integral = new double[15];
    for (int i = 0; i < 5; i++) {
      double h = u(ends[i + 1]) - u(ends[i]);
      float[] w = noise.increment(ends[i], ends[i + 1], 0).values();
      float[] a = noise.area(ends[i], ends[i + 1], 1).values();
      for (int k = 0; k < 15; k++) {
        double step = Math.sqrt(h) * w[k];
        integral[k] += h * (increment[k] + step / 2 + Math.sqrt(h / 12) * a[k]);
        increment[k] += step;
      }
    }
    float[] whole = noise.increment(ends[0], ends[5], 0).values();
    float[] area = noise.area(ends[0], ends[5], 1).values();
    for (int k = 0; k < 15; k++) {
      assertThat(increment[k] / Math.sqrt(length)).isCloseTo(whole[k], within(1e-4));
      assertThat((integral[k] / length - increment[k] / 2) / Math.sqrt(length / 12))
          .isCloseTo(area[k], within(1e-3));
    }
  }

  /** The area is the path's own: the mean of its distance to a line, seen at 2,000 places. */
  @Test
  void areaIsTheMeanDistanceToTheStraightLine() {
    BrownianNoise noise = new BrownianNoise(3, 5, 3, SHAPE);
    int parts = 2000;
    double[] at = new double[15];
    double[] sum = new double[15];
    for (int i = 0; i < parts; i++) {
      double from = 1 + (double) i / parts;
      double to = 1 + (i + 1.0) / parts;
      float[] w = noise.increment(Math.log(from), Math.log(to), 0).values();
      for (int k = 0; k < 15; k++) {
        double step = Math.sqrt(to - from) * w[k];
        sum[k] += (at[k] + step / 2) / parts;
        at[k] += step;
      }
    }
    float[] area = noise.area(0, Math.log(2), 1).values();
    for (int k = 0; k < 15; k++) {
      assertThat((sum[k] - at[k] / 2) * Math.sqrt(12)).isCloseTo(area[k], within(0.01));
    }
  }

  @Test
  void sampleHasTheSamePathInEveryBatch() {
    BrownianNoise together = new BrownianNoise(9, 100, 8, SHAPE);
    for (int i = 0; i < 8; i++) {
      BrownianNoise alone = new BrownianNoise(9, 100 + i, 1, SHAPE);
      assertThat(alone.increment(-1, 4, 7)).isEqualTo(together.increment(-1, 4, 7).slice(i, i + 1));
      assertThat(alone.area(-1, 4, 7)).isEqualTo(together.area(-1, 4, 7).slice(i, i + 1));
    }
  }

  @Test
  void drawsAreThoseOfIndependentNoise() {
    BrownianNoise path = new BrownianNoise(9, 100, 8, SHAPE);
    SeededNoise seeded = new SeededNoise(9, 100, 8, SHAPE);
    assertThat(path.draw(-1)).isEqualTo(seeded.draw(-1));
    assertThat(path.increment(1, 1 + 1e-7, 4)).as("no interval").isEqualTo(seeded.draw(4));
    assertThat(seeded.increment(1, 2, 4)).isEqualTo(seeded.draw(4));
    assertThat(seeded.area(1, 2, 5)).isEqualTo(seeded.draw(5));
  }

  /**
   * The paths of a seed are part of what it means to users: they must never change. These were
   * calculated outside the JVM.
   */
  @Test
  void pathsOfASeedAreFixedForEver() {
    BrownianNoise noise = new BrownianNoise(42, 7, 1, DataShape.point(2));
    assertThat(noise.increment(-1, 2.5, 0).values()).containsExactly(0.7124881f, 0.46998098f);
    assertThat(noise.area(-1, 2.5, 0).values()).containsExactly(0.8072143f, -0.8567188f);
  }

  private static double u(double logSnr) {
    return Math.exp(logSnr);
  }

  private static float[] ones() {
    return Batch.zeros(SHAPE, COUNT).map(value -> 1).values();
  }

  private static double mean(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i] / a.length;
    }
    return sum;
  }
}
