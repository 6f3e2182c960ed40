package org.tweedie.api.ode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DormandPrinceTest {

  /** The harmonic oscillator, each system with an angular frequency of its own. */
  private static DormandPrince.Slope oscillators(double... frequencies) {
    return (at, states, done) -> {
      double[][] slopes = new double[states.length][];
      for (int i = 0; i < slopes.length; i++) {
        if (!done[i]) {
          slopes[i] = new double[] {frequencies[i] * states[i][1], -frequencies[i] * states[i][0]};
        }
      }
      return slopes;
    };
  }

  private static DormandPrince.Solution solve(double tolerance, double... frequencies) {
    double[][] start = new double[frequencies.length][];
    for (int i = 0; i < start.length; i++) {
      start[i] = new double[] {1, 0};
    }
    return new DormandPrince(tolerance, 0)
        .solve(oscillators(frequencies), start, 0, 10, 2, DormandPrince.Listener.NONE);
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-3, 1e-6, 1e-9})
  void errorFollowsTheToleranceAndIsWhatIsReportedAtMost(double tolerance) {
    DormandPrince.Solution solution = solve(tolerance, 1, 3);
    for (int i = 0; i < 2; i++) {
      double off = Math.abs(solution.states()[i][0] - Math.cos(10 * (i == 0 ? 1 : 3)));
      assertThat(off).isLessThan(100 * tolerance);
      assertThat(off).as("against the sum of estimated errors").isLessThan(2 * norm(solution, i));
    }
  }

  private static double norm(DormandPrince.Solution solution, int i) {
    return Math.hypot(solution.errors()[i][0], solution.errors()[i][1]);
  }

  @Test
  void eachSystemHasItsOwnStepsAndNoOtherChangesIt() {
    DormandPrince.Solution together = solve(1e-7, 1, 8);
    DormandPrince.Solution alone = solve(1e-7, 1);
    assertThat(together.states()[0]).containsExactly(alone.states()[0]);
    assertThat(together.evaluations()[0]).isEqualTo(alone.evaluations()[0]);
    assertThat(together.evaluations()[1]).isGreaterThan(2 * together.evaluations()[0]);
  }

  @Test
  void goesBothWays() {
    double[][] end = solve(1e-9, 2).states();
    double[][] back =
        new DormandPrince(1e-9, 0)
            .solve(oscillators(2), end, 10, 0, 2, DormandPrince.Listener.NONE)
            .states();
    assertThat(back[0]).containsExactly(new double[] {1, 0}, within(1e-6));
  }

  /** {@code y' = 1, l' = 50 cos(50 t)}: the first number is easy, the second is not. */
  @Test
  void whatFollowsTheLeadingNumbersIsHeldToTheToleranceByItself() {
    int easy = 200;
    DormandPrince.Slope slope =
        (at, states, done) -> {
          double[] slopes = new double[easy + 1];
          Arrays.fill(slopes, 0, easy, 1);
          slopes[easy] = 50 * Math.cos(50 * at[0]);
          return new double[][] {slopes};
        };
    double[][] start = {new double[easy + 1]};
    DormandPrince method = new DormandPrince(1e-6, 0);
    DormandPrince.Solution held =
        method.solve(slope, start, 0, 1, easy, DormandPrince.Listener.NONE);
    DormandPrince.Solution averaged =
        method.solve(slope, start, 0, 1, easy + 1, DormandPrince.Listener.NONE);
    assertThat(held.states()[0][easy]).isCloseTo(Math.sin(50), within(1e-4));
    assertThat(held.states()[0][0]).isCloseTo(1, within(1e-12));
    assertThat(held.evaluations()[0])
        .as("more steps than where 200 easy numbers outweigh it")
        .isGreaterThan(3 * averaged.evaluations()[0] / 2);
    assertThat(averaged.errors()[0][easy]).isGreaterThan(3 * held.errors()[0][easy]);
  }

  @Test
  void listenerHearsOfEveryPercentOnce() {
    List<Integer> heard = new ArrayList<>();
    new DormandPrince(1e-6, 0)
        .solve(
            oscillators(1),
            new double[][] {{1, 0}},
            0,
            10,
            2,
            (percent, states) -> heard.add(percent));
    assertThat(heard).hasSize(100).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void whatIsNoNumberEndsAsNoNumber() {
    double[] end =
        new DormandPrince(1e-6, 0)
            .solve(
                (at, states, done) -> new double[][] {{Double.NaN}},
                new double[][] {{1}},
                0,
                1,
                1,
                DormandPrince.Listener.NONE)
            .states()[0];
    assertThat(end[0]).isNaN();
  }
}
