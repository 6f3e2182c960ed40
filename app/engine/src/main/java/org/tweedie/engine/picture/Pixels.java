package org.tweedie.engine.picture;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.Levels;
import org.tweedie.api.model.Batch;

/**
 * From the model's scale to eight bits. Quantised data are rounded to their nearest level, and the
 * levels are spread over 0 to 255: the lowest is black, the highest white. Continuous data map from
 * [-1, 1].
 */
final class Pixels {

  private Pixels() {}

  static BufferedImage image(DataDescription data, Batch batch, int index) {
    List<Integer> sizes = data.shape().dimensions();
    int height = sizes.get(0);
    int width = sizes.get(1);
    boolean colour = sizes.get(2) == 3;
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    int at = index * data.shape().size();
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int red = eightBits(data.levels(), batch.values()[at++]);
        int green = colour ? eightBits(data.levels(), batch.values()[at++]) : red;
        int blue = colour ? eightBits(data.levels(), batch.values()[at++]) : red;
        image.setRGB(x, y, red << 16 | green << 8 | blue);
      }
    }
    return image;
  }

  /** The same, with one channel where the data have one. */
  static BufferedImage single(DataDescription data, Batch batch, int index) {
    List<Integer> sizes = data.shape().dimensions();
    if (sizes.get(2) != 1) {
      return image(data, batch, index);
    }
    BufferedImage image =
        new BufferedImage(sizes.get(1), sizes.get(0), BufferedImage.TYPE_BYTE_GRAY);
    float[] values = batch.example(index);
    int[] grey = new int[values.length];
    Arrays.setAll(grey, k -> eightBits(data.levels(), values[k]));
    // As they are: to set colours would turn them to linear light.
    image.getRaster().setPixels(0, 0, sizes.get(1), sizes.get(0), grey);
    return image;
  }

  private static int eightBits(Optional<Levels> levels, float value) {
    double share =
        levels.isPresent()
            ? levels.get().level(value) / (levels.get().count() - 1.0)
            : Math.min(1, Math.max(0, (value + 1) / 2));
    return (int) Math.round(255 * share);
  }
}
