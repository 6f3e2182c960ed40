package org.tweedie.engine.training;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import org.tweedie.api.measure.Reading;
import org.tweedie.api.plugin.Kind;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.engine.config.Choice;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.config.YamlWriter;
import org.tweedie.engine.file.EventFile;
import org.tweedie.engine.file.MetricsFile;
import org.tweedie.engine.plugin.ComponentType;
import org.tweedie.engine.plugin.OptionType;
import org.tweedie.engine.run.RunFolder;
import org.tweedie.engine.tensor.StepResult;

/** Collects what steps find and writes it down, for machines and for TensorBoard. */
final class Measurements implements AutoCloseable {

  /** How much of the recent average stays after a step. */
  private static final double RECENT = 0.98;

  /** Begins the tags of the quick look at the bound. */
  static final String TEST = "test/";

  /** Begins the tags of measures' readings. */
  static final String MEASURE = "measure/";

  /** Words of {@link #unwritten}. */
  private static final int WINDOW = 4;

  private final Path file;
  private final MetricsFile metrics;
  private final EventFile events;
  private final FixedTerms fixed;
  private double loss;
  private double bits;
  private double gradientNorm;
  private int count;
  private double recent;
  private double recentWeight;
  private long since = System.nanoTime();
  private int stepsSince;

  /**
   * Goes on after a step.
   *
   * @param unwritten what the checkpoint of that step says of {@link #unwritten}
   * @param fixed the terms of the bound that do not depend on the network
   */
  Measurements(RunFolder folder, long step, String unwritten, FixedTerms fixed) throws IOException {
    this.fixed = fixed;
    String[] words = unwritten.split(" ");
    if (words.length == WINDOW) {
      count = Integer.parseInt(words[0]);
      loss = Double.parseDouble(words[1]);
      bits = Double.parseDouble(words[2]);
      gradientNorm = Double.parseDouble(words[3]);
    }
    file = folder.metrics();
    metrics = MetricsFile.resume(folder.metrics(), step);
    events = step == 0 ? EventFile.create(folder.path()) : EventFile.goOn(folder.path(), step + 1);
  }

  /**
   * What the next line averages of the steps so far, for a training that goes on from here; empty
   * where the averages begin anew.
   */
  String unwritten() {
    return count == 0
        ? ""
        : String.format(Locale.ROOT, "%d %s %s %s", count, loss, bits, gradientNorm);
  }

  /** Tells TensorBoard what the run is made of. */
  void begin(RunConfig config) throws IOException {
    // Indented, Markdown leaves it as it is.
    events.text("config", 0, config.toYaml().indent(4));
    Map<String, String> values = new LinkedHashMap<>();
    for (Kind<?> kind : Kinds.all()) {
      List<Choice> choices = config.components(kind);
      for (int i = 0; i < choices.size(); i++) {
        String path = kind.key() + (choices.size() > 1 ? "." + i : "");
        values.put(path, choices.get(i).reference());
        choices.get(i).options().ifPresent(options -> options(path, options, values));
      }
    }
    options("train", config.train(), values);
    events.hyperparameters(values);
    events.flush();
  }

  private static void options(String path, Record options, Map<String, String> values) {
    for (OptionType option : ComponentType.optionTypes(options.getClass())) {
      values.put(path + "." + option.name(), YamlWriter.value(options, option));
    }
  }

  void add(StepResult result) {
    loss += result.loss();
    double found = fixed.bits(result);
    bits += found;
    gradientNorm += result.gradientNorm();
    count++;
    stepsSince++;
    recent = RECENT * recent + (1 - RECENT) * found;
    recentWeight = RECENT * recentWeight + (1 - RECENT);
  }

  /**
   * The estimate of the bound on the training examples of the last hundred steps or so, for people.
   */
  String note() {
    return String.format(Locale.ROOT, "bits/dim %.3f", recent / recentWeight);
  }

  /** Writes the averages since the last line that was due, and begins anew. */
  void write(long step, double epochs, double learningRate) throws IOException {
    writeEarly(step, epochs, learningRate);
    loss = 0;
    bits = 0;
    gradientNorm = 0;
    count = 0;
  }

  /**
   * Writes the averages at an end between two lines that are due: a training that is made longer
   * writes the next one as if there had been none.
   */
  void writeEarly(long step, double epochs, double learningRate) throws IOException {
    long now = System.nanoTime();
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("loss", loss / count);
    values.put("bits_per_dim", bits / count);
    values.put("gradient_norm", gradientNorm / count);
    values.put("learning_rate", learningRate);
    values.put("epoch", epochs);
    values.put("steps_per_second", stepsSince / ((now - since) / 1e9));
    record(step, "train/", values);
    stepsSince = 0;
    since = now;
  }

  /** Writes other values under tags that begin with a prefix. */
  void record(long step, String prefix, Map<String, Double> values) throws IOException {
    Map<String, Double> tagged = new LinkedHashMap<>();
    for (Map.Entry<String, Double> entry : values.entrySet()) {
      tagged.put(prefix + entry.getKey(), entry.getValue());
      events.scalar(prefix + entry.getKey(), step, entry.getValue());
    }
    metrics.append(step, tagged);
    events.flush();
  }

  /** Writes what measures found; what is not defined is left out. */
  void readings(long step, List<Reading> readings) throws IOException {
    Map<String, Double> values = new LinkedHashMap<>();
    for (Reading reading : readings) {
      if (Double.isFinite(reading.value())) {
        values.put(reading.key(), reading.value());
      }
    }
    record(step, MEASURE, values);
  }

  /** The value of a tag at a step, where there is a line of it. */
  OptionalDouble last(long step, String tag) throws IOException {
    return MetricsFile.read(file).stream()
        .filter(record -> record.get("step") instanceof Number at && at.longValue() == step)
        .map(record -> record.get(tag))
        .filter(Number.class::isInstance)
        .mapToDouble(value -> ((Number) value).doubleValue())
        .findFirst();
  }

  /** What the tags of a step's lines begin with, up to the first slash. */
  Set<String> groups(long step) throws IOException {
    return MetricsFile.read(file).stream()
        .filter(record -> record.get("step") instanceof Number at && at.longValue() == step)
        .flatMap(record -> record.keySet().stream())
        .map(tag -> tag.substring(0, tag.indexOf('/') + 1))
        .collect(Collectors.toSet());
  }

  void picture(long step, String tag, byte[] png, int width, int height) throws IOException {
    events.image(tag, step, png, width, height);
    events.flush();
  }

  Path eventFile() {
    return events.path();
  }

  @Override
  public void close() throws IOException {
    try (metrics) {
      events.close();
    }
  }
}
