package org.tweedie.engine.training;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.api.training.LearningRate;
import org.tweedie.api.training.WeightAverage;
import org.tweedie.engine.config.Choice;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.config.TrainOptions;
import org.tweedie.engine.problem.TrainingFailure;
import org.tweedie.engine.run.MadeComponents;
import org.tweedie.engine.run.TrainedModels;
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

  /** What may keep a training from diverging, as far as the config leaves room for it. */
  static String gentler(RunConfig config) {
    TrainOptions options = config.train();
    List<String> advice = new ArrayList<>();
    advice.add("a smaller train.learning-rate (now %s)".formatted(options.learningRate()));
    String warmup = Kinds.LEARNING_RATE.key() + ".warmup";
    config.at(warmup).ifPresent(now -> advice.add("a longer %s (now %s)".formatted(warmup, now)));
    advice.add(
        options.clip() > 0
            ? "a smaller train.clip (now %s)".formatted(options.clip())
            : "train.clip: 1, which bounds the gradient's norm (now unbounded)");
    if (TrainedModels.settings(options).bfloat16()) {
      advice.add("train.precision: float32");
    }
    return String.join(", ", advice);
  }

  /** Components of plugins that the loss is made of, each of which may be what fails. */
  static String suspects(RunConfig config) {
    List<String> suspects =
        Stream.of(
                Kinds.OBJECTIVE,
                Kinds.NETWORK,
                Kinds.PRECONDITIONING,
                Kinds.SCHEDULE,
                Kinds.OPTIMIZER,
                Kinds.ENCODER,
                Kinds.DECODER)
            .flatMap(kind -> config.components(kind).stream())
            .map(Choice::type)
            .filter(type -> !type.origin().builtIn())
            .map(type -> "the %s '%s'".formatted(type.kind().word(), type.fullName()))
            .toList();
    return suspects.isEmpty()
        ? ""
        : "\n'tweedie verify' looks for mistakes in what plugins bring: %s."
            .formatted(String.join(", ", suspects));
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
