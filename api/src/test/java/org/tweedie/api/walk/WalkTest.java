package org.tweedie.api.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Denoiser;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.model.Prediction;
import org.tweedie.api.schedule.BoundlessSchedule;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.api.schedule.StraightSchedule;

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
            new Walk.Options(7, Grid.TRAILING, times, true, 0));
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
        .isThrownBy(() -> new Walk.Options(7, Grid.TRAILING, List.of(1.0, 0.3, 0.3), true, 0))
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
    Walk.Options options = new Walk.Options(4, Grid.TRAILING, List.of(), true, 0.75);
    assertThat(predicted(options, DataShape.image(2, 2, 1)))
        .as("the third of four absolute values is 2; the second example is within 1")
        .containsExactly(0.25f, -0.5f, 1, 1, 0.1f, -0.2f, 0.3f, -0.4f);
  }

  private static float[] predicted(Walk.Options options, DataShape shape) {
    return new Walk(DENOISER, options).predict(Batch.of(shape, SIGNAL), 2).signal().values();
  }
}
