package org.tweedie.engine.plugin;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.tensorflow.ndarray.Shape;
import org.tweedie.api.data.Examples;
import org.tweedie.api.measure.Measure;
import org.tweedie.api.model.Autoencoder;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.model.LatentGaussian;
import org.tweedie.api.model.Prediction;
import org.tweedie.api.network.DenoiserNetwork;
import org.tweedie.api.network.FrozenTextEncoder;
import org.tweedie.api.network.HostFunction;
import org.tweedie.api.network.LatentNetwork;
import org.tweedie.api.network.Preconditioning;
import org.tweedie.api.network.TextEncoder;
import org.tweedie.api.network.TextFeatures;
import org.tweedie.api.network.TextInput;
import org.tweedie.api.network.Tokenizer;
import org.tweedie.api.objective.Denoising;
import org.tweedie.api.objective.Objective;
import org.tweedie.api.objective.TimeDistribution;
import org.tweedie.api.objective.TimeDraw;
import org.tweedie.api.optimizer.Optimizer;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.api.plugin.ModelOptions;
import org.tweedie.api.plugin.Selective;
import org.tweedie.api.sampler.Encoder;
import org.tweedie.api.sampler.Sampler;
import org.tweedie.api.schedule.LearnedSchedule;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.api.training.Augmentation;
import org.tweedie.api.training.LearningRate;
import org.tweedie.api.training.Stopping;
import org.tweedie.api.training.WeightAverage;

/**
 * The laws of components' answers, as far as one look at an answer tells: shapes always, and that
 * numbers are numbers where there are few beside the work that made them.
 */
final class Answers {

  /** What is wrong with an answer, as the end of a sentence; empty where all is well. */
  private interface Check {
    String wrong(Object[] asked, Object answer);
  }

  /** All is well. */
  static final String WELL = "";

  private static final String BETWEEN = ", and times lie between 0 and 1";
  private static final Map<String, Check> CHECKS = new HashMap<>();

