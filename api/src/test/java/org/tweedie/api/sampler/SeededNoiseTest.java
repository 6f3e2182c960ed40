package org.tweedie.api.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.Batch;

class SeededNoiseTest {

  private static final DataShape SHAPE = DataShape.point(5);

  /** 200,000 values; each moment within five standard errors of the normal distribution's. */
  @Test
  void momentsAreThoseOfTheNormalDistribution() {
    int n = 200_000;
    float[] values = new SeededNoise(17, 0, n / 5, SHAPE).draw(3).values();
    double[] moments = new double[5];
    for (float value : values) {
      for (int power = 1; power <= 4; power++) {
        moments[power] += Math.pow(value, power) / n;
      }
    }
    double error = 5 / Math.sqrt(n);
    assertThat(moments[1]).isCloseTo(0, within(error));
    assertThat(moments[2]).isCloseTo(1, within(error * Math.sqrt(2)));
    assertThat(moments[3]).isCloseTo(0, within(error * Math.sqrt(15)));
    assertThat(moments[4]).isCloseTo(3, within(error * Math.sqrt(96)));
  }

  @Test
  void neighboursInEveryDirectionAreUncorrelated() {
    int n = 20_000;
    Batch base = new SeededNoise(1, 0, n, SHAPE).draw(0);
    assertUncorrelated(base, new SeededNoise(1, 0, n, SHAPE).draw(1), "the next draw");
    assertUncorrelated(base, new SeededNoise(2, 0, n, SHAPE).draw(0), "the next seed");
    assertUncorrelated(base, new SeededNoise(1, 1, n, SHAPE).draw(0), "the next sample");
    float[] shifted = Arrays.copyOf(base.values(), base.values().length);
    System.arraycopy(base.values(), 1, shifted, 0, shifted.length - 1);
    shifted[shifted.length - 1] = base.values()[0];
    assertUncorrelated(base, Batch.of(SHAPE, shifted), "the next dimension");
  }

  private static void assertUncorrelated(Batch a, Batch b, String neighbour) {
    int n = a.values().length;
    double correlation = 0;
    for (int i = 0; i < n; i++) {
      correlation += (double) a.values()[i] * b.values()[i] / n;
    }
    assertThat(correlation)
        .as("correlation with %s, standard error %s", neighbour, 1 / Math.sqrt(n))
        .isCloseTo(0, within(5 / Math.sqrt(n)));
  }

  @Test
  void sampleHasTheSameNoiseInEveryBatch() {
    Batch eight = new SeededNoise(9, 100, 8, SHAPE).draw(4);
    for (int i = 0; i < 8; i++) {
      assertThat(new SeededNoise(9, 100 + i, 1, SHAPE).draw(4)).isEqualTo(eight.slice(i, i + 1));
    }
    SeededNoise again = new SeededNoise(9, 100, 8, SHAPE);
    again.draw(7);
    assertThat(again.draw(4)).as("whatever was asked before").isEqualTo(eight);
  }

  @Test
  void seedsSamplesAndDrawsAllDiffer() {
    Set<Float> first = new HashSet<>();
    int count = 0;
    for (long seed : new long[] {0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE}) {
      for (long index : new long[] {0, 1, 2, 1L << 40}) {
        for (long draw : IntStream.range(0, 50).toArray()) {
          first.add(new SeededNoise(seed, index, 1, SHAPE).draw(draw).values()[0]);
          count++;
        }
      }
    }
    // Of 1000 float32 values near 1, about 0.03 pairs coincide by chance.
    assertThat(first).hasSizeGreaterThanOrEqualTo(count - 1);
  }

  /**
   * The numbers are part of what a seed means to users: they must never change. These were
   * calculated outside the JVM, from the definitions of SplitMix64 and of the polar method.
   */
  @Test
  void numbersOfASeedAreFixedForEver() {
    float[] values = new SeededNoise(42, 7, 1, SHAPE).draw(3).values();
    int[] bits = new int[values.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToRawIntBits(values[i]);
    }
    assertThat(bits).containsExactly(1067732864, -1084046652, 1061107219, 1067970184, -1095107609);
  }
}
