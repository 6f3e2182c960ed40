package org.tweedie.engine.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Files that are read into memory whole, as far as they may be. */
public final class WholeFile {

  /** The longest array that every JVM makes. */
  private static final long LONGEST = Integer.MAX_VALUE - 8;

  /** What a file may take of Java's memory: others need some too. */
  private static final int SHARE = 8;

  private WholeFile() {}

  /** How many bytes a file may have. */
  public static int most() {
    return (int) Math.min(LONGEST - 1, Runtime.getRuntime().maxMemory() / SHARE);
  }

  /**
   * Reads a file, which may be an entry of a zip file that unpacks to far more than it takes there.
   *
   * @throws FileFormatException if it has more than {@link #most} bytes, of which no more are read
   */
  public static byte[] read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return read(in, most(), file.toString());
    }
  }

  /**
   * Reads a stream to its end.
   *
   * @param most how many bytes it may have
   * @param name in messages
   * @throws FileFormatException if it has more, of which no more are read
   */
  public static byte[] read(InputStream in, int most, String name) throws IOException {
    byte[] bytes = in.readNBytes(most + 1);
    if (bytes.length > most) {
      throw new FileFormatException(
          String.format(
              Locale.ROOT, "%s is larger than %,d bytes, the most that is read", name, most));
    }
    return bytes;
  }
}
