package org.tweedie.engine.training;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.tweedie.api.measure.Reading;
import org.tweedie.engine.file.EventFile;
import org.tweedie.engine.file.MetricsFile;
import org.tweedie.engine.run.RunFolder;
import org.tweedie.engine.tensor.StepResult;

/** Collects what steps find and writes it down, for machines and for TensorBoard. */
final class Measurements implements AutoCloseable {

  /** How much of the recent average stays after a step. */
  private static final double RECENT = 0.98;

  private static final String MEASURE = "measure/";

  private final MetricsFile metrics;
  private final EventFile events;
  private final double fixedBitsPerDimension;
  private double loss;
  private double bits;
  private double gradientNorm;
  private int count;
  private double recent;
  private double recentWeight;
  private long since = System.nanoTime();

  /**
   * Goes on after a step.
   *
   * @param fixedBitsPerDimension the terms of the bound that do not depend on the network, where
   *     the schedule is not learned
   */
  Measurements(RunFolder folder, long step, double fixedBitsPerDimension) throws IOException {
    metrics = MetricsFile.resume(folder.metrics(), step);
    events = EventFile.create(folder.path());
    this.fixedBitsPerDimension = fixedBitsPerDimension;
  }

  void add(StepResult result) {
    loss += result.loss();
    double found =
        result.endTerms().orElse(fixedBitsPerDimension) + result.diffusion() / Math.log(2);
    bits += found;
    gradientNorm += result.gradientNorm();
    count++;
    recent = RECENT * recent + (1 - RECENT) * found;
    recentWeight = RECENT * recentWeight + (1 - RECENT);
  }

  /**
   * The estimate of the bound on the training examples of the last hundred steps or so, for people.
   */
  String note() {
    return String.format(Locale.ROOT, "bits/dim %.3f", recent / recentWeight);
  }

  /** Writes the averages since the last call, and begins anew. */
  void write(long step, double epochs, double learningRate) throws IOException {
    long now = System.nanoTime();
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("loss", loss / count);
    values.put("bits_per_dim", bits / count);
    values.put("gradient_norm", gradientNorm / count);
    values.put("learning_rate", learningRate);
    values.put("epoch", epochs);
    values.put("steps_per_second", count / ((now - since) / 1e9));
    record(step, "train/", values);
    loss = 0;
    bits = 0;
    gradientNorm = 0;
    count = 0;
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
