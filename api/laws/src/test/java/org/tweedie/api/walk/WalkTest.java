package org.tweedie.api.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Denoiser;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.model.Prediction;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.laws.exact.BoundlessSchedule;
import org.tweedie.laws.exact.ExplodingSchedule;
import org.tweedie.laws.exact.StraightSchedule;

class WalkTest {

  private static final float[] SIGNAL = {0.5f, -1, 2, 4, 0.1f, -0.2f, 0.3f, -0.4f};

  /** Predicts what it is given, whatever the noise. */
  private record Believing(NoiseSchedule schedule) implements Denoiser {
    @Override
    public Prediction predict(Batch z, double time) {
      return Prediction.of(Parameterization.SIGNAL, z, schedule.at(time), z);
    }
  }

  private static final Denoiser DENOISER = new Believing(StraightSchedule.WIDE);

  @Test
  void stepsLeadFromEachLevelToTheNextAndThenToTheData() {
    Walk walk = new Walk(DENOISER, Walk.Options.of(4, Grid.TRAILING));
    assertThat(walk.steps()).isEqualTo(4);
    assertThat(IntStream.rangeClosed(1, 4).mapToDouble(walk::time).toArray())
        .containsExactly(1, 0.75, 0.5, 0.25);
    for (int step = 1; step < 4; step++) {
      assertThat(walk.to(step)).isEqualTo(walk.from(step + 1));
      assertThat(walk.isLast(step)).isFalse();
    }
    assertThat(walk.isLast(4)).isTrue();
    assertThat(walk.to(4)).isEqualTo(Walk.DATA);
  }

  @Test
  void timesOneByOneTakeThePlaceOfStepsAndGrid() {
    List<Double> times = List.of(0.9, 0.4, 0.0);
    Walk walk =
        new Walk(
            new Believing(new BoundlessSchedule()),
            new Walk.Options(7, Grid.TRAILING, List.of(), times, true, 0));
    assertThat(walk.steps()).isEqualTo(3);
    assertThat(walk.time(2)).isEqualTo(0.4);
    assertThat(walk.time(3))
        .as("the first time with some noise, where time 0 has none")
        .isEqualTo(Grid.earliest(new BoundlessSchedule()))
        .isPositive();
  }

  @Test
  void timesOneByOneMustFall() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new Walk.Options(7, Grid.TRAILING, List.of(), List.of(1.0, 0.3, 0.3), true, 0))
        .withMessage("times must fall, but 0.3 is followed by 0.3");
  }

  @Test
  void signalsOfImagesAreClampedAndThoseOfPointsAreNot() {
    Walk.Options options = Walk.Options.of(4, Grid.TRAILING);
    assertThat(predicted(options, DataShape.image(2, 2, 1)))
        .containsExactly(0.5f, -1, 1, 1, 0.1f, -0.2f, 0.3f, -0.4f);
    assertThat(predicted(options.withoutClip(), DataShape.image(2, 2, 1))).containsExactly(SIGNAL);
    assertThat(predicted(options, DataShape.point(4))).containsExactly(SIGNAL);
  }

  @Test
  void dynamicThresholdScalesAnExampleByItsPercentile() {
    Walk.Options options = new Walk.Options(4, Grid.TRAILING, List.of(), List.of(), true, 0.75);
    assertThat(predicted(options, DataShape.image(2, 2, 1)))
        .as("the third of four absolute values is 2; the second example is within 1")
        .containsExactly(0.25f, -0.5f, 1, 1, 0.1f, -0.2f, 0.3f, -0.4f);
  }

  private static float[] predicted(Walk.Options options, DataShape shape) {
    return new Walk(DENOISER, options).predict(Batch.of(shape, SIGNAL), 2).signal().values();
  }

  @Test
  void aRangeOfLogSnrsHoldsEveryGrid() {
    for (Grid grid : Grid.values()) {
      double[] times = Walk.times(StraightSchedule.WIDE, range(grid, 20, -9, 6));
      double[] logSnrs = DoubleStream.of(times).map(StraightSchedule.WIDE::logSnr).toArray();
      assertThat(logSnrs).as(grid.name()).isSorted();
      assertThat(logSnrs[0])
          .as(grid.name())
          .isBetween(-9.0 - 1e-9, grid == Grid.LEADING ? -8.0 : -9.0 + 1e-9);
      assertThat(logSnrs[19])
          .as(grid.name())
          .isBetween(grid == Grid.TRAILING || grid.isPlanned() ? 5.0 : 6 - 1e-9, 6 + 1e-9);
    }
  }

  @Test
  void aRangeReachesNoFartherThanTheSchedule() {
    for (Grid grid : Grid.values()) {
      assertThat(Walk.times(StraightSchedule.WIDE, range(grid, 7, -20, 25)))
          .as(grid.name())
          .containsExactly(grid.times(StraightSchedule.WIDE, 7));
      assertThat(Walk.times(new BoundlessSchedule(), range(grid, 7, -200, 100)))
          .as(grid.name())
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void aRangeBesideTheScheduleIsObjectedTo() {
    assertThat(range(Grid.LOG_SNR, 5, 14, 20).objections(StraightSchedule.WIDE))
        .singleElement()
        .asString()
        .contains("[14.0, 20.0]", "none of the schedule's", "-13.30 to 13.30");
    assertThat(range(Grid.LOG_SNR, 5, -9, 9).objections(StraightSchedule.WIDE)).isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> range(Grid.LOG_SNR, 5, 9, -9))
        .withMessageContaining("the lower one first");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Walk.Options(5, Grid.LOG_SNR, List.of(1.0), List.of(), true, 0));
  }

  /** Where variance explodes, the noise of time 1 is far too much for a later level. */
  @Test
  void aLaterStartHasTheVarianceOfItsLevel() {
    NoiseSchedule exploding = new ExplodingSchedule();
    Walk walk = new Walk(new Believing(exploding), range(Grid.LOG_SNR, 5, -4, 4));
    Batch noise = Batch.of(DataShape.point(2), new float[] {1, -2});
    Batch start = walk.start(noise.times(Math.sqrt(exploding.at(1).power())));
    double deviation = Math.sqrt(walk.from(1).power());
    assertThat(walk.from(1).logSnr()).isCloseTo(-4, within(1e-6));
    assertThat(start.values()[0]).isCloseTo((float) deviation, within(1e-4f));
    assertThat(walk.noise(start).values()[1])
        .isCloseTo((float) (-2 * Math.sqrt(exploding.at(1).power())), within(1e-4f));
    assertThat(new Walk(DENOISER, range(Grid.LOG_SNR, 5, -4, 4)).start(noise)).isSameAs(noise);
  }

  private static Walk.Options range(Grid grid, int steps, double least, double most) {
    return new Walk.Options(steps, grid, List.of(least, most), List.of(), true, 0);
  }
}
