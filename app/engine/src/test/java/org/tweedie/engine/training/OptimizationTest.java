package org.tweedie.engine.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.api.training.LearningRate;
import org.tweedie.api.training.WeightAverage;
import org.tweedie.engine.config.ConfigReader;
import org.tweedie.engine.config.TrainOptions;
import org.tweedie.engine.fake.BuiltIn;
import org.tweedie.engine.plugin.PluginLoader;
import org.tweedie.engine.problem.TrainingFailure;
import org.tweedie.engine.run.MadeComponents;
import org.tweedie.engine.tensor.UpdateSettings;

/** What others' rates and averages answer is looked at where it comes in. */
class OptimizationTest {

  private static final TrainOptions OPTIONS =
      ConfigReader.read(
              "test", "data: digits", List.of(), new PluginLoader().load(List.of()).registry())
          .train();

  private static UpdateSettings settings(LearningRate rate, WeightAverage average) {
    return Optimization.of(
        OPTIONS,
        new MadeComponents(
            Map.of(
                Kinds.OPTIMIZER,
                List.of(BuiltIn.make(Kinds.OPTIMIZER, "sgd")),
                Kinds.LEARNING_RATE,
                List.of(rate),
                Kinds.AVERAGES,
                List.of(average, average))));
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, -1e-9, Double.POSITIVE_INFINITY})
  void aRateThatIsNoneEndsTraining(double wrong) {
    UpdateSettings settings =
        settings((step, steps, base) -> step == 3 ? wrong : base, step -> 0.5);
    assertThat(settings.learningRate().applyAsDouble(2)).isEqualTo(OPTIONS.learningRate());
    assertThatThrownBy(() -> settings.learningRate().applyAsDouble(3))
        .isInstanceOf(TrainingFailure.class)
        .hasMessage(
            "Training stopped: the learning-rate of the config gives the rate %s at step 3.\nPlease leave it out, and tell its author.",
            wrong);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, -1e-9, 1.0000001})
  void aDecayThatIsNoneEndsTraining(double wrong) {
    UpdateSettings settings = settings((step, steps, base) -> base, step -> step == 3 ? wrong : 1);
    WeightAverage second = settings.averages().get(1).average();
    assertThat(second.decay(2)).isEqualTo(1);
    assertThatThrownBy(() -> second.decay(3))
        .isInstanceOf(TrainingFailure.class)
        .hasMessageStartingWith(
            "Training stopped: the average number 2 of the config gives the decay %s at step 3.",
            wrong);
  }

  @Test
  void zeroIsARateAndADecay() {
    UpdateSettings settings = settings((step, steps, base) -> 0, step -> 0);
    assertThat(settings.learningRate().applyAsDouble(1)).isZero();
    assertThat(settings.averages().get(0).average().decay(1)).isZero();
  }
}
