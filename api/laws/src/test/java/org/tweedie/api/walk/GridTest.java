package org.tweedie.api.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.laws.exact.BoundlessSchedule;
import org.tweedie.laws.exact.ExplodingSchedule;
import org.tweedie.laws.exact.StraightSchedule;

class GridTest {

  /** Karras et al.'s table: sigma from 80 to 0.002 in ten, by their equation 5. */
  @Test
  void karrasSigmasAreThoseOfTheReference() {
    NoiseSchedule exploding =
        new NoiseSchedule() {
          @Override
          public double logSnr(double t) {
            return -2 * Math.log(at(t).sigma());
          }

          @Override
          public NoiseLevel at(double t) {
            double sigma = 0.002 * Math.pow(40_000, t);
            return new NoiseLevel(1, sigma, -2 * Math.log(sigma));
          }
        };
    double[] expected = {
      80,
      42.415189319,
      21.108676736,
      9.7232013553,
      4.0661236030,
      1.5017419791,
      0.46997905800,
      0.11663856353,
      0.020435334553,
      0.002
    };
    double[] times = Grid.KARRAS.times(exploding, 10);
    for (int i = 0; i < 10; i++) {
      assertThat(exploding.at(times[i]).sigma()).isCloseTo(expected[i], within(1e-9 * expected[i]));
    }
  }

  @Test
  void gridsInTimeAreAsWritten() {
    NoiseSchedule any = StraightSchedule.WIDE;
    assertThat(Grid.UNIFORM.times(any, 5)).containsExactly(1, 0.75, 0.5, 0.25, 0);
    assertThat(Grid.QUADRATIC.times(any, 5)).containsExactly(1, 0.5625, 0.25, 0.0625, 0);
    assertThat(Grid.LEADING.times(any, 4)).containsExactly(0.75, 0.5, 0.25, 0);
    assertThat(Grid.TRAILING.times(any, 4)).containsExactly(1, 0.75, 0.5, 0.25);
  }

  /** {@code (k T/N + 1)/T} for k = N - 1, ..., 0, where there are T steps. */
  @Test
  void leadingTimesCountFromTheFirstStepOfAChain() {
    NoiseSchedule chain =
        new NoiseSchedule() {
          @Override
          public double logSnr(double t) {
            return StraightSchedule.WIDE.logSnr(t);
          }

          @Override
          public int timesteps() {
            return 1000;
          }
        };
    assertThat(Grid.LEADING.times(chain, 4))
        .usingComparatorWithPrecision(1e-12)
        .containsExactly(0.751, 0.501, 0.251, 0.001);
    assertThat(Grid.LEADING.times(chain, 1)).containsExactly(0.001);
    for (int steps : new int[] {1000, 1999}) {
      double[] times = Grid.LEADING.times(chain, steps);
      assertThat(times[0]).isCloseTo(1, within(1e-12)).isLessThanOrEqualTo(1);
      assertThat(times[steps - 1]).isEqualTo(0.001);
      assertThat(times).doesNotHaveDuplicates();
    }
  }

  @Test
  void logSnrGridIsUniformInTheLogSnr() {
    NoiseSchedule schedule = new ExplodingSchedule();
    double[] times = Grid.LOG_SNR.times(schedule, 7);
    double first = schedule.logSnr(1);
    for (int i = 0; i < 7; i++) {
      assertThat(schedule.logSnr(times[i]))
          .isCloseTo(first + i / 6.0 * (schedule.logSnr(0) - first), within(1e-9));
    }
  }

  @ParameterizedTest
  @EnumSource(Grid.class)
  void timesFallAndAreFiniteInNoiseOnSchedulesThatAreNot(Grid grid) {
    for (int steps : new int[] {1, 2, 50}) {
      double[] times = grid.times(new BoundlessSchedule(), steps);
      assertThat(times).hasSize(steps);
      assertThat(times[0]).isEqualTo(grid == Grid.LEADING ? times[0] : 1);
      for (int i = 0; i < steps; i++) {
        assertThat(new BoundlessSchedule().logSnr(times[i])).isLessThan(31);
        assertThat(i == 0 || times[i] < times[i - 1]).as("%s", Arrays.toString(times)).isTrue();
      }
    }
  }

  /** Times one by one, beyond what float32 knows of noise, would be steps of no length. */
  @ParameterizedTest
  @EnumSource(Grid.class)
  void noTwoTimesAreAlike(Grid grid) {
    NoiseSchedule noNoiseAtFirst = t -> -2 * Math.log(1e-3 * t + 20 * t * t);
    double[] times = grid.times(noNoiseAtFirst, 3000);
    assertThat(times).doesNotHaveDuplicates();
    List<Double> list = List.of(1.0, 0.5, 1e-7, 1e-9, 0.0);
    assertThat(Walk.times(noNoiseAtFirst, new Walk.Options(9, grid, List.of(), list, true, 0)))
        .containsExactly(1, 0.5, Grid.earliest(noNoiseAtFirst));
  }
}