  static {
    on(Examples.class, "size", (asked, size) -> atLeast(0, (int) size, "the size"));
    on(NoiseSchedule.class, "logSnr", (asked, value) -> number(value, asked[0]));
    on(NoiseSchedule.class, "logSnrSlope", (asked, slope) -> number(slope, asked[0]));
    on(NoiseSchedule.class, "timesteps", (asked, steps) -> atLeast(0, (int) steps, "the number"));
    on(
        NoiseSchedule.class,
        "timeOf",
        (asked, time) -> isTime((double) time) ? WELL : "gives the time " + time + BETWEEN);
    on(NoiseSchedule.class, "movingAt", (asked, of) -> levels(asked[0], of));
    on(LearnedSchedule.class, "first", (asked, end) -> TensorAnswers.shape(Shape.scalar(), end));
    on(LearnedSchedule.class, "last", (asked, end) -> TensorAnswers.shape(Shape.scalar(), end));
    on(LearnedSchedule.class, "fall", TensorAnswers::fall);
    on(DenoiserNetwork.class, "output", TensorAnswers::network);
    on(HostFunction.class, "output", (asked, of) -> host((float[]) asked[0], (float[]) of));
    on(LatentNetwork.class, "output", TensorAnswers::latentNetwork);
    on(
        TextEncoder.class,
        "output",
        (asked, of) -> TensorAnswers.text((TextInput) asked[1], (TextFeatures) of));
    on(FrozenTextEncoder.class, "width", (asked, width) -> atLeast(1, (int) width, "the width"));
    on(
        FrozenTextEncoder.class,
        "features",
        (asked, of) -> features(((int[]) asked[0]).length, (float[]) of));
    on(
        Autoencoder.class,
        "encode",
        (asked, of) -> BatchAnswers.encoded((Batch) asked[0], (LatentGaussian) of));
    on(
        Autoencoder.class,
        "decode",
        (asked, of) -> BatchAnswers.several((Batch) asked[0], (Batch) of));
    on(
        Autoencoder.class,
        "nats",
        (asked, of) -> BatchAnswers.nats((Batch) asked[0], (double[]) of));
    on(Tokenizer.class, "size", (asked, size) -> atLeast(1, (int) size, "the size"));
    on(Preconditioning.class, "coefficients", TensorAnswers::coefficients);
    on(Preconditioning.class, "outputs", (asked, n) -> atLeast(1, (int) n, "the number"));
    on(Preconditioning.class, "signal", TensorAnswers::signal);
    on(Objective.class, "timesteps", (asked, steps) -> steps(((OptionalInt) steps)));
    on(Objective.class, "earlierLevels", (asked, n) -> atLeast(0, (int) n, "the number"));
    on(
        Objective.class,
        "loss",
        (asked, loss) ->
            TensorAnswers.shape(Shape.of(((Denoising) asked[0]).signal().shape().get(0)), loss));
    on(TimeDistribution.class, "draw", (asked, draw) -> draw((int) asked[0], (TimeDraw) draw));
    on(Optimizer.class, "slots", (asked, slots) -> slots((List<?>) slots));
    on(Optimizer.class, "fed", (asked, fed) -> finite((double[]) fed));
    on(
        Optimizer.class,
        "update",
        (asked, ops) ->
            ((List<?>) ops).isEmpty() ? "gives no operation, which changes no parameter" : WELL);
    on(LearningRate.class, "at", (asked, rate) -> rate((double) rate, asked[0]));
    on(WeightAverage.class, "decay", (asked, decay) -> decay((double) decay, asked[0]));
    on(Augmentation.class, "apply", (asked, of) -> augmented((float[]) asked[0], (float[]) of));
    on(
        Sampler.class,
        "sample",
        (asked, of) -> BatchAnswers.batch((Batch) asked[1], (Batch) of, "samples"));
    on(
        Encoder.class,
        "encode",
        (asked, of) -> BatchAnswers.batch((Batch) asked[1], (Batch) of, "latents"));
    on(
        DiffusionModel.class,
        "predict",
        (asked, of) -> BatchAnswers.prediction(asked, (Prediction) of));
    on(DiffusionModel.class, "differentiate", BatchAnswers::differentiated);
    on(ModelOptions.class, "kinds", (asked, kinds) -> kinds((Set<?>) kinds));
    on(Selective.class, "objections", (asked, all) -> sentences(((List<?>) all).stream()));
    on(Stopping.class, "reading", (asked, key) -> sentences(((Optional<?>) key).stream()));
    on(Stopping.class, "reason", (asked, why) -> sentences(((Optional<?>) why).stream()));
    on(Measure.class, "fewestSamples", (asked, n) -> atLeast(1, (int) n, "the number"));
    on(Measure.class, "keys", (asked, keys) -> keys((List<?>) keys));
  }

  private Answers() {}

  private static void on(Class<?> spi, String method, Check check) {
    CHECKS.put(spi.getName() + "." + method, check);
  }

  /**
   * What is wrong with an answer, as the end of a sentence that begins with the method.
   *
   * @param component what was asked, as the program sees it
   * @param method of an interface of the api
   * @param asked its arguments
   */
  static Optional<String> wrong(Object component, Method method, Object[] asked, Object answer) {
    if (method.getReturnType() == void.class || method.getDeclaringClass() == Object.class) {
      return Optional.empty();
    }
    if (answer == null) {
      return Optional.of("gives null");
    }
    if (answer instanceof Collection<?> several && several.stream().anyMatch(Objects::isNull)) {
      return Optional.of("gives a list with null in it");
    }
    if (component instanceof Tokenizer tokenizer && answer instanceof int[] tokens) {
      return Optional.of(tokens(tokenizer.size(), tokens)).filter(what -> !what.isEmpty());
    }
    Check check = CHECKS.get(method.getDeclaringClass().getName() + "." + method.getName());
    return check == null
        ? Optional.empty()
        : Optional.of(check.wrong(asked, answer)).filter(what -> !what.isEmpty());
  }

  private static String tokens(int size, int[] tokens) {
    return Arrays.stream(tokens)
        .filter(token -> token < 0 || token >= size)
        .mapToObj(token -> "gives the token %d, and there are %d".formatted(token, size))
        .findFirst()
        .orElse(WELL);
  }

  /** Of one time, or of each of several. */
  private static String levels(Object times, Object answer) {
    if (!(times instanceof double[] several)) {
      return WELL;
    }
    NoiseLevel[] levels = (NoiseLevel[]) answer;
    if (levels.length != several.length) {
      return "gives %d noise levels for %d times".formatted(levels.length, several.length);
    }
    return Arrays.asList(levels).contains(null) ? "gives null among its noise levels" : WELL;
  }

