package org.tweedie.engine.data;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataException;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.Levels;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.engine.file.NpyArray;

/**
 * Samples in arrays of NumPy, as {@code tweedie sample} writes them: whole numbers are the data's
 * levels, floats are in the model's scale; a .npz file has the labels too.
 *
 * @param data what the samples should be like
 */
record SampleArrays(DataDescription data) {

  private static final String ARCHIVE = ".npz";

  /** By how much a float image may leave [-1, 1]. */
  private static final double ROUNDING = 1e-4;

  /** Whether a file's name says that it is such an array. */
  static boolean isNamed(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".npy") || name.endsWith(ARCHIVE);
  }

  /**
   * Reads all samples.
   *
   * @throws DataException if they are not like the data
   */
  SampleReader.Samples read(Path file) {
    boolean archive = file.toString().toLowerCase(Locale.ROOT).endsWith(ARCHIVE);
    List<String> names = archive ? NumpyArrays.names(file) : List.of();
    String where = names.contains("samples") ? file + ":samples" : file.toString();
    NpyArray array = NumpyArrays.read(where);
    int count = array.shape().get(0);
    List<Integer> sizes = array.shape().subList(1, array.shape().size());
    List<Integer> wanted = data.shape().dimensions();
    boolean isGrey =
        sizes.size() == 2 && DataShape.image(sizes.get(0), sizes.get(1), 1).equals(data.shape());
    if (!sizes.equals(wanted) && !isGrey) {
      throw new DataException(
          "%s has the shape %s, and samples of the data are %s: an array of [N%s]."
              .formatted(
                  where,
                  array.shape(),
                  data.shape(),
                  String.join("", wanted.stream().map(size -> ", " + size).toList())));
    }
    Batch samples =
        Batch.of(
            data.shape(), array.type().isWhole() ? levels(array, where) : floats(array, where));
    return new SampleReader.Samples(
        samples,
        names.contains("labels")
            ? labels(NumpyArrays.read(file + ":labels"), count, file)
            : Condition.none(count),
        0);
  }

  private float[] levels(NpyArray array, String where) {
    Optional<Levels> levels = data.levels();
    if (levels.isEmpty()) {
      throw new DataException(
          "%s holds whole numbers, and the data have no levels: samples of them are floats in the model's scale."
              .formatted(where));
    }
    float[] values = new float[array.size()];
    for (int i = 0; i < values.length; i++) {
      double level = array.value(i);
      if (!(level >= 0 && level < levels.get().count())) {
        throw new DataException(
            "Sample %d of %s has the value %.0f, which is not one of the data's %d levels, 0 to %d."
                .formatted(
                    i / data.shape().size(),
                    where,
                    level,
                    levels.get().count(),
                    levels.get().count() - 1));
      }
      values[i] = levels.get().value((int) level);
    }
    return values;
  }

  private float[] floats(NpyArray array, String where) {
    float[] values = new float[array.size()];
    for (int i = 0; i < values.length; i++) {
      double value = array.value(i);
      boolean outside = data.shape().isImage() && Math.abs(value) > 1 + ROUNDING;
      if (!Double.isFinite(value) || outside) {
        throw new DataException(
            "Sample %d of %s has the value %s, and those of samples are numbers%s."
                .formatted(
                    i / data.shape().size(),
                    where,
                    value,
                    outside ? " between -1 and 1, the model's scale of images" : ""));
      }
      values[i] = (float) value;
    }
    return values;
  }

  private Condition labels(NpyArray array, int count, Path file) {
    int[] labels = new int[count];
    if (!array.type().isWhole() || array.size() != count) {
      throw new DataException(
          "The labels of %s are no whole number for each of its %d samples."
              .formatted(file, count));
    }
    for (int i = 0; i < count; i++) {
      double label = array.value(i);
      if (!(label >= Condition.NONE && label < data.classes().size())) {
        throw new DataException(
            "Label %d of %s is %.0f, and the data have %d classes, from 0 on."
                .formatted(i, file, label, data.classes().size()));
      }
      labels[i] = (int) label;
    }
    return Arrays.stream(labels).allMatch(label -> label == Condition.NONE)
        ? Condition.none(count)
        : Condition.labels(labels);
  }
}
