package org.tweedie.engine.data;

import java.awt.Dimension;
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
    try {
      return read(file.toString(), WholeFile.read(file), shape);
    } catch (NoSuchFileException e) {
      throw new DataException("There is no file %s.".formatted(file), e);
    } catch (IOException e) {
      throw unreadable(file.toString(), e);
    }
  }

  /**
   * Reads a PNG or JPEG file that is in memory.
   *
   * @param name what to call it in messages
   * @param bytes all of the file
   * @param shape the shape that it must have: height, width and one or three channels
   * @return eight-bit values in the shape's order
   * @throws DataException if it is no such file or has another size
   */
  public static byte[] read(String name, byte[] bytes, DataShape shape) {
    return read(name, bytes, shape, WHITE);
  }

  /**
   * The same on another background.
   *
   * @param background what is transparent becomes it: 0xrrggbb
   */
  static byte[] read(String name, byte[] bytes, DataShape shape, int background) {
    try {
      Dimension size = ImageDecoder.size(bytes);
      if ((long) size.width * size.height != pixels(shape)) {
        // A file of a few bytes may stand for a picture of millions, which nobody is to unpack.
        throw otherSize(name, size.width + "x" + size.height, shape);
      }
      ImageDecoder.Image image =
          new ImageDecoder(0, shape.dimensions().get(2) == 1, background, 256).decode(bytes);
      if (!image.shape().equals(shape)) {
        throw otherSize(name, size(image.shape()), shape);
      }
      return image.levels();
    } catch (DataException refused) {
      throw refused;
    } catch (IOException | RuntimeException e) {
      // ImageIO meets some damage with unchecked exceptions of many kinds.
      throw unreadable(name, e);
    }
  }

  private static long pixels(DataShape shape) {
    return (long) shape.dimensions().get(0) * shape.dimensions().get(1);
  }

  private static DataException otherSize(String name, String size, DataShape shape) {
    return new DataException(
        "%s has %s pixels, and the model's images have %s. Cut it or scale it to that size."
            .formatted(name, size, size(shape)));
  }

  private static DataException unreadable(String name, Exception e) {
    return new DataException(
        "%s cannot be read as an image: %s. It should be a PNG or JPEG file."
            .formatted(name, e.getMessage()),
        e);
  }

  /** Width first, as people name the sizes of pictures. */
  private static String size(DataShape shape) {
    return shape.dimensions().get(1) + "x" + shape.dimensions().get(0);
  }
}
