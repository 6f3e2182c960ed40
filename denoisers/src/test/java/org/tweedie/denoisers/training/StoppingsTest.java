package org.tweedie.denoisers.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.tweedie.api.measure.Reading.Better;
import org.tweedie.api.training.Stopping;
import org.tweedie.api.training.Stopping.Seen;
import org.tweedie.laws.contract.StoppingContract;

class StoppingsTest {

  private static Stopping patience(int patience, double minDelta) {
    return new PatienceStopping(new PatienceStopping.Options("loss", patience, minDelta));
  }

  private static List<Seen> seen(Better better, double... values) {
    List<Seen> seen = new ArrayList<>();
    for (double value : values) {
      seen.add(new Seen(100L * (seen.size() + 1), value, better));
    }
    return seen;
  }

  @Test
  void endsAfterSoManyThatAreNoBetter() {
    assertThat(patience(2, 0).reason(seen(Better.LESS, 3, 2, 2.5))).isEmpty();
    assertThat(patience(2, 0).reason(seen(Better.LESS, 3, 2, 2.5, 2)))
        .contains(
            "'loss' has not become better than 2.00000, which it was after step 200, in 2 measurements");
    assertThat(patience(2, 0).reason(seen(Better.LESS, 3, 2, 2.5, 1.9, 2.5))).isEmpty();
  }

  @Test
  void moreMayBeTheBetter() {
    assertThat(patience(2, 0).reason(seen(Better.MORE, 1, 2, 3))).isEmpty();
    assertThat(patience(2, 0).reason(seen(Better.MORE, 3, 2, 1))).isPresent();
  }

  @Test
  void whatIsHardlyBetterIsNoBetter() {
    assertThat(patience(2, 0.5).reason(seen(Better.LESS, 3, 2.8, 2.6)))
        .contains(
            "'loss' has not become better by more than 0.5 than 3.00000, which it was after step 100, in 2 measurements");
    assertThat(patience(2, 0.5).reason(seen(Better.LESS, 3, 2.8, 2.4))).isEmpty();
  }

  @Test
  void whatIsNotDefinedIsNoBetter() {
    assertThat(patience(2, 0).reason(seen(Better.LESS, Double.NaN, 2, Double.NaN))).isEmpty();
    assertThat(patience(2, 0).reason(seen(Better.LESS, Double.NaN, Double.NaN)))
        .contains("'loss' was not defined in any of 2 measurements");
  }

  @Test
  void whatBecomesBetterEachTimeGoesOn() {
    double[] halved = new double[40];
    double[] doubled = new double[40];
    for (int i = 0; i < halved.length; i++) {
      halved[i] = Math.pow(2, -i);
      doubled[i] = Math.pow(2, i);
    }
    assertThat(patience(1, 0).reason(seen(Better.LESS, halved))).isEmpty();
    assertThat(patience(1, 0).reason(seen(Better.MORE, doubled))).isEmpty();
  }

  @Test
  void refusesWhatHasNoDirection() {
    assertThatThrownBy(() -> patience(2, 0).reason(seen(Better.NEITHER, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'loss'");
  }

  /** Less of x is more of minus x. */
  @Property(tries = 200)
  void bothDirectionsMirrorEachOther(
      @ForAll @Size(min = 1, max = 12) List<@DoubleRange(min = -1, max = 1) Double> values,
      @ForAll @IntRange(min = 1, max = 4) int patience,
      @ForAll @DoubleRange(min = 0, max = 0.5) double minDelta) {
    double[] those = values.stream().mapToDouble(value -> value).toArray();
    double[] mirrored = values.stream().mapToDouble(value -> -value).toArray();
    Stopping stopping = patience(patience, minDelta);
    assertThat(stopping.reason(seen(Better.LESS, those)).isPresent())
        .isEqualTo(stopping.reason(seen(Better.MORE, mirrored)).isPresent());
  }

  @Test
  void noneLooksAtNothing() {
    assertThat(new NoStopping().reading()).isEqualTo(Optional.empty());
    assertThat(new NoStopping().reason(seen(Better.LESS, 1, 2, 3))).isEmpty();
  }

  @Nested
  class PatienceKeepsTheContract extends StoppingContract {
    @Override
    protected Stopping stopping() {
      return patience(3, 0);
    }
  }

  @Nested
  class NoneKeepsTheContract extends StoppingContract {
    @Override
    protected Stopping stopping() {
      return new NoStopping();
    }
  }
}
