package org.tweedie.engine.average;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tweedie.api.training.PowerAverage;
import org.tweedie.api.training.WeightAverage;

class SynthesisTest {

  private static final WeightAverage EXPONENTIAL =
      step -> Math.min(0.99, (1.0 + step) / (10.0 + step));

  private static Profile power(double width, long step) {
    return new Profile(PowerAverage.ofWidth(width), step);
  }

  /** The shares of steps 0, which are the starting weights, to the last, by their definition. */
  private static double[] shares(Profile profile) {
    double[] shares = new double[(int) profile.step() + 1];
    double left = 1;
    for (int i = shares.length - 1; i > 0; i--) {
      double decay = profile.average().decay(i);
      shares[i] = left * (1 - decay);
      left *= decay;
    }
    shares[0] = left;
    return shares;
  }

  /** What a run stores: two averages, as often as asked. */
  private static List<Profile> stored(long last, int snapshots) {
    List<Profile> stored = new ArrayList<>();
    for (int i = 1; i <= snapshots; i++) {
      stored.add(power(0.05, last * i / snapshots));
      stored.add(power(0.1, last * i / snapshots));
    }
    return stored;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < Math.min(a.length, b.length); i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  @Test
  void innerProductsAreSumsOverStepsOfAnyAverages() {
    List<Profile> profiles =
        List.of(
            power(0.05, 400),
            new Profile(EXPONENTIAL, 70),
            power(0.1, 70),
            new Profile(step -> 0, 200),
            new Profile(EXPONENTIAL, 401),
            power(0.05, 1),
            power(0.05, 400));
    double[][] found = Profile.innerProducts(profiles);
    for (int i = 0; i < profiles.size(); i++) {
      for (int j = 0; j < profiles.size(); j++) {
        double expected = dot(shares(profiles.get(i)), shares(profiles.get(j)));
        assertThat(found[i][j]).as("%d with %d", i, j).isCloseTo(expected, within(1e-13));
      }
    }
  }

  /** Karras et al., appendix C.3: what the sums become when steps are small. */
  @ParameterizedTest
  @CsvSource({"0.05, 20000, 0.1, 20000", "0.05, 5000, 0.1, 20000", "0.1, 12345, 0.05, 20000"})
  void innerProductsOfPowersAreThePapersInTheLimit(double one, long s, double other, long t) {
    double a = PowerAverage.ofWidth(one).exponent();
    double b = PowerAverage.ofWidth(other).exponent();
    double closed = (a + 1) * (b + 1) / (a + b + 1) * Math.pow(s, b) / Math.pow(t, b + 1);
    double quadrature = 0;
    int strips = 100_000;
    for (int i = 0; i < strips; i++) {
      double at = s * (i + 0.5) / strips;
      quadrature +=
          (a + 1)
              * Math.pow(at, a)
              / Math.pow(s, a + 1)
              * (b + 1)
              * Math.pow(at, b)
              / Math.pow(t, b + 1)
              * s
              / strips;
    }
    assertThat(quadrature).isCloseTo(closed, within(1e-6 * closed));
    double found = Profile.innerProducts(List.of(power(one, s), power(other, t)))[0][1];
    // The shares are integrals over a step each, so the error is of the second order in 1/s.
    assertThat(found).isCloseTo(closed, within(1e-4 * closed));
  }

  /** No error but rounding: half the digits, since it is the root of a difference. */
  @ParameterizedTest
  @ValueSource(doubles = {0.05, 0.1})
  void anAverageThatWasStoredIsHadExactly(double width) {
    Synthesis synthesis = Synthesis.of(power(width, 4000), stored(4000, 8));
    assertThat(synthesis.residual()).isLessThan(1e-6);
    List<Double> path = combined(synthesis, stored(4000, 8), 4000);
    double[] shares = shares(power(width, 4000));
    for (int i = 0; i <= 4000; i++) {
      assertThat(path.get(i)).isCloseTo(shares[i], within(1e-6));
    }
  }

  private static List<Double> combined(Synthesis synthesis, List<Profile> stored, int last) {
    double[] sum = new double[last + 1];
    for (int k = 0; k < stored.size(); k++) {
      double[] shares = shares(stored.get(k));
      for (int i = 0; i < shares.length; i++) {
        sum[i] += synthesis.coefficients().get(k) * shares[i];
      }
    }
    return Arrays.stream(sum).boxed().toList();
  }

  @ParameterizedTest
  @CsvSource({"0.03", "0.07", "0.15", "0.25"})
  void theResidualIsWhatIsLeftOverAllSteps(double width) {
    List<Profile> stored = stored(1000, 5);
    Synthesis synthesis = Synthesis.of(power(width, 1000), stored);
    List<Double> combined = combined(synthesis, stored, 1000);
    double[] wanted = shares(power(width, 1000));
    double square = 0;
    for (int i = 0; i < wanted.length; i++) {
      square += Math.pow(combined.get(i) - wanted[i], 2);
    }
    assertThat(synthesis.residual())
        .isCloseTo(Math.sqrt(square / dot(wanted, wanted)), within(1e-7));
  }

  /** The fit is the nearest: any step aside whose coefficients add up to 0 makes it worse. */
  @Test
  void noOtherCombinationIsNearer() {
    List<Profile> stored = stored(300, 3);
    Profile wanted = power(0.15, 300);
    Synthesis best = Synthesis.of(wanted, stored);
    Random random = new Random(1);
    for (int attempt = 0; attempt < 100; attempt++) {
      List<Double> other = new ArrayList<>(best.coefficients());
      double sum = 0;
      for (int i = 1; i < other.size(); i++) {
        double aside = 0.05 * random.nextGaussian();
        other.set(i, other.get(i) + aside);
        sum += aside;
      }
      other.set(0, other.get(0) - sum);
      List<Double> combined = combined(new Synthesis(other, 0), stored, 300);
      double square = 0;
      double[] shares = shares(wanted);
      for (int i = 0; i < shares.length; i++) {
        square += Math.pow(combined.get(i) - shares[i], 2);
      }
      assertThat(Math.sqrt(square / dot(shares, shares))).isGreaterThan(best.residual());
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.01, 0.03, 0.08, 0.2, 0.288})
  void coefficientsAddUpToOneSoThatWeightsThatStandStillAreHad(double width) {
    Synthesis synthesis = Synthesis.of(power(width, 5000), stored(5000, 10));
    assertThat(synthesis.coefficients().stream().mapToDouble(it -> it).sum())
        .isCloseTo(1, within(1e-9));
  }

  @Test
  void moreSnapshotsMatchBetter() {
    double before = 1;
    for (int snapshots : new int[] {1, 2, 4, 8, 16, 32}) {
      double residual = Synthesis.of(power(0.03, 6400), stored(6400, snapshots)).residual();
      assertThat(residual).isLessThan(before);
      before = residual;
    }
  }

  /** Sixteen snapshots of two widths are enough for widths around them, as the paper found. */
  @ParameterizedTest
  @CsvSource({"0.03, 0.039", "0.07, 0.004", "0.12, 0.004", "0.15, 0.009", "0.2, 0.024"})
  void aFewSnapshotsMatchWidthsThatWereNotStored(double width, double residual) {
    assertThat(Synthesis.of(power(width, 4000), stored(4000, 16)).residual())
        .isBetween(0.8 * residual, residual);
  }

  /**
   * Weights on a noisy path, averaged in float as training does, against the average of a width
   * that was kept beside the others. The coefficients add up to 1, so by Cauchy and Schwarz the
   * difference is at most the residual times the norms of the wanted profile and of the path around
   * any one value; and what the floats lose.
   */
  @ParameterizedTest
  @ValueSource(doubles = {0.03, 0.075, 0.15, 0.2})
  void aPathsAverageIsHadWithoutHavingBeenKept(double width) {
    int last = 4000;
    int every = 250;
    List<Profile> stored = stored(last, last / every);
    float[] averages = new float[2];
    float direct = 0;
    float[] snapshots = new float[stored.size()];
    Random random = new Random(7);
    double[] path = new double[last + 1];
    double weight = path[0] = 3;
    for (int step = 1; step <= last; step++) {
      weight += 2.0 / step + 0.02 * random.nextGaussian();
      path[step] = weight;
      float now = (float) weight;
      for (int a = 0; a < 2; a++) {
        float share = (float) (1 - PowerAverage.ofWidth(a == 0 ? 0.05 : 0.1).decay(step));
        averages[a] -= (averages[a] - now) * share;
      }
      direct -= (direct - now) * (float) (1 - PowerAverage.ofWidth(width).decay(step));
      if (step % every == 0) {
        snapshots[2 * (step / every) - 2] = averages[0];
        snapshots[2 * (step / every) - 1] = averages[1];
      }
    }
    Synthesis synthesis = Synthesis.of(power(width, last), stored);
    double made = 0;
    for (int k = 0; k < snapshots.length; k++) {
      made += synthesis.coefficients().get(k) * snapshots[k];
    }
    double[] shares = shares(power(width, last));
    double bound =
        synthesis.residual() * Math.sqrt(dot(shares, shares)) * Math.sqrt(distance(path, direct));
    assertThat(made).isCloseTo(direct, within(bound + 1e-4));
    if (width > 0.05 && width < 0.2) {
      assertThat(made).as("of a path that goes from 3 to 20").isCloseTo(direct, within(1e-3));
    }
  }

  private static double distance(double[] path, double from) {
    return Arrays.stream(path).map(at -> (at - from) * (at - from)).sum();
  }
}
