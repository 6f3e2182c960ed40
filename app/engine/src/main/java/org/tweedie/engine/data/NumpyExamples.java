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
   * @throws DataException if it is missing or damaged, or cannot be examples
   */
  static NumpyExamples read(NumpyFiles.Options options, String where, String labels) {
    NpyArray array = NumpyArrays.read(where);
    DataShape shape = shape(array, where);
    int count = array.shape().get(0);
    int[] classes = new int[count];
    Arrays.fill(classes, Condition.NONE);
    if (!labels.isEmpty()) {
      readLabels(labels, where, classes);
    }
    Examples examples =
        array.type().isWhole()
            ? new LevelExamples(
                new Levels(options.levels()),
                Records.of(levels(array, options.levels(), where)),
                classes)
            : new FloatExamples(floats(array, options, shape, where), shape.size(), classes);
    return new NumpyExamples(
        shape, array.type().isWhole(), examples, IntStream.of(classes).max().orElseThrow());
  }

  /** How many examples there are. */
  int size() {
    return examples.size();
  }

  private static DataShape shape(NpyArray array, String where) {
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

  private static byte[][] levels(NpyArray array, int levels, String where) {
    int size = array.recordSize();
    byte[][] records = new byte[array.shape().get(0)][size];
    for (int i = 0; i < records.length; i++) {
      for (int k = 0; k < size; k++) {
        double value = array.value(i * size + k);
        if (!(value >= 0 && value < levels)) {
          throw new DataException(
              "Example %d of %s has the value %.0f, which is not one of the %d levels 0 to %d. Set 'levels' to the number of levels of the array."
                  .formatted(i, where, value, levels, levels - 1));
        }
        records[i][k] = (byte) value;
      }
    }
    return records;
  }

  private static float[] floats(
      NpyArray array, NumpyFiles.Options options, DataShape shape, String where) {
    if (!(options.low() < options.high())) {
      throw new DataException(
          "low is %s and high %s: low must be less.".formatted(options.low(), options.high()));
    }
    double scale = 2 / (options.high() - options.low());
    float[] values = new float[array.size()];
    for (int i = 0; i < values.length; i++) {
      double value = (array.value(i) - options.low()) * scale - 1;
      if (!Double.isFinite(value)) {
        throw new DataException(
            "Example %d of %s has the value %s, which is no number."
                .formatted(i / shape.size(), where, array.value(i)));
      }
      if (shape.isImage() && Math.abs(value) > 1 + ROUNDING) {
        throw new DataException(
            "Example %d of %s has the value %s, and those of images lie between low, %s, and high, %s. Set both to what the array holds."
                .formatted(i / shape.size(), where, array.value(i), options.low(), options.high()));
      }
      values[i] = (float) (shape.isImage() ? Math.max(-1, Math.min(1, value)) : value);
    }
    return values;
  }

  @Override
  public String toString() {
    return (isQuantised ? "whole numbers of " : "floats of ") + shape;
  }

  private record FloatExamples(float[] values, int width, int[] labels) implements Examples {

    @Override
    public int size() {
      return labels.length;
    }

    @Override
    public void read(int index, float[] target, int offset) {
      System.arraycopy(values, index * width, target, offset, width);
    }

    @Override
    public int label(int index) {
      return labels[index];
    }
  }
}
