package org.tweedie.engine.training;

import java.util.List;
import java.util.stream.IntStream;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.api.training.LearningRate;
import org.tweedie.api.training.WeightAverage;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.config.TrainOptions;
import org.tweedie.engine.problem.TrainingFailure;
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
        step -> checked(rate, step, options),
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
        .mapToObj(i -> new Average(Average.prefix(i), new Checked(chosen.get(i), i + 1)))
        .toList();
  }

  /** A wrong rate would move the weights in silence, or be told as a fault of the network. */
  private static double checked(LearningRate component, long step, TrainOptions options) {
    double rate = component.at(step, options.steps(), options.learningRate());
    if (!(rate >= 0) || rate == Double.POSITIVE_INFINITY) {
      throw broken("learning-rate", "the rate " + rate, step);
    }
    return rate;
  }

  /**
   * An average whose answers are looked at.
   *
   * @param number in the config's list, from 1
   */
  private record Checked(WeightAverage average, int number) implements WeightAverage {

    @Override
    public double decay(long step) {
      double decay = average.decay(step);
      if (!(decay >= 0 && decay <= 1)) {
        throw broken("average number " + number, "the decay " + decay, step);
      }
      return decay;
    }
  }

  private static TrainingFailure broken(String component, String answer, long step) {
    return new TrainingFailure(
        "Training stopped: the %s of the config gives %s at step %d.\nPlease leave it out, and tell its author."
            .formatted(component, answer, step));
  }
}
