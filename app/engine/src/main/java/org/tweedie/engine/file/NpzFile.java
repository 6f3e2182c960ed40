package org.tweedie.engine.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** Arrays by name in NumPy's format .npz: a zip file of .npy files. */
public final class NpzFile {

  private static final String ENDING = ".npy";

  /** Files of the same content are equal, whenever they were written. */
  private static final LocalDateTime ALWAYS = LocalDateTime.of(1980, 1, 1, 0, 0);

  private NpzFile() {}

  /**
   * The names of the arrays in a file.
   *
   * @throws FileFormatException if it is no zip file
   */
  public static List<String> names(Path file) throws IOException {
    try (ZipFile zip = open(file)) {
      return zip.stream()
          .map(ZipEntry::getName)
          .filter(name -> name.endsWith(ENDING))
          .map(name -> name.substring(0, name.length() - ENDING.length()))
          .toList();
    }
  }

  /**
   * Reads one array.
   *
   * @param name one of {@link #names}
   * @throws FileFormatException if there is no such array, or it is damaged
   */
  public static NpyArray read(Path file, String name) throws IOException {
    return read(file, name, in -> NpyArray.read(in, file + ":" + name));
  }

  /** What reads one array. */
  @FunctionalInterface
  public interface Reader<T> {
    /** Reads it, from a stream of a .npy file that it leaves open. */
    T read(InputStream in) throws IOException;
  }

  /**
   * Reads one array.
   *
   * @param name one of {@link #names}
   * @throws FileFormatException if there is no such array
   */
  public static <T> T read(Path file, String name, Reader<T> reader) throws IOException {
    try (ZipFile zip = open(file)) {
      ZipEntry entry = zip.getEntry(name + ENDING);
      if (entry == null) {
        throw new FileFormatException("There is no array '%s' in %s.".formatted(name, file));
      }
      try (InputStream in = zip.getInputStream(entry)) {
        return reader.read(in);
      }
    }
  }

  private static ZipFile open(Path file) throws IOException {
    try {
      return new ZipFile(file.toFile());
    } catch (ZipException | IllegalArgumentException damaged) {
      throw new FileFormatException(
          "%s is no .npz file, or a damaged one: %s.".formatted(file, damaged.getMessage()),
          damaged);
    }
  }

  /** What writes one array. */
  @FunctionalInterface
  public interface Content {
    /** Writes it, and leaves the stream open. */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Writes arrays, and leaves the stream open.
   *
   * @param arrays by name; they are written in the map's order
   */
  public static void write(OutputStream out, Map<String, Content> arrays) throws IOException {
    ZipOutputStream zip = new ZipOutputStream(out);
    for (Map.Entry<String, Content> array : arrays.entrySet()) {
      ZipEntry entry = new ZipEntry(array.getKey() + ENDING);
      entry.setTimeLocal(ALWAYS);
      zip.putNextEntry(entry);
      array.getValue().writeTo(zip);
      zip.closeEntry();
    }
    zip.finish();
  }
}
