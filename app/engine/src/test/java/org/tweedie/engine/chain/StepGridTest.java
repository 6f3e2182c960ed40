package org.tweedie.engine.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.Examples;
import org.tweedie.api.data.Levels;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.model.Prediction;
import org.tweedie.api.sampler.SeededNoise;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.api.walk.Grid;
import org.tweedie.api.walk.Walk;
import org.tweedie.engine.likelihood.VariationalBound;
import org.tweedie.laws.exact.GaussianModel;
import org.tweedie.laws.exact.MixtureModel;

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

  /**
   * What Sabour et al. minimise ("Align Your Steps", arXiv 2404.14507, theorem 3.1) is the bound of
   * the divergence of an Euler-Maruyama step's path from the process's own, {@code 1/2 integral of
   * E|x^(z_u, u) - x^(z_t, t)|^2 du} over signal-to-noise ratios u. Seen from noise to data, the
   * exact prediction is a martingale, so the integrand is {@code mse(t) - mse(u)}, and the bound is
   * a step's cost but for what does not depend on the grid.
   */
  @Test
  void theGridIsTheOneOfAlignYourSteps() {
    MixtureModel mixture = MixtureModel.twoClasses(LINEAR, Parameterization.SIGNAL);
    int count = 20_000;
    SeededNoise noise = new SeededNoise(5, 0, count, DataShape.point(2));
    Batch x = drawn(mixture, count);
    for (double[] step : new double[][] {{0.6, 0.5}, {0.8, 0.5}, {0.55, 0.54}}) {
      NoiseLevel t = LINEAR.at(step[0]);
      NoiseLevel s = LINEAR.at(step[1]);
      Batch earlier = x.combine(s.alpha(), s.sigma(), noise.draw(0));
      double alpha = t.alpha() / s.alpha();
      double sigma = Math.sqrt(t.sigma() * t.sigma() - alpha * alpha * s.sigma() * s.sigma());
      Batch later = earlier.combine(alpha, sigma, noise.draw(1));
      Condition none = Condition.none(count);
      Batch atS = mixture.predict(earlier, step[1], none).signal();
      Batch atT = mixture.predict(later, step[0], none).signal();
      double[] apart = atS.squaredDistances(atT);
      double[] ofT = atT.squaredDistances(x);
      double[] ofS = atS.squaredDistances(x);
      double sum = 0;
      double squares = 0;
      double size = 0;
      for (int i = 0; i < count; i++) {
        double off = apart[i] - (ofT[i] - ofS[i]);
        sum += off / count;
        squares += off * off / count;
        size += apart[i] / count;
      }
      double error = Math.sqrt((squares - sum * sum) / count);
      assertThat(sum).as("from %s to %s", step[0], step[1]).isCloseTo(0, within(3 * error));
      assertThat(size).isGreaterThan(10 * error);
    }
  }

  private static Batch drawn(MixtureModel mixture, int count) {
    Random random = new Random(7);
    float[] values = new float[2 * count];
    for (int i = 0; i < count; i++) {
      double share = random.nextDouble();
      int which = 0;
      while (share > mixture.components().get(which).weight()) {
        share -= mixture.components().get(which++).weight();
      }
      MixtureModel.Component own = mixture.components().get(which);
      for (int k = 0; k < 2; k++) {
        values[2 * i + k] = (float) (own.mean()[k] + own.deviation() * random.nextGaussian());
      }
    }
    return Batch.of(DataShape.point(2), values);
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

  /** DDIM in six steps ends nearer to where the flow leads than on grids that know no model. */
  @Test
  void theGridAlongTheFlowLeadsNearestToItsEnd() {
    MixtureModel mixture = MixtureModel.twoClasses(LINEAR, Parameterization.SIGNAL);
    int count = 200;
    DataShape plane = DataShape.point(2);
    PlannedModel planned = new PlannedModel(mixture, DataDescription.of(plane), points(), false);
    Batch start = new SeededNoise(9, 0, count, plane).draw(0);
    Batch end = walked(mixture, start, Grid.LOG_SNR.times(LINEAR, 2000));
    double along = apart(end, walked(mixture, start, Grid.GITS.times(planned.schedule(), 6)));
    for (Grid other : List.of(Grid.LOG_SNR, Grid.TRAILING, Grid.KARRAS, Grid.QUADRATIC)) {
      assertThat(along)
          .as("root mean square distance, beside %s", other)
          .isLessThan(0.9 * apart(end, walked(mixture, start, other.times(LINEAR, 6))));
    }
    assertThat(Grid.GITS.times(LINEAR, 4))
        .as("where nothing was measured")
        .containsExactly(1, 0.75, 0.5, 0.25);
  }

  private static Examples points() {
    Batch x = drawn(MixtureModel.twoClasses(LINEAR, Parameterization.SIGNAL), 64);
    return new Examples() {
      @Override
      public int size() {
        return 64;
      }

      @Override
      public void read(int index, float[] target, int offset) {
        System.arraycopy(x.values(), 2 * index, target, offset, 2);
      }

      @Override
      public int label(int index) {
        return Condition.NONE;
      }
    };
  }

  /** DDIM. */
  private static Batch walked(MixtureModel model, Batch start, double... times) {
    Batch z = start;
    for (int i = 0; i < times.length; i++) {
      Prediction prediction = model.predict(z, times[i], Condition.none(z.count()));
      NoiseLevel to = i + 1 < times.length ? LINEAR.at(times[i + 1]) : Walk.DATA;
      z = prediction.signal().combine(to.alpha(), to.sigma(), prediction.noise());
    }
    return z;
  }

  private static double apart(Batch one, Batch other) {
    return Math.sqrt(Arrays.stream(one.squaredDistances(other)).average().orElseThrow());
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