  private static String atLeast(int least, int found, String what) {
    return found >= least ? WELL : "gives %s %d".formatted(what, found);
  }

  private static String number(Object value, Object time) {
    return Double.isNaN((double) value) ? "gives NaN at time " + time : WELL;
  }

  private static boolean isTime(double time) {
    return time >= 0 && time <= 1;
  }

  private static String steps(OptionalInt steps) {
    return steps.isPresent() ? atLeast(1, steps.getAsInt(), "the number") : WELL;
  }

  private static String host(float[] latents, float[] output) {
    if (latents.length > 0 && (output.length == 0 || output.length % latents.length > 0)) {
      return "gives %d values for latents of %d".formatted(output.length, latents.length);
    }
    for (float value : output) {
      if (!Float.isFinite(value)) {
        return "gives the value " + value;
      }
    }
    return WELL;
  }

  private static String draw(int count, TimeDraw draw) {
    if (draw.times().length != count) {
      return "gives %d times where %d are asked for".formatted(draw.times().length, count);
    }
    for (int i = 0; i < count; i++) {
      double density = draw.densities()[i];
      double weight = draw.weights()[i];
      if (!isTime(draw.times()[i])) {
        return "gives the time " + draw.times()[i] + BETWEEN;
      } else if (!(density > 0 && density < Double.POSITIVE_INFINITY)) {
        return "gives the density " + density + ", which is not above 0 and finite";
      } else if (!(weight >= 0 && weight < Double.POSITIVE_INFINITY)) {
        return "gives the weight " + weight + ", which is not at least 0 and finite";
      }
    }
    return WELL;
  }

  private static String slots(List<?> slots) {
    if (new HashSet<>(slots).size() < slots.size()) {
      return "names a slot twice: " + slots;
    }
    return slots.stream()
        .map(String::valueOf)
        .filter(slot -> !slot.matches("[a-z][a-z0-9.-]*"))
        .findFirst()
        .map(
            "gives the name '%s', and names are lower-case letters, digits, dots and hyphens"
                ::formatted)
        .orElse(WELL);
  }

  private static String finite(double[] values) {
    return Arrays.stream(values)
        .filter(value -> !Double.isFinite(value))
        .mapToObj(value -> "gives the number " + value)
        .findFirst()
        .orElse(WELL);
  }

  private static String features(int tokens, float[] features) {
    if (features.length == 0 || features.length % tokens != 0) {
      return "gives %d numbers for %d tokens".formatted(features.length, tokens);
    }
    for (float value : features) {
      if (!Float.isFinite(value)) {
        return "gives the number " + value;
      }
    }
    return WELL;
  }

  private static String rate(double rate, Object step) {
    return rate >= 0 && rate < Double.POSITIVE_INFINITY
        ? WELL
        : "gives the rate %s at step %s".formatted(rate, step);
  }

  private static String decay(double decay, Object step) {
    return decay >= 0 && decay <= 1
        ? WELL
        : "gives the decay %s at step %s, and decays lie between 0 and 1".formatted(decay, step);
  }

  private static String augmented(float[] example, float[] changed) {
    if (changed.length != example.length) {
      return "gives %d values of an example of %d".formatted(changed.length, example.length);
    }
    for (float value : changed) {
      if (!Float.isFinite(value)) {
        return "gives the value " + value;
      }
    }
    return WELL;
  }

  private static String kinds(Set<?> kinds) {
    return kinds.stream()
        .filter(kind -> !Kinds.ofSomeModels().contains(kind))
        .findFirst()
        .map("gives %s, which every model has, or none"::formatted)
        .orElse(WELL);
  }

  private static String sentences(Stream<?> texts) {
    return texts.anyMatch(text -> String.valueOf(text).isBlank()) ? "gives an empty text" : WELL;
  }

  private static String keys(List<?> keys) {
    if (keys.isEmpty()) {
      return "gives no key, so it would measure nothing";
    }
    return new HashSet<>(keys).size() < keys.size() ? "gives a key twice: " + keys : WELL;
  }
}
