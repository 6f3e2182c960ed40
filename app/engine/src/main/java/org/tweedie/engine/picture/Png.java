package org.tweedie.engine.picture;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.tweedie.engine.file.AtomicFile;

/** Pictures as PNG files. */
public final class Png {

  private Png() {}

  /** The bytes of a PNG file. */
  public static byte[] bytes(BufferedImage image) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      if (!ImageIO.write(image, "png", out)) {
        throw new AssertionError("every Java platform writes PNG");
      }
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory does not fail", e);
    }
    return bytes.toByteArray();
  }

  /**
   * Writes a file whole or not at all.
   *
   * @throws IOException if it cannot be written
   */
  public static void write(Path path, BufferedImage image) throws IOException {
    AtomicFile.write(path, bytes(image));
  }
}
