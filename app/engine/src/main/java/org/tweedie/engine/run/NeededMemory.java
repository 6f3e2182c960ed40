package org.tweedie.engine.run;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.tensorflow.ndarray.Shape;
import org.tweedie.api.plugin.Kind;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.engine.config.ConfigException;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.problem.ModelFailure;
import org.tweedie.engine.problem.Problem;
import org.tweedie.engine.problem.Problems;
import org.tweedie.engine.tensor.TrainedSchedule;

/**
 * What a training needs at least: TensorFlow ends the process where memory ends, so what can never
 * fit is refused before.
 */
public final class NeededMemory {

  private static final double GIGABYTE = 1 << 30;

  /** The longest array that every JVM makes. */
  public static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

  private static final String SMALLER_BATCH =
      "Please take a smaller batch; train.accumulate sums the gradients of several.";

  /** Of each example, in float32: signal, noise, latent, prediction, error and a gradient. */
  private static final int COPIES = 6;

  private NeededMemory() {}

  /**
   * The shapes of a network's parameters.
   *
   * @param network adds it to a graph
   * @throws ConfigException if one of them is beyond all memories
   */
  public static Map<String, Shape> shapes(RunConfig config, Supplier<Map<String, Shape>> network) {
    try {
      return network.get();
    } catch (ModelFailure tooLarge) {
      boolean latents = config.components(Kinds.NETWORK).isEmpty();
      throw refused(
          config,
          latents ? Kinds.MODEL.key() : Kinds.NETWORK.key(),
          String.valueOf(tooLarge.getMessage()));
    }
  }

  /**
   * Makes sure that a training may fit into this machine.
   *
   * @param shapes of its parameters
   * @throws ConfigException if it takes more than all of the memory
   */
  public static void check(RunConfig config, Assembled parts, Map<String, Shape> shapes) {
    check(config, parts, shapes, machine());
  }

  /**
   * The same for a machine with so many bytes. Of what the network makes of an example one number a
   * unit and its gradient are counted, which holds for every network and is little for images.
   */
  static void check(
      RunConfig config, Assembled parts, Map<String, Shape> shapes, double available) {
    if (shapes.keySet().stream().allMatch(TrainedSchedule::isOfSchedule)) {
      throw nothingToLearn(config);
    }
    int size = parts.diffused().data().shape().size();
    long numbers = (long) config.train().batch() * size;
    if (numbers > LONGEST_ARRAY) {
      throw refused(
          config,
          "train.batch",
          "A batch of %,d examples of %d numbers is more than the %,d numbers that Java keeps in one array."
              .formatted(config.train().batch(), size, LONGEST_ARRAY),
          SMALLER_BATCH);
    }
    long all = (long) config.train().effectiveBatch() * size;
    if (all > LONGEST_ARRAY) {
      throw refused(
          config,
          "train.accumulate",
          "A step of %d batches of %,d examples of %d numbers is more than the %,d numbers that Java keeps in one array."
              .formatted(config.train().accumulate(), config.train().batch(), size, LONGEST_ARRAY),
          "Please accumulate fewer.");
    }
    double parameters = 0;
    double largest = 0;
    double outputs = 0;
    for (Shape shape : shapes.values()) {
      double product = 1;
      for (long dimension : shape.asArray()) {
        product *= dimension;
      }
      largest = Math.max(largest, product);
      parameters += product;
      outputs += shape.numDimensions() > 1 ? shape.get(shape.numDimensions() - 1) : 0;
    }
    int averages =
        parts.components().all(Kinds.AVERAGES).size() + Snapshots.averages(config.train()).size();
    int slots = parts.components().one(Kinds.OPTIMIZER).slots().size();
    double weights = Float.BYTES * parameters * (2 + averages + slots);
    double examples = Float.BYTES * (COPIES * size + 2 * outputs) * config.train().batch();
    if (weights + examples <= available) {
      checkLargest(config, largest);
      return;
    }
    boolean network = weights > examples;
    throw refused(
        config,
        network ? Kinds.NETWORK.key() : "train.batch",
        String.format(
            Locale.ROOT,
            "Training would take at least %,.0f GB, and this machine has %,.0f: %,.0f parameters,"
                + " each with its gradient, %d numbers of the optimizer and %d averages; and"
                + " batches of %,d examples of %d numbers.",
            (weights + examples) / GIGABYTE,
            available / GIGABYTE,
            parameters,
            slots,
            averages,
            config.train().batch(),
            size),
        network ? "Please take a smaller network." : SMALLER_BATCH);
  }

