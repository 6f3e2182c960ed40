package org.tweedie.api.guidance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.model.Prediction;
import org.tweedie.api.sampler.Sampler;
import org.tweedie.api.sampler.SeededNoise;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.laws.exact.MixtureModel;
import org.tweedie.laws.exact.StraightSchedule;

class InOrderTest {

  private static final NoiseSchedule SCHEDULE = new StraightSchedule(6, -4);
  private static final Batch LATENTS = new SeededNoise(3, 0, 3, DataShape.point(2)).draw(0);
  private static final double[] TIMES = {0.1, 0.3, 0.5};
  private static final Condition LABELS = Condition.labels(0, 1, Condition.NONE);

  private final List<String> heard = new ArrayList<>();
  private int asked;

  private final DiffusionModel model =
      new DiffusionModel() {
        @Override
        public NoiseSchedule schedule() {
          return SCHEDULE;
        }

        @Override
        public Prediction predict(Batch z, double[] times, Condition condition) {
          asked++;
          return MixtureModel.twoClasses(SCHEDULE, Parameterization.NOISE)
              .predict(z, times, condition);
        }
      };

  private Guidance named(String name) {
    return new Guidance() {
      @Override
      public DiffusionModel guide(DiffusionModel inner) {
        return guide(inner, inner);
      }

      @Override
      public DiffusionModel guide(DiffusionModel inner, DiffusionModel base) {
        heard.add(name + (inner == base ? " first" : " on " + inner));
        return new Named(inner, name);
      }

      @Override
      public Sampler walk(Sampler sampler) {
        return (denoiser, start, noise, listener) -> {
          heard.add(name);
          return sampler.sample(denoiser, start, noise, listener);
        };
      }
    };
  }

  private record Named(DiffusionModel inner, String name) implements DiffusionModel {
    @Override
    public NoiseSchedule schedule() {
      return inner.schedule();
    }

    @Override
    public Prediction predict(Batch z, double[] times, Condition condition) {
      return inner.predict(z, times, condition);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  @Test
  void theFirstIsTheInnermost() {
    Guidance all = Guidance.inOrder(List.of(named("a"), named("b"), named("c")));
    assertThat(all.guide(model)).hasToString("c");
    assertThat(heard).containsExactly("a first", "b on a", "c on b");
  }

  @Test
  void theLastWalksOutermost() {
    Guidance all = Guidance.inOrder(List.of(named("a"), named("b")));
    all.walk((denoiser, start, noise, listener) -> start)
        .sample(model.given(LABELS), LATENTS, draw -> LATENTS, (s, n, z, p) -> {});
    assertThat(heard).containsExactly("b", "a");
  }

  @Test
  void oneAloneIsItself() {
    Guidance one = named("a");
    assertThat(Guidance.inOrder(List.of(one))).isSameAs(one);
    assertThatThrownBy(() -> Guidance.inOrder(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theBaseIsNotAskedAgainForWhatItHasJustPredicted() {
    DiffusionModel remembering = new RememberingModel(model);
    Prediction twice =
        remembering.predict(
            LATENTS.followedBy(LATENTS),
            new double[] {0.1, 0.3, 0.5, 0.1, 0.3, 0.5},
            LABELS.followedBy(Condition.none(3)));
    Prediction half = remembering.predict(LATENTS, TIMES, LABELS);
    assertThat(asked).isEqualTo(1);
    assertThat(half.noise()).isEqualTo(twice.noise().slice(0, 3));
    assertThat(half.noise()).isEqualTo(model.predict(LATENTS, TIMES, LABELS).noise());
    assertThat(half.latent()).isEqualTo(LATENTS);
  }

  @Test
  void theBaseIsAskedAgainForAnythingElse() {
    DiffusionModel remembering = new RememberingModel(model);
    remembering.predict(LATENTS, TIMES, LABELS);
    remembering.predict(LATENTS.times(2), TIMES, LABELS);
    remembering.predict(LATENTS.times(2), new double[] {0.1, 0.3, 0.6}, LABELS);
    remembering.predict(LATENTS.times(2), new double[] {0.1, 0.3, 0.6}, Condition.none(3));
    remembering.predict(LATENTS.times(2).followedBy(LATENTS), 0.5, Condition.none(6));
    assertThat(asked).isEqualTo(5);
  }
}
