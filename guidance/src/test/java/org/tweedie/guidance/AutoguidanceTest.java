package org.tweedie.guidance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.tweedie.guidance.Scene.LABELS;
import static org.tweedie.guidance.Scene.LATENTS;
import static org.tweedie.guidance.Scene.SCHEDULE;
import static org.tweedie.guidance.Scene.TIMES;
import static org.tweedie.guidance.Scene.mixture;
import static org.tweedie.guidance.Scene.noise;

import org.junit.jupiter.api.Test;
import org.tweedie.api.guidance.Guidance;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.laws.contract.GuidanceContract;
import org.tweedie.laws.exact.GaussianModel;

class AutoguidanceTest extends GuidanceContract {

  private static final DiffusionModel WEAK =
      new GaussianModel(SCHEDULE, 0.6, Parameterization.VELOCITY);

  @Override
  protected Guidance guidance() {
    return new Autoguidance(WEAK, 2);
  }

  @Test
  void scaleOneIsTheModelAndScaleZeroTheWeakerOne() {
    DiffusionModel model = mixture();
    assertThat(new Autoguidance(WEAK, 1).guide(model)).isSameAs(model);
    assertThat(noise(new Autoguidance(WEAK, 0).guide(model)))
        .containsExactly(noise(WEAK), within(1e-5f));
  }

  @Test
  void goesAwayFromTheWeakerModel() {
    float[] better = noise(mixture());
    float[] weak = noise(WEAK);
    float[] guided = noise(new Autoguidance(WEAK, 2.5).guide(mixture()));
    for (int k = 0; k < guided.length; k++) {
      assertThat((double) guided[k])
          .as("Karras et al., equation 3")
          .isCloseTo(2.5 * better[k] - 1.5 * weak[k], within(2e-5));
    }
  }

  /** Of a learned schedule the weaker model has its own, which is another one. */
  @Test
  void asksTheWeakerModelAtTheSameNoiseLevel() {
    NoiseSchedule own = t -> 6 - 10 * t * t;
    DiffusionModel weak = new GaussianModel(own, 0.6, Parameterization.VELOCITY);
    assertThat(noise(new Autoguidance(weak, 2.5).guide(mixture())))
        .containsExactly(noise(new Autoguidance(WEAK, 2.5).guide(mixture())), within(1e-5f));
  }

  @Test
  void asksEachModelOnceWithTheCondition() {
    Scene.CountingModel better = new Scene.CountingModel();
    Scene.CountingModel weak = new Scene.CountingModel();
    new Autoguidance(weak, 2).guide(better).predict(LATENTS, TIMES, LABELS);
    assertThat(better.asked).containsExactly(LABELS);
    assertThat(weak.asked).containsExactly(LABELS);
  }
}
