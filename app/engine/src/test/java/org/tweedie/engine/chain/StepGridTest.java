package org.tweedie.engine.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.Examples;
import org.tweedie.api.data.Levels;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.sampler.SeededNoise;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.api.walk.Grid;
import org.tweedie.api.walk.Walk;
import org.tweedie.engine.likelihood.VariationalBound;
import org.tweedie.laws.exact.GaussianModel;

/** On the exact model of data N(0, 1/4), log SNR linear from 13.3 to -5. */
class StepGridTest {

  private static final NoiseSchedule LINEAR = t -> 13.3 - 18.3 * t;
  private static final DataShape SHAPE = DataShape.point(30);
  private static final DataDescription DATA = DataDescription.of(SHAPE);
  private static final GaussianModel MODEL = new GaussianModel(LINEAR, 0.5, Parameterization.NOISE);

  /** The variance of x given z in closed form. */
  private static double cost(int fine, int s, int t) {
    NoiseLevel level = LINEAR.at((double) t / fine);
    double error = 0.25 * level.sigma() * level.sigma() / MODEL.variance(level);
    return (LINEAR.at((double) s / fine).snr() - level.snr()) * error / 2;
  }

  private static double cost(StepGrid grid) {
    double sum = 0;
    for (int i = 1; i <= grid.steps(); i++) {
      sum += cost(grid.fine(), grid.points()[i - 1], grid.points()[i]);
    }
    return sum;
  }

  @Test
  void noOtherGridCostsLess() {
    int fine = 12;
    double least = cost(StepGrid.cheapest(3, fine, (s, t) -> cost(fine, s, t)));
    for (int a = 1; a < fine - 1; a++) {
      for (int b = a + 1; b < fine; b++) {
        assertThat(cost(new StepGrid(fine, new int[] {0, a, b, fine})))
            .isGreaterThanOrEqualTo(least);
      }
    }
    assertThat(StepGrid.cheapest(fine, fine, (s, t) -> cost(fine, s, t)))
        .isEqualTo(StepGrid.even(fine));
  }

  private static Examples gaussian() {
    Batch x = new SeededNoise(3, 0, 128, SHAPE).draw(0).times(0.5);
    return new Examples() {
      @Override
      public int size() {
        return 128;
      }

      @Override
      public void read(int index, float[] target, int offset) {
        System.arraycopy(x.values(), index * SHAPE.size(), target, offset, SHAPE.size());
      }

      @Override
      public int label(int index) {
        return Condition.NONE;
      }
    };
  }

  @Test
  void theMeasuredGridIsNearlyTheBestAndMuchBetterThanAnEvenOne() {
    StepGrid measured = StepCosts.best(MODEL, DATA, gaussian(), false, 10, done -> {});
    int fine = StepCosts.points(10);
    double least = cost(StepGrid.cheapest(10, fine, (s, t) -> cost(fine, s, t)));
    assertThat(cost(measured)).isBetween(least, 1.01 * least);
    assertThat(cost(StepGrid.even(10))).isCloseTo(15.727564464, within(1e-6));
    assertThat(least).isLessThan(12);
  }

  /** A sampler's optimal grid is that of the bound without time 0, where nothing is predicted. */
  @Test
  void samplersFindTheMeasuredGridInTheSchedule() {
    PlannedModel planned = new PlannedModel(MODEL, DATA, gaussian(), false);
    double[] rising = StepCosts.best(MODEL, DATA, gaussian(), false, 10, done -> {}).times();
    double[] times = Grid.OPTIMAL.times(planned.schedule(), 1, 0, 10);
    for (int i = 0; i < 10; i++) {
      assertThat(times[i]).isCloseTo(rising[10 - i], within(1e-12));
    }
    assertThat(Walk.times(planned.schedule(), Walk.Options.of(10, Grid.OPTIMAL)))
        .containsExactly(times);
    double[] ranged = Grid.OPTIMAL.times(planned.schedule(), 0.8, 0.3, 5);
    assertThat(ranged).hasSize(5).startsWith(0.8);
    assertThat(ranged[4]).isBetween(0.3, 0.7);
    assertThat(Grid.OPTIMAL.times(MODEL.schedule(), 4))
        .as("where nothing was measured")
        .containsExactly(1, 0.75, 0.5, 0.25);
  }

  @Test
  void theBoundOnAGridIsThatOfTheModelInTheGridsTime() {
    StepGrid grid = new StepGrid(20, new int[] {0, 3, 4, 9, 15, 20});
    DataDescription data = DataDescription.of(SHAPE).withLevels(new Levels(64));
    Batch x = new SeededNoise(3, 0, 400, SHAPE).draw(0).times(0.5);
    double[] nats =
        new VariationalBound(data, OptionalInt.of(5), 5, 1)
            .terms(new GriddedModel(MODEL, grid), x, Condition.none(400), 0)
            .diffusion();
    double mean = Arrays.stream(nats).average().orElseThrow() / SHAPE.size();
    assertThat(mean).isCloseTo(cost(grid), within(0.03 * mean));
    DiffusionChain chain = new DiffusionChain(MODEL, data, grid.times());
    DiffusionChain warped = DiffusionChain.even(new GriddedModel(MODEL, grid), data, 5);
    for (int level = 1; level <= chain.levels(); level++) {
      assertThat(warped.resolution(level)).isEqualTo(chain.resolution(level));
    }
  }

  @Test
  void refusesPointsThatDoNotRiseFromEndToEnd() {
    assertThatThrownBy(() -> new StepGrid(4, new int[] {0, 2, 2, 4})).hasMessageContaining("rise");
    assertThatThrownBy(() -> new StepGrid(4, new int[] {1, 4})).hasMessageContaining("rise");
    assertThatThrownBy(() -> new StepGrid(4, new int[] {0})).hasMessageContaining("rise");
  }
}
