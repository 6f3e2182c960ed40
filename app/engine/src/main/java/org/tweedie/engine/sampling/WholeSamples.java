package org.tweedie.engine.sampling;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.Levels;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.engine.file.AtomicFile;
import org.tweedie.engine.file.Csv;
import org.tweedie.engine.file.NpyArray;
import org.tweedie.engine.file.NpzFile;
import org.tweedie.engine.file.ParquetTable;
import org.tweedie.engine.file.Safetensors;
import org.tweedie.engine.file.Tensor;

/**
 * Samples that go into one file. Arrays of NumPy hold what data of that kind hold, so that they can
 * be trained on: levels as bytes where there are at most 256, floats of the model's scale
 * otherwise. CSV, safetensors and Parquet hold the model's scale.
 *
 * @param data what the samples are like
 * @param samples in the model's scale
 * @param classes of the samples
 * @param seed they were drawn with
 * @param first the index of the first of them among all of the seed
 */
public record WholeSamples(
    DataDescription data, Batch samples, Condition classes, long seed, int first) {

  /** The samples of a seed from the first on. */
  public WholeSamples(DataDescription data, Batch samples, Condition classes, long seed) {
    this(data, samples, classes, seed, 0);
  }

  private static final int BYTE_LEVELS = 256;
  private static final String SAMPLES = "samples";
  private static final String LABELS = "labels";

  /** Writes a file whole or not at all. */
  void write(SampleFormat format, Path file) throws IOException {
    AtomicFile.write(file, channel -> write(format, Channels.newOutputStream(channel)));
  }

  /** Writes the same to a stream, and leaves it open. */
  public void write(SampleFormat format, OutputStream stream) throws IOException {
    OutputStream out = new BufferedOutputStream(stream);
    switch (format) {
      case CSV -> writeTable(out);
      case NPY -> writeArray(out);
      case NPZ -> NpzFile.write(out, arrays());
      case SAFETENSORS -> tensors().write(Channels.newChannel(out));
      case PARQUET -> table().write(out);
    }
    out.flush();
  }

  private Map<String, NpzFile.Content> arrays() {
    Map<String, NpzFile.Content> arrays = new LinkedHashMap<>();
    arrays.put(SAMPLES, this::writeArray);
    if (!data.classes().isEmpty()) {
      arrays.put(LABELS, out -> NpyArray.write(out, labels()));
    }
    return arrays;
  }

  private void writeArray(OutputStream out) throws IOException {
    if (data.levels().filter(levels -> levels.count() <= BYTE_LEVELS).isEmpty()) {
      NpyArray.write(out, shape(), samples.values());
      return;
    }
    Levels levels = data.levels().get();
    byte[][] records = new byte[samples.count()][];
    for (int i = 0; i < records.length; i++) {
      float[] values = samples.example(i);
      records[i] = new byte[values.length];
      for (int k = 0; k < values.length; k++) {
        records[i][k] = (byte) levels.level(values[k]);
      }
    }
    NpyArray.write(out, shape(), records);
  }

  private List<Integer> shape() {
    List<Integer> shape = new ArrayList<>(List.of(samples.count()));
    shape.addAll(data.shape().dimensions());
    return shape;
  }

  private int[] labels() {
    int[] labels = new int[samples.count()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = classes.label(i);
    }
    return labels;
  }

  private Safetensors tensors() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put(
        SAMPLES,
        new Tensor(shape().stream().mapToLong(Integer::longValue).toArray(), samples.values()));
    if (!data.classes().isEmpty()) {
      float[] labels = new float[samples.count()];
      for (int i = 0; i < labels.length; i++) {
        labels[i] = classes.label(i);
      }
      tensors.put(LABELS, new Tensor(new long[] {labels.length}, labels));
    }
    Map<String, String> metadata = new LinkedHashMap<>(Map.of("seed", Long.toString(seed)));
    if (first > 0) {
      metadata.put("first", Integer.toString(first));
    }
    return new Safetensors(tensors, metadata);
  }

  private ParquetTable table() {
    List<ParquetTable.Column> columns = new ArrayList<>();
    int[] indices = new int[samples.count()];
    Arrays.setAll(indices, i -> first + i);
    columns.add(new ParquetTable.Column.OfInts("index", indices));
    if (!data.classes().isEmpty()) {
      columns.add(new ParquetTable.Column.OfInts("label", labels()));
    }
    columns.add(new ParquetTable.Column.OfLists("sample", samples.values()));
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("seed", Long.toString(seed));
    metadata.put("shape", data.shape().dimensions().toString());
    return new ParquetTable(samples.count(), columns, metadata);
  }

  /**
   * The numbers x1, x2 and so on, the class, the seed and the index that the seed's noise was drawn
   * for.
   */
  private void writeTable(OutputStream stream) throws IOException {
    Writer out = new OutputStreamWriter(stream, StandardCharsets.UTF_8);
    List<String> names = new ArrayList<>();
    for (int k = 1; k <= data.shape().size(); k++) {
      names.add("x" + k);
    }
    names.addAll(List.of("class", "seed", "index"));
    out.write(Csv.line(names));
    for (int i = 0; i < samples.count(); i++) {
      out.write(Csv.line(cells(i)));
    }
    out.flush();
  }

  private List<String> cells(int index) {
    List<String> cells = new ArrayList<>();
    for (float value : samples.example(index)) {
      cells.add(Float.toString(value));
    }
    int label = classes.label(index);
    cells.add(label == Condition.NONE ? "" : data.classes().get(label));
    cells.addAll(List.of(Long.toString(seed), Integer.toString(first + index)));
    return cells;
  }
}
