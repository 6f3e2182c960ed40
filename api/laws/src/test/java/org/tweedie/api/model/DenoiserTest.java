package org.tweedie.api.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.laws.exact.MixtureModel;
import org.tweedie.laws.exact.StraightSchedule;

class DenoiserTest {

  @Test
  void timesOfTheirOwnAreWhatEachTimeGivesAlone() {
    Denoiser model =
        MixtureModel.twoClasses(StraightSchedule.WIDE, Parameterization.NOISE)
            .given(Condition.labels(0, 1, Condition.NONE));
    Denoiser knowsOneTimeOnly =
        new Denoiser() {
          @Override
          public NoiseSchedule schedule() {
            return model.schedule();
          }

          @Override
          public Prediction predict(Batch z, double time) {
            Prediction prediction = model.predict(z, time);
            float[] times = new float[z.values().length];
            Arrays.fill(times, (float) time);
            return prediction.withVarianceFraction(Batch.of(z.shape(), times));
          }
        };
    Batch z = Batch.of(DataShape.point(2), new float[] {0.1f, -0.4f, 0.5f, 0.2f, -1, 0.3f});
    double[] times = {0.4, 0.6, 0.4};
    for (Denoiser denoiser : new Denoiser[] {model, knowsOneTimeOnly}) {
      Prediction prediction = denoiser.predict(z, times);
      for (int i = 0; i < 3; i++) {
        assertThat(prediction.level(i)).isEqualTo(model.schedule().movingAt(times[i]));
        assertThat(prediction.slice(i, i + 1).signal().values())
            .containsExactly(
                model.predict(z, times[i]).slice(i, i + 1).signal().values(), within(1e-6f));
      }
    }
    assertThat(knowsOneTimeOnly.predict(z, times).varianceFraction().orElseThrow().values())
        .containsExactly(0.4f, 0.4f, 0.6f, 0.6f, 0.4f, 0.4f);
  }
}
