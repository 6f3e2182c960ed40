package org.tweedie.engine.data;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.tweedie.api.data.DataException;
import org.tweedie.api.data.DataShape;
import org.tweedie.engine.file.WholeFile;

/** One picture that a user names. */
public final class PictureFile {

  private static final int WHITE = 0xffffff;

  private PictureFile() {}

  /**
   * Reads a PNG or JPEG file. Colours become grey where the shape has one channel, and what is
   * transparent becomes white.
   *
   * @param file the file
   * @param shape the shape that it must have: height, width and one or three channels
   * @return eight-bit values in the shape's order
   * @throws DataException if it cannot be read or has another size
   */
  public static byte[] read(Path file, DataShape shape) {
    ImageDecoder.Image image = decode(file, shape.dimensions().get(2) == 1);
    if (!image.shape().equals(shape)) {
      throw new DataException(
          "%s has %s pixels, and the model's images have %s. Cut it or scale it to that size."
              .formatted(file, size(image.shape()), size(shape)));
    }
    return image.levels();
  }

  private static ImageDecoder.Image decode(Path file, boolean grey) {
    try {
      return new ImageDecoder(0, grey, WHITE, 256).decode(WholeFile.read(file));
    } catch (NoSuchFileException e) {
      throw new DataException("There is no file %s.".formatted(file), e);
    } catch (IOException | RuntimeException e) {
      throw new DataException(
          "%s cannot be read as an image: %s. It should be a PNG or JPEG file."
              .formatted(file, e.getMessage()),
          e);
    }
  }

  /** Width first, as people name the sizes of pictures. */
  private static String size(DataShape shape) {
    return shape.dimensions().get(1) + "x" + shape.dimensions().get(0);
  }
}
