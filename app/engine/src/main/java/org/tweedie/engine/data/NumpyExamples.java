package org.tweedie.engine.data;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.tweedie.api.data.DataException;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.Examples;
import org.tweedie.api.data.Levels;
import org.tweedie.api.model.Condition;
import org.tweedie.engine.file.NpyArray;
import org.tweedie.engine.file.NpyHeader;

/**
 * One array of examples with its labels.
 *
 * @param shape of an example
 * @param isQuantised whether the values are levels
 * @param examples in the model's scale
 * @param maxLabel the largest label; {@link Condition#NONE} where there is none
 */
record NumpyExamples(DataShape shape, boolean isQuantised, Examples examples, int maxLabel) {

  /** Colours. */
  private static final List<Integer> CHANNELS = List.of(1, 3);

  /** The most classes that are believed: more are numbers of something else. */
  private static final int MOST_CLASSES = 100_000;

  /** By how much a float image may leave [-1, 1]. */
  private static final double ROUNDING = 1e-4;

  /**
   * Reads an array.
   *
   * @param labels where its labels are; empty for none
   * @param mostHeld bytes from which on it is not held in memory
   * @throws DataException if it is missing or damaged, or cannot be examples
   */
  static NumpyExamples read(
      NumpyFiles.Options options, String where, String labels, double mostHeld) {
    NumpyRecords array = NumpyArrays.records(where, mostHeld, header -> shape(header, where));
    DataShape shape = shape(array.header(), where);
    int[] classes = new int[array.header().count()];
    Arrays.fill(classes, Condition.NONE);
    if (!labels.isEmpty()) {
      readLabels(labels, where, classes);
    }
    boolean isWhole = array.header().type().isWhole();
    Examples examples =
        isWhole
            ? new LevelExamples(
                new Levels(options.levels()),
                levels(array, options.levels(), where, mostHeld),
                classes)
            : floats(array, options, shape, where, classes);
    return new NumpyExamples(shape, isWhole, examples, IntStream.of(classes).max().orElseThrow());
  }

  /** How many examples there are. */
  int size() {
    return examples.size();
  }

  private static DataShape shape(NpyHeader array, String where) {
    List<Integer> sizes = array.shape().subList(1, array.shape().size());
    return switch (sizes.size()) {
      case 1 -> {
        if (array.type().isWhole()) {
          throw new DataException(
              "%s has whole numbers of shape %s, and points are floats. Images are [N, height, width] or [N, height, width, channels]: array.reshape(-1, height, width)."
                  .formatted(where, array.shape()));
        }
        yield new DataShape(sizes);
      }
      case 2 -> DataShape.image(sizes.get(0), sizes.get(1), 1);
      case 3 -> {
        if (CHANNELS.contains(sizes.get(0)) && !CHANNELS.contains(sizes.get(2))) {
          throw new DataException(
              "%s has the shape %s, with the channels first, and they come last: numpy.moveaxis(array, 1, -1)."
                  .formatted(where, array.shape()));
        }
        yield new DataShape(sizes);
      }
      default ->
          throw new DataException(
              "%s has the shape %s. Examples are points, [N, n], or images, [N, height, width] or [N, height, width, channels]."
                  .formatted(where, array.shape()));
    };
  }

  private static void readLabels(String labels, String where, int[] classes) {
    NpyArray read = NumpyArrays.read(labels);
    if (!read.type().isWhole() || read.size() != read.shape().get(0)) {
      throw new DataException(
          "%s has no whole number for each example: its shape is %s, of %s."
              .formatted(labels, read.shape(), read.type().isWhole() ? "whole numbers" : "floats"));
    }
    if (read.size() != classes.length) {
      throw new DataException(
          "%s has %d labels for the %d examples of %s. Give arrays that belong together."
              .formatted(labels, read.size(), classes.length, where));
    }
    for (int i = 0; i < classes.length; i++) {
      double label = read.value(i);
      if (!(label >= 0 && label < MOST_CLASSES)) {
        throw new DataException(
            "Label %d of %s is %.0f, and labels begin with 0 and are below %d."
                .formatted(i, labels, label, MOST_CLASSES));
      }
      classes[i] = (int) label;
    }
  }

  private static Records levels(NumpyRecords array, int levels, String where, double mostHeld) {
    NpyHeader.Type type = array.header().type();
    int size = array.header().recordSize();
    int count = array.records().count();
    for (int i = 0; i < count; i++) {
      byte[] record = array.records().of(i);
      for (int k = 0; k < size; k++) {
        double value = type.value(record, k);
        if (!(value >= 0 && value < levels)) {
          throw new DataException(
              "Example %d of %s has the value %.0f, which is not one of the %d levels 0 to %d. Set 'levels' to the number of levels of the array."
                  .formatted(i, where, value, levels, levels - 1));
        }
      }
    }
    if (type == NpyHeader.Type.UINT8) {
      return array.records();
    }
    return Records.kept(count, size, mostHeld, i -> narrowed(type, array.records().of(i), size));
  }

  private static byte[] narrowed(NpyHeader.Type type, byte[] record, int size) {
    byte[] levels = new byte[size];
    for (int k = 0; k < size; k++) {
      levels[k] = (byte) type.value(record, k);
    }
    return levels;
  }

  private static Examples floats(
      NumpyRecords array,
      NumpyFiles.Options options,
      DataShape shape,
      String where,
      int... classes) {
    if (!(options.low() < options.high())) {
      throw new DataException(
          "low is %s and high %s: low must be less.".formatted(options.low(), options.high()));
    }
    FloatExamples examples =
        new FloatExamples(
            array.records(),
            array.header().type(),
            shape,
            options.low(),
            2 / (options.high() - options.low()),
            classes);
    int size = shape.size();
    for (int i = 0; i < classes.length; i++) {
      byte[] record = array.records().of(i);
      for (int k = 0; k < size; k++) {
        double value = examples.scaled(record, k);
        if (!Double.isFinite(value)) {
          throw new DataException(
              "Example %d of %s has the value %s, which is no number."
                  .formatted(i, where, examples.type().value(record, k)));
        }
        if (shape.isImage() && Math.abs(value) > 1 + ROUNDING) {
          throw new DataException(
              "Example %d of %s has the value %s, and those of images lie between low, %s, and high, %s. Set both to what the array holds."
                  .formatted(
                      i, where, examples.type().value(record, k), options.low(), options.high()));
        }
      }
    }
    return examples;
  }

  @Override
  public String toString() {
    return (isQuantised ? "whole numbers of " : "floats of ") + shape;
  }

  /**
   * Floats that are brought to the model's scale as they are read.
   *
   * @param low what becomes -1
   * @param scale by which they are multiplied
   */
  private record FloatExamples(
      Records records, NpyHeader.Type type, DataShape shape, double low, double scale, int[] labels)
      implements Examples {

    double scaled(byte[] record, int k) {
      return (type.value(record, k) - low) * scale - 1;
    }

    @Override
    public int size() {
      return labels.length;
    }

    @Override
    public void read(int index, float[] target, int offset) {
      byte[] record = records.of(index);
      int size = shape.size();
      boolean isImage = shape.isImage();
      for (int k = 0; k < size; k++) {
        double value = scaled(record, k);
        target[offset + k] = (float) (isImage ? Math.max(-1, Math.min(1, value)) : value);
      }
    }

    @Override
    public int label(int index) {
      return labels[index];
    }
  }
}