  private static void checkLargest(RunConfig config, double numbers) {
    if (numbers > LONGEST_ARRAY) {
      throw refused(
          config,
          Kinds.NETWORK.key(),
          String.format(
              Locale.ROOT,
              "One of the network's parameters has %,.0f numbers, and Java keeps at most %,d in one"
                  + " array.",
              numbers,
              LONGEST_ARRAY),
          "Please take a smaller network.");
    }
  }

  /**
   * Notes batches of measuring and of sampling that can never fit. Where a batch is larger than
   * what there is to look at, that counts.
   */
  static void checkUse(RunConfig config, Assembled parts, Problems problems) {
    int size = parts.assembly().data().shape().size();
    int examples = Math.max(LaterData.trainSize(parts.data()), LaterData.testSize(parts.data()));
    int drawn = Math.max(examples, Math.max(config.sample().count(), config.evaluate().samples()));
    ofSamples(config.evaluate().samples(), size)
        .ifPresent(
            words ->
                problems.add(
                    "too-large",
                    Combination.file(config),
                    "evaluate.samples",
                    words,
                    "Please take fewer; 0 is as many as there are held-out examples."));
    checkUse(config, "evaluate.batch", config.evaluate().batch(), examples, size, problems);
    checkUse(config, "sample.batch", config.sample().batch(), drawn, size, problems);
  }

  /** Why so many samples cannot be held at once, in a sentence; empty where they can. */
  public static Optional<String> ofSamples(int count, int size) {
    long numbers = (long) count * size;
    double most = Runtime.getRuntime().maxMemory();
    if (numbers > LONGEST_ARRAY) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "%,d samples of %,d numbers are more than the %,d numbers that Java keeps in one"
                  + " array.",
              count,
              size,
              LONGEST_ARRAY));
    }
    return Float.BYTES * (double) numbers < most
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "%,d samples of %,d numbers take %.1f GB, and Java has %.1f (more with"
                    + " TWEEDIE_OPTS=-Xmx%.0fg).",
                count,
                size,
                Float.BYTES * numbers / GIGABYTE,
                most / GIGABYTE,
                Math.ceil(2 * Float.BYTES * numbers / GIGABYTE)));
  }

  private static void checkUse(
      RunConfig config, String path, int batch, int most, int size, Problems problems) {
    long numbers = (long) Math.min(batch, most) * size;
    double bytes = (double) Float.BYTES * COPIES * numbers;
    if (numbers > LONGEST_ARRAY) {
      problems.add(
          "too-large",
          Combination.file(config),
          path,
          String.format(
              Locale.ROOT,
              "A batch of %,d examples of %,d numbers is more than the %,d numbers that Java keeps"
                  + " in one array.",
              Math.min(batch, most),
              size,
              LONGEST_ARRAY),
          "Please take a smaller batch; it changes no result.");
    } else if (bytes > machine()) {
      problems.add(
          "too-large",
          Combination.file(config),
          path,
          String.format(
              Locale.ROOT,
              "A batch of %,d examples of %,d numbers would take at least %,.0f GB, and this"
                  + " machine has %,.0f.",
              Math.min(batch, most),
              size,
              bytes / GIGABYTE,
              machine() / GIGABYTE),
          "Please take a smaller batch; it changes no result.");
    }
  }

  private static ConfigException nothingToLearn(RunConfig config) {
    Kind<?> kind = config.components(Kinds.NETWORK).isEmpty() ? Kinds.MODEL : Kinds.NETWORK;
    return new ConfigException(
        List.of(
            new Problem(
                "broken-component",
                config.component(kind).location(),
                kind.key(),
                List.of(
                    "The %s has no parameter, so there is nothing to be learned."
                        .formatted(kind.word()),
                    "Please take another one, and tell its author."))));
  }

  private static ConfigException refused(RunConfig config, String path, String... lines) {
    return new ConfigException(
        List.of(new Problem("too-large", Combination.file(config), path, List.of(lines))));
  }

  private static double machine() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean machine
        ? machine.getTotalMemorySize()
        : Double.POSITIVE_INFINITY;
  }
}
