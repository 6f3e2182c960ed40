package org.tweedie.engine.run;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.tweedie.api.data.DataSource;
import org.tweedie.api.data.Examples;
import org.tweedie.api.data.Levels;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.api.training.LearningRate;
import org.tweedie.engine.config.Choice;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.config.TrainOptions;
import org.tweedie.engine.config.YamlWriter;
import org.tweedie.engine.data.NotedData;
import org.tweedie.engine.likelihood.LikelihoodMeasure;
import org.tweedie.engine.tensor.SeenSpread;

/** What is allowed in a run and seldom meant. */
public final class Cautions {

  /** Bits per dimension that nobody would notice. */
  private static final double LITTLE = 0.01;

  /** Examples that tell how wide the data are. */
  private static final int EXAMPLES = 1000;

  /** By which factor a width is off that is seldom meant. */
  private static final double FAR = 2;

  private static final double[] TIMES =
      IntStream.rangeClosed(0, 16).mapToDouble(i -> i / 16.0).toArray();

  /** Steps whose learning rate is looked at. */
  private static final int LOOKED_AT = 100_000;

  private Cautions() {}

  /** Sentences for whoever starts the run; empty where there is nothing to say. */
  public static List<String> of(RunConfig config, Assembled parts) {
    List<String> cautions = new ArrayList<>();
    unreadOptions(config, cautions);
    if (CheckedData.plain(parts.data()) instanceof NotedData noted) {
      cautions.addAll(noted.notes());
    }
    if (!parts.hasExamples()) {
      return cautions;
    }
    if (parts.isDiffusion()) {
      signalAtTheEnd(parts.assembly().schedule(), cautions);
      noiseAtTheBeginning(parts.diffused(), cautions);
      widthOfData(config, parts, cautions);
      cautions.addAll(DenoiserCautions.of(config, parts));
      cautions.addAll(ConditionCautions.of(config, parts));
    }
    if (parts.latents().isEmpty()) {
      timesInBetween(parts, cautions);
    }
    if (parts.chain().isPresent() && config.train().parts() > 1) {
      cautions.add("A chain of latents is calculated in one part, whatever train.parts says.");
    }
    int examples = parts.data().train().size();
    int batch = config.train().effectiveBatch();
    if (batch > examples) {
      cautions.add(
          "A batch of %d is more than the %d training examples, so each step sees some of them more than once."
              .formatted(batch, examples));
    }
    learningRate(config.train(), parts.components().one(Kinds.LEARNING_RATE), cautions);
    return cautions;
  }

  /**
   * A preconditioning goes by the width that it is told of the data, and scales badly by another
   * one. What is looked at is what it promises on this schedule, whatever its options are called.
   */
  private static void widthOfData(RunConfig config, Assembled parts, List<String> cautions) {
    Optional<double[]> seen =
        SeenSpread.at(
            TIMES,
            () -> spread(parts),
            parts.assembly().preconditioning(),
            parts.assembly().schedule(),
            TrainedModels.settings(config.train()));
    if (seen.isEmpty()) {
      return;
    }
    int worst =
        IntStream.range(0, TIMES.length)
            .boxed()
            .max(Comparator.comparingDouble(i -> Math.abs(Math.log(seen.get()[i]))))
            .orElseThrow();
    double width = seen.get()[worst];
    if (width > FAR || width < 1 / FAR) {
      cautions.add(
          String.format(
              Locale.ROOT,
              "The preconditioning %s is to make what the network sees of standard deviation 1 at every noise level. With these data, whose standard deviation is %.3g, it is %.3g at time %.3g of this schedule. Please tell the preconditioning of these data.",
              YamlWriter.line(config.component(Kinds.PRECONDITIONING)),
              spread(parts),
              width,
              TIMES[worst]));
    }
  }

  /**
   * How wide what is diffused is: latents are scaled to a standard deviation of 1, or begin at it.
   */
  private static double spread(Assembled parts) {
    return parts.isInLatents() ? 1 : spread(parts.data());
  }

