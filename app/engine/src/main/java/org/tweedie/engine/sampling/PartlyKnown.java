package org.tweedie.engine.sampling;

import java.nio.file.Path;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataException;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.ImageCondition;
import org.tweedie.api.model.Batch;
import org.tweedie.engine.data.SingleImage;

/**
 * What is known of the image that samples are to agree with.
 *
 * @param shown images of the model's size to show beside the samples
 * @param distances how far samples are from what is known, as a root mean square
 */
public record PartlyKnown(Batch shown, ToDoubleFunction<Batch> distances) {

  /** How far samples are from what is known, as a root mean square on a scale from -1 to 1. */
  public double distance(Batch samples) {
    return distances.applyAsDouble(samples);
  }

  /**
   * An image and a mask of its size, white where the image is known.
   *
   * @throws org.tweedie.api.data.DataException if one cannot be read
   */
  public static PartlyKnown masked(Path image, Path mask, DataDescription data) {
    int channels = data.shape().dimensions().get(2);
    float[] values = SingleImage.read(image, channels, data.levels()).values();
    float[] marks = SingleImage.read(mask, 1, data.levels()).values();
    if (IntStream.range(0, marks.length).noneMatch(i -> marks[i] > 0)) {
      throw new DataException(
          "The mask %s is black all over, so that nothing of the image is known. White is what is known."
              .formatted(mask));
    }
    float[] visible = new float[values.length];
    for (int k = 0; k < values.length; k++) {
      visible[k] = marks[k / channels] > 0 ? values[k] : 0;
    }
    Batch shown = Batch.of(data.shape(), values).followedBy(Batch.of(data.shape(), visible));
    return new PartlyKnown(
        shown,
        samples -> {
          double sum = 0;
          int count = 0;
          for (int k = 0; k < samples.values().length; k++) {
            int at = k % values.length;
            if (marks[at / channels] > 0) {
              sum += Math.pow(samples.values()[k] - values[at], 2);
              count++;
            }
          }
          return Math.sqrt(sum / count);
        });
  }

  /**
   * What a model is told that was trained to paint what a mask hides.
   *
   * @param wanted the shape of the images that it goes by
   * @throws org.tweedie.api.data.DataException if one cannot be read, or is of another size
   */
  public static Batch told(Path image, Path mask, DataDescription data, DataShape wanted) {
    int channels = data.shape().dimensions().get(2);
    Batch whole = SingleImage.read(image, channels, data.levels());
    Batch marks = SingleImage.read(mask, 1, data.levels());
    checkSize(image, whole, data.shape());
    checkSize(
        mask,
        marks,
        DataShape.image(data.shape().dimensions().get(0), data.shape().dimensions().get(1), 1));
    boolean[] shown = new boolean[marks.values().length];
    for (int i = 0; i < shown.length; i++) {
      shown[i] = marks.values()[i] > 0;
    }
    return Batch.of(wanted, ImageCondition.masked(whole.values(), data.shape(), shown));
  }

  /**
   * What a model is told that was trained to make smaller images large.
   *
   * @param wanted the shape of the images that it goes by
   * @throws org.tweedie.api.data.DataException if it cannot be read, or is of another size
   */
  public static Batch told(Path image, DataDescription data, DataShape wanted) {
    Batch small = SingleImage.read(image, wanted.dimensions().get(2), data.levels());
    checkSize(image, small, wanted);
    return small;
  }

  private static void checkSize(Path file, Batch image, DataShape wanted) {
    if (!image.shape().equals(wanted)) {
      throw new DataException(
          "%s has %s, and the model goes by images of %s (height, width, channels)."
              .formatted(file, image.shape(), wanted));
    }
  }

  /**
   * A smaller image, whose pixels are the means of blocks of pixels.
   *
   * @throws org.tweedie.api.data.DataException if it cannot be read
   */
  public static PartlyKnown smaller(Path image, DataDescription data) {
    List<Integer> sizes = data.shape().dimensions();
    int width = sizes.get(1);
    int channels = sizes.get(2);
    Batch small = SingleImage.read(image, channels, data.levels());
    int factor = sizes.get(0) / small.shape().dimensions().get(0);
    int size = data.shape().size();
    int[] block = new int[size];
    float[] enlarged = new float[size];
    for (int k = 0; k < size; k++) {
      int row = k / channels / width / factor;
      int column = k / channels % width / factor;
      block[k] = (row * (width / factor) + column) * channels + k % channels;
      enlarged[k] = small.values()[block[k]];
    }
    return new PartlyKnown(
        Batch.of(data.shape(), enlarged),
        samples -> {
          double sum = 0;
          for (int i = 0; i < samples.count(); i++) {
            double[] means = new double[small.values().length];
            for (int k = 0; k < size; k++) {
              means[block[k]] += samples.values()[i * size + k] / (double) (factor * factor);
            }
            for (int m = 0; m < means.length; m++) {
              sum += Math.pow(means[m] - small.values()[m], 2);
            }
          }
          return Math.sqrt(sum / (samples.count() * (double) small.values().length));
        });
  }
}
