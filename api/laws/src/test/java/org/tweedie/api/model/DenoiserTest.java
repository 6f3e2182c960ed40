package org.tweedie.api.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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

  /** In one batch, with each sample's condition once for each of its latents. */
  @Test
  void allAtOnceIsOneAfterTheOther() {
    MixtureModel mixture = MixtureModel.twoClasses(StraightSchedule.WIDE, Parameterization.NOISE);
    List<Integer> asked = new ArrayList<>();
    DiffusionModel model =
        new DiffusionModel() {
          @Override
          public NoiseSchedule schedule() {
            return mixture.schedule();
          }

          @Override
          public Prediction predict(Batch z, double[] times, Condition condition) {
            asked.add(z.count());
            return mixture.predict(z, times, condition);
          }
        };
    Denoiser denoiser = model.given(Condition.labels(0, 1));
    Batch first = Batch.of(DataShape.point(2), new float[] {0.1f, -0.4f, 0.5f, 0.2f});
    Batch second = first.times(-2);
    List<double[]> times = List.of(new double[] {0.4, 0.6}, new double[] {0.3, 0.9});
    List<Prediction> all = denoiser.predictAll(List.of(first, second), times);
    assertThat(asked).containsExactly(4);
    assertThat(all.get(0).signal()).isEqualTo(denoiser.predict(first, times.get(0)).signal());
    assertThat(all.get(1).signal()).isEqualTo(denoiser.predict(second, times.get(1)).signal());
    assertThat(all.get(1).latent()).isEqualTo(second);
  }
}
