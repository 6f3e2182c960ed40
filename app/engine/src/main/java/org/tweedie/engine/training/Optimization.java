package org.tweedie.engine.training;

import java.util.List;
import java.util.stream.IntStream;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.api.training.LearningRate;
import org.tweedie.api.training.WeightAverage;
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
        averages(components.all(Kinds.AVERAGES)));
  }

  /** Advice for a training that fails: empty where the rate's component has no warm-up. */
  static String longerWarmup(RunConfig config) {
    String path = Kinds.LEARNING_RATE.key() + ".warmup";
    return config.at(path).map(now -> ", a longer %s (now %s)".formatted(path, now)).orElse("");
  }

  private static List<Average> averages(List<WeightAverage> chosen) {
    return IntStream.range(0, chosen.size())
        .mapToObj(i -> new Average(Average.prefix(i), chosen.get(i)))
        .toList();
  }
}