  /** The standard deviation of all values of some training examples about their mean. */
  private static double spread(DataSource data) {
    Examples examples = data.train();
    int size = data.description().shape().size();
    int count = Math.min(EXAMPLES, examples.size());
    float[] values = new float[size];
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < count; i++) {
      examples.read((int) ((long) i * examples.size() / count), values, 0);
      for (float value : values) {
        sum += value;
        squares += (double) value * value;
      }
    }
    double all = (double) count * size;
    return Math.sqrt(Math.max(0, squares / all - sum / all * (sum / all)));
  }

  private static void learningRate(TrainOptions train, LearningRate rate, List<String> cautions) {
    // Of very many steps some are as telling as all, and quicker.
    long apart = Math.max(1, train.steps() / LOOKED_AT);
    double largest =
        LongStream.rangeClosed(0, train.steps() / apart)
            .map(step -> Math.min(train.steps(), 1 + step * apart))
            .mapToDouble(step -> rate.at(step, train.steps(), train.learningRate()))
            .max()
            .orElse(0);
    if (largest < train.learningRate()) {
      cautions.add(
          String.format(
              Locale.ROOT,
              "The learning rate gets to %.3g at most in %d step%s, and never where"
                  + " train.learning-rate says (%.3g).",
              largest,
              train.steps(),
              train.steps() == 1 ? "" : "s",
              train.learningRate()));
    }
  }

  private static void unreadOptions(RunConfig config, List<String> cautions) {
    config.components().values().stream()
        .flatMap(List::stream)
        .map(Choice::type)
        .distinct()
        .filter(type -> !type.unreadOptions().isEmpty())
        .forEach(
            type ->
                cautions.add(
                    "The %s '%s' declares the option%s %s, which nothing in its jar reads: what a config says there changes nothing. Please tell its author."
                        .formatted(
                            type.kind().word(),
                            type.fullName(),
                            type.unreadOptions().size() == 1 ? "" : "s",
                            String.join(", ", type.unreadOptions()))));
  }

  /** A network that was trained at some times alone knows nothing of others. */
  private static void timesInBetween(Assembled parts, List<String> cautions) {
    OptionalInt trained = parts.assembly().objective().timesteps();
    List<Integer> measured =
        parts.components().all(Kinds.MEASURES).stream()
            .filter(LikelihoodMeasure.class::isInstance)
            .map(measure -> ((LikelihoodMeasure) measure).timesteps())
            .toList();
    if (trained.isEmpty()
        || !parts.assembly().objective().isDenoiser()
        || measured.isEmpty()
        || measured.contains(trained.getAsInt())) {
      return;
    }
    int steps = measured.get(0);
    cautions.add(
        "The objective trains at %d times alone, and the bound is measured %s: at times in between the network has learnt nothing. 'measures: {type: discrete-bound, timesteps: %d}' measures what is trained."
            .formatted(
                trained.getAsInt(),
                steps == 0 ? "in continuous time" : "in " + steps + " steps",
                trained.getAsInt()));
  }

  /** The prior's share of the bound for data of variance 1: {@code log2(1 + SNR(1)) / 2}. */
  private static void signalAtTheEnd(NoiseSchedule schedule, List<String> cautions) {
    double logSnr = schedule.logSnr(1);
    double bits = Math.log1p(Math.exp(logSnr)) / Math.log(2) / 2;
    if (bits > LITTLE) {
      cautions.add(
          String.format(
              Locale.ROOT,
              "The schedule leaves signal at time 1 (a log SNR of %.3g): samples start from noise"
                  + " that the network has not seen, and the bound pays some %.2f bits/dim for it."
                  + " A lower log SNR at time 1 avoids that.",
              logSnr,
              bits));
    }
  }

  /** Noise that is wider than half a level hides which one it was. */
  private static void noiseAtTheBeginning(Assembly assembly, List<String> cautions) {
    double ratio = Math.exp(-assembly.schedule().logSnr(0) / 2);
    assembly
        .data()
        .levels()
        .map(Levels::count)
        .filter(count -> ratio > 1.0 / count)
        .ifPresent(
            count ->
                cautions.add(
                    String.format(
                        Locale.ROOT,
                        "The schedule's noise at time 0 (sigma/alpha %.3g) hides which of the %d"
                            + " levels a value has, which the bound pays for in its reconstruction."
                            + " A log SNR above %.3g at time 0 avoids that.",
                        ratio,
                        count,
                        2 * Math.log(count))));
  }
}
