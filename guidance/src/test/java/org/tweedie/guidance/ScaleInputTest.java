package org.tweedie.guidance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.guidance.Guidance;
import org.tweedie.api.objective.GuidanceScales;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.api.plugin.Conditioning;
import org.tweedie.laws.contract.GuidanceContract;

class ScaleInputTest extends GuidanceContract {

  @Override
  protected Guidance guidance() {
    return of(3, DataDescription.of(Scene.POINT));
  }

  private static ScaleInput of(double scale, DataDescription data) {
    return new ScaleInput(new ScaleInput.Options(scale), data);
  }

  @Test
  void theScaleComesAfterTheNumbersOfTheData() {
    Scene.CountingModel model = new Scene.CountingModel();
    DataDescription data = DataDescription.of(Scene.POINT).withNumbers(List.of("weight", "height"));
    of(2.5, data).guide(model).predict(Scene.LATENTS, Scene.TIMES, Scene.LABELS);
    assertThat(model.asked)
        .singleElement()
        .satisfies(
            condition -> {
              assertThat(condition.label(1)).isEqualTo(Scene.LABELS.label(1));
              assertThat(condition.numbers(1).orElseThrow())
                  .containsExactly(Float.NaN, Float.NaN, 2.5f);
            });
  }

  @Test
  void itIsForStudentsThatLearntTheScale() {
    Assembly plain = Scene.assembly(guidance(), List.of("a", "b"), 0.1);
    assertThat(((ScaleInput) guidance()).objections(plain))
        .singleElement()
        .asString()
        .contains("this network is told none");
    Assembly student =
        new Assembly(
            plain.data(),
            plain.schedule(),
            plain.learnedSchedule(),
            plain.network(),
            plain.preconditioning(),
            plain.objective(),
            plain.times(),
            plain.sampler(),
            plain.guidance(),
            plain.labelDropout(),
            new Conditioning(
                Map.of(), List.of(), Optional.empty(), Optional.of(new GuidanceScales(1, 4))));
    assertThat(((ScaleInput) guidance()).objections(student)).isEmpty();
    assertThat(of(5, plain.data()).objections(student))
        .containsExactly(
            "guidance 'scale-input' has the scale 5.0, and the network learnt those from 1.0 to 4.0");
  }
}
