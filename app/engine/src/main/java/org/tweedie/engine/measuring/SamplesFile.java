package org.tweedie.engine.measuring;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.measure.Measured.Cost;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.engine.file.FileFormatException;
import org.tweedie.engine.file.Safetensors;
import org.tweedie.engine.file.Tensor;

/** Samples that were drawn to be measured, as a safetensors file. */
public final class SamplesFile {

  private static final String SAMPLES = "samples";
  private static final String LABELS = "labels";
  private static final String SECONDS = "seconds_per_sample";
  private static final String EVALUATIONS = "evaluations_per_sample";
  private static final String ERROR = "_standard_error";

  private SamplesFile() {}

  /** Writes a file from which {@link #read} makes the same. */
  public static void write(Path file, DrawnSamples drawn) throws IOException {
    Batch samples = drawn.samples();
    List<Integer> sizes = samples.shape().dimensions();
    long[] shape =
        LongStream.concat(
                LongStream.of(samples.count()), sizes.stream().mapToLong(Integer::longValue))
            .toArray();
    float[] labels = new float[drawn.conditions().count()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = drawn.conditions().label(i);
    }
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put(SAMPLES, new Tensor(shape, samples.values()));
    tensors.put(LABELS, new Tensor(new long[] {labels.length}, labels));
    Cost cost = drawn.cost();
    Map<String, String> costs = new LinkedHashMap<>();
    costs.put(SECONDS, Double.toString(cost.seconds()));
    costs.put(SECONDS + ERROR, Double.toString(cost.secondsError()));
    costs.put(EVALUATIONS, Double.toString(cost.evaluations()));
    costs.put(EVALUATIONS + ERROR, Double.toString(cost.evaluationsError()));
    new Safetensors(tensors, costs).write(file);
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws FileFormatException if it is another file, or a damaged one
   */
  public static DrawnSamples read(Path file) throws IOException {
    Safetensors read = Safetensors.read(file);
    if (!read.tensors().keySet().equals(Set.of(SAMPLES, LABELS))) {
      throw new FileFormatException("There are no samples in '%s'.".formatted(file));
    }
    Tensor samples = read.tensors().get(SAMPLES);
    float[] labels = read.tensors().get(LABELS).values();
    List<Integer> sizes =
        LongStream.of(samples.shape()).skip(1).mapToObj(size -> (int) size).toList();
    return new DrawnSamples(
        Batch.of(new DataShape(sizes), samples.values()),
        Condition.labels(IntStream.range(0, labels.length).map(i -> (int) labels[i]).toArray()),
        new Cost(
            number(read, file, SECONDS),
            number(read, file, SECONDS + ERROR),
            number(read, file, EVALUATIONS),
            number(read, file, EVALUATIONS + ERROR)));
  }

  private static double number(Safetensors read, Path file, String key) throws FileFormatException {
    try {
      return Double.parseDouble(read.metadata().getOrDefault(key, ""));
    } catch (NumberFormatException other) {
      throw new FileFormatException(
          "'%s' does not say what its samples cost (%s).".formatted(file, key));
    }
  }
}
