package org.tweedie.engine.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Collections;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.guidance.Guidance;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.model.Prediction;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.engine.config.SampleNoise;
import org.tweedie.laws.identity.Convergence;

/** Noise in the images that samples go with, as {@code sample.image-noise} says. */
class NoisyImagesTest {

  private static final DataShape SHAPE = DataShape.image(2, 2, 1);
  private static final int COUNT = 400;
  private static final float VALUE = 0.5f;

  /** Keeps what it was told first. */
  private static final class Told implements DiffusionModel {

    private Condition told = Condition.none(0);

    @Override
    public NoiseSchedule schedule() {
      return Convergence.MODEL.schedule();
    }

    @Override
    public Prediction predict(Batch z, double[] times, Condition condition) {
      told = told.followedBy(condition);
      return Convergence.MODEL.predict(z, times, Condition.none(z.count()));
    }
  }

  private static Condition told(double imageNoise, int batch) {
    Condition images =
        Condition.none(COUNT)
            .withImages(
                SHAPE,
                Collections.nCopies(COUNT, Optional.of(new float[] {VALUE, VALUE, VALUE, VALUE})));
    Told model = new Told();
    Guidance none = any -> any;
    new Sampling(
            (denoiser, start, noise, listener) ->
                denoiser.predict(start, filled(start.count())).signal(),
            none,
            batch,
            Seeds.of(3),
            SampleNoise.INDEPENDENT,
            imageNoise)
        .draw(model, Convergence.POINT, images, done -> {});
    return model.told;
  }

  private static double[] filled(int count) {
    double[] times = new double[count];
    Arrays.fill(times, 1);
    return times;
  }

  /** {@code N(sqrt(1 - s^2) y, s^2)}. */
  @Test
  void theModelIsToldImagesWithTheNoiseThatIsAskedForAndHowMuchItIs() {
    double s = 0.6;
    Condition told = told(s, COUNT);
    double mean = 0;
    double square = 0;
    for (int i = 0; i < COUNT; i++) {
      assertThat(told.imageNoise(i)).isEqualTo((float) s);
      for (float value : told.image(i).orElseThrow()) {
        double off = (value - 0.8 * VALUE) / s;
        mean += off / (4 * COUNT);
        square += off * off / (4 * COUNT);
      }
    }
    assertThat(mean).isCloseTo(0, within(3 / Math.sqrt(4 * COUNT)));
    assertThat(square).isCloseTo(1, within(3 * Math.sqrt(2.0 / (4 * COUNT))));
  }

  @Test
  void theNoiseIsTheSamplesAndNotTheBatchs() {
    assertThat(told(0.6, 7)).isEqualTo(told(0.6, COUNT));
    Condition clean = told(0, COUNT);
    assertThat(clean.imageNoise(3)).isZero();
    assertThat(clean.image(3).orElseThrow()).containsOnly(VALUE);
  }
}
