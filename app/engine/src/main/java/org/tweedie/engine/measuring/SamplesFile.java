package org.tweedie.engine.measuring;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.measure.Measured.Cost;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.engine.file.FileFormatException;
import org.tweedie.engine.file.Safetensors;
import org.tweedie.engine.file.Tensor;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Samples that were drawn to be measured, as a safetensors file. */
public final class SamplesFile {

  private static final String SAMPLES = "samples";
  private static final String LABELS = "labels";
  private static final String CAPTIONS = "captions";
  private static final String SECONDS = "seconds_per_sample";
  private static final String EVALUATIONS = "evaluations_per_sample";
  private static final String ERROR = "_standard_error";
  private static final String BATCHES = "batches";
  private static final JsonMapper JSON = new JsonMapper();

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
    ConditionTensors.add(drawn.conditions(), tensors);
    Cost cost = drawn.cost();
    Map<String, String> costs = new LinkedHashMap<>();
    costs.put(SECONDS, Double.toString(cost.seconds()));
    costs.put(SECONDS + ERROR, Double.toString(cost.secondsError()));
    costs.put(EVALUATIONS, Double.toString(cost.evaluations()));
    costs.put(EVALUATIONS + ERROR, Double.toString(cost.evaluationsError()));
    costs.put(BATCHES, JSON.writeValueAsString(drawn.parts()));
    ConditionTensors.captions(drawn.conditions()).ifPresent(all -> costs.put(CAPTIONS, all));
    new Safetensors(tensors, costs).write(file);
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws FileFormatException if it is another file, or a damaged one
   */
  public static DrawnSamples read(Path file) throws IOException {
    Safetensors read = Safetensors.read(file);
    Tensor samples = tensor(read, SAMPLES, file);
    float[] labels = tensor(read, LABELS, file).values();
    List<Integer> sizes =
        LongStream.of(samples.shape()).skip(1).mapToObj(size -> (int) size).toList();
    return new DrawnSamples(
        Batch.of(new DataShape(sizes), samples.values()),
        ConditionTensors.read(
            Condition.labels(IntStream.range(0, labels.length).map(i -> (int) labels[i]).toArray()),
            read.tensors(),
            Optional.ofNullable(read.metadata().get(CAPTIONS)),
            file),
        new Cost(
            number(read, SECONDS, file),
            number(read, SECONDS + ERROR, file),
            number(read, EVALUATIONS, file),
            number(read, EVALUATIONS + ERROR, file)),
        batches(Optional.ofNullable(read.metadata().get(BATCHES)), file));
  }

  /** Earlier versions did not write them. */
  private static List<DrawnSamples.Part> batches(Optional<String> written, Path file)
      throws FileFormatException {
    try {
      return written.isEmpty()
          ? List.of()
          : JSON.readValue(written.get(), new TypeReference<List<DrawnSamples.Part>>() {});
    } catch (JacksonException | NullPointerException damaged) {
      throw new FileFormatException(
          "%s: its '%s' is %s, where a list should be.".formatted(file, BATCHES, written.get()));
    }
  }

  private static Tensor tensor(Safetensors read, String name, Path file)
      throws FileFormatException {
    Tensor tensor = read.tensors().get(name);
    if (tensor == null) {
      throw new FileFormatException(
          "%s: it has no '%s', so it does not hold drawn samples.".formatted(file, name));
    }
    return tensor;
  }

  private static double number(Safetensors read, String key, Path file) throws FileFormatException {
    String written = read.metadata().get(key);
    try {
      if (written != null) {
        return Double.parseDouble(written);
      }
    } catch (NumberFormatException e) {
      // Told below, as is what is not there.
    }
    throw new FileFormatException(
        "%s: its '%s' is %s, where a number should be.".formatted(file, key, written));
  }
}
