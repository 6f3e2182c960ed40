package org.tweedie.engine.training;

import java.util.List;
import java.util.function.LongToDoubleFunction;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.api.training.LearningRate;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.config.TrainOptions;
import org.tweedie.engine.run.MadeComponents;
import org.tweedie.engine.tensor.Average;
import org.tweedie.engine.tensor.UpdateSettings;

/** How a run's weights follow gradients: by its components and the options of its training. */
final class Optimization {

  private Optimization() {}

  static UpdateSettings of(TrainOptions options, MadeComponents components) {
    LearningRate rate = components.one(Kinds.LEARNING_RATE);
    return new UpdateSettings(
        components.one(Kinds.OPTIMIZER),
        step -> rate.at(step, options.steps(), options.learningRate()),
        options.clip(),
        List.of(Average.main(decay(options.ema()))));
  }

  /** Advice for a training that fails: empty where the rate's component has no warm-up. */
  static String longerWarmup(RunConfig config) {
    String path = Kinds.LEARNING_RATE.key() + ".warmup";
    return config.at(path).map(now -> ", a longer %s (now %s)".formatted(path, now)).orElse("");
  }

  /**
   * The decay of a moving average: it begins low, so that the starting weights are forgotten in a
   * short run too, by the rule {@code (1 + n) / (10 + n)} of TensorFlow's own moving average.
   */
  private static LongToDoubleFunction decay(double largest) {
    return step -> Math.min(largest, (1.0 + step) / (10.0 + step));
  }
}
