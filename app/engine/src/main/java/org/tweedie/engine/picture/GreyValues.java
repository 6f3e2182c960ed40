package org.tweedie.engine.picture;

import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Optional;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.model.Batch;

/**
 * The eight-bit scale of images beside the model's, for images that are not rounded to the data's
 * levels: black, 0, is the lowest level, white, 255, the highest, and what lies between is
 * straight. {@link ImageGrid} shows levels; this shows means of them as well.
 *
 * @param data what the images are
 */
public record GreyValues(DataDescription data) {

  private static final int WHITE = 255;

  /** How much of the model's scale one of 255 grey values is. */
  public double unit() {
    return 2 * reach() / WHITE;
  }

  /** Where white lies in the model's scale; black is as far on the other side of 0. */
  private double reach() {
    return data.levels().map(levels -> 1 - 1.0 / levels.count()).orElse(1.0);
  }

  /** Eight-bit values in the model's scale. */
  public Batch toModel(byte[] values) {
    float[] result = new float[values.length];
    for (int k = 0; k < values.length; k++) {
      result[k] = (float) (unit() * (values[k] & 0xff) - reach());
    }
    return Batch.of(data.shape(), result);
  }

  /** The model's values rounded to eight bits; what is darker than black is black. */
  public byte[] of(Batch batch) {
    byte[] result = new byte[batch.values().length];
    for (int k = 0; k < result.length; k++) {
      double value = (batch.values()[k] + reach()) / unit();
      result[k] = (byte) Math.round(Math.min(WHITE, Math.max(0, value)));
    }
    return result;
  }

  /** An image at its own size. */
  public BufferedImage picture(Batch batch) {
    return ImageGrid.single(unrounded(), unrounded(batch), 0);
  }

  /** All images of a batch side by side, enlarged so that one can see their pixels. */
  public BufferedImage sideBySide(Batch batch) {
    return new ImageGrid(unrounded(), batch.count(), 0, List.of()).draw(unrounded(batch));
  }

  private DataDescription unrounded() {
    return new DataDescription(data.shape(), Optional.empty(), List.of());
  }

  private Batch unrounded(Batch batch) {
    return batch.times(1 / reach());
  }

  /**
   * The peak signal-to-noise ratio of eight-bit values, {@code 10 log10(255^2 / mean squared
   * difference)}, in decibels; infinite where there is no difference.
   */
  public static double psnr(byte[] clean, byte[] other) {
    double squares = 0;
    for (int k = 0; k < clean.length; k++) {
      double difference = (clean[k] & 0xff) - (other[k] & 0xff);
      squares += difference * difference;
    }
    return 10 * Math.log10(WHITE * WHITE * clean.length / squares);
  }
}
