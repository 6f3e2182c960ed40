package org.tweedie.engine.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.tweedie.api.data.DataException;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.Levels;
import org.tweedie.api.model.Batch;
import org.tweedie.engine.file.WholeFile;

/** An image file by itself, in a model's scale. */
public final class SingleImage {

  private static final int EIGHT_BITS = 256;
  private static final int BLACK = 0;

  private SingleImage() {}

  /**
   * Reads a PNG or JPEG file at its own size. Black is the lowest level and white the highest; what
   * lies between two levels stays between them, since an image made smaller has such values.
   *
   * @param channels 1 for grey or 3 for colour, whichever the file has
   * @param levels the levels of the model's data; empty where they are continuous
   * @return a batch of one image
   * @throws DataException if it is not a whole PNG or JPEG image
   */
  public static Batch read(Path file, int channels, Optional<Levels> levels) {
    try {
      return read(WholeFile.read(file), channels, levels);
    } catch (IOException | RuntimeException e) {
      // ImageIO meets some damage with unchecked exceptions of many kinds.
      throw new DataException(
          "%s cannot be read as an image: %s. It should be a PNG or JPEG file."
              .formatted(file, e.getMessage()),
          e);
    }
  }

  /**
   * Reads a PNG or JPEG file that is in memory, of a size that is known: it is looked at before
   * anything is unpacked.
   *
   * @param name what to call it in messages
   * @param bytes all of the file
   * @param shape the shape that it must have: height, width and one or three channels
   * @param levels the levels of the model's data; empty where they are continuous
   * @return a batch of one image
   * @throws DataException if it is not a whole PNG or JPEG image, or has another size
   */
  public static Batch read(String name, byte[] bytes, DataShape shape, Optional<Levels> levels) {
    return scaled(shape, PictureFile.read(name, bytes, shape, BLACK), levels);
  }

  private static Batch read(byte[] bytes, int channels, Optional<Levels> levels)
      throws IOException {
    ImageDecoder.Image image = new ImageDecoder(0, channels == 1, BLACK, EIGHT_BITS).decode(bytes);
    return scaled(image.shape(), image.levels(), levels);
  }

  private static Batch scaled(DataShape shape, byte[] grey, Optional<Levels> levels) {
    float[] values = new float[grey.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = value((grey[i] & 0xff) / (EIGHT_BITS - 1.0), levels);
    }
    return Batch.of(shape, values);
  }

  private static float value(double share, Optional<Levels> levels) {
    return levels
        .map(Levels::count)
        .map(count -> (float) (2 * (share * (count - 1) + 0.5) / count - 1))
        .orElse((float) (2 * share - 1));
  }
}
