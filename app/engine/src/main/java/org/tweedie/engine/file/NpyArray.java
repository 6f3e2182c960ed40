package org.tweedie.engine.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * An array in NumPy's format (.npy), in memory as a whole: a {@link NpyHeader} and the values.
 * Immutable, as long as nobody writes to the bytes.
 *
 * @param type of the values
 * @param shape sizes of at least 1
 * @param bytes the values, little-endian and in C's order
 */
public record NpyArray(NpyHeader.Type type, List<Integer> shape, byte[] bytes) {

  private static final int CHUNK = 1 << 16;

  /** While a stream is read to an array, its bytes are there twice. */
  private static final int SHARE = 4;

  /** Copies the shape. */
  public NpyArray {
    shape = List.copyOf(shape);
  }

  /**
   * Reads a file.
   *
   * @throws FileFormatException if it is damaged, or of another kind
   * @throws IOException if it is missing or cannot be read
   */
  public static NpyArray read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return read(in, file.toString());
    }
  }

  /**
   * Reads a stream to its end.
   *
   * @param name in messages
   * @throws FileFormatException if it is damaged, of another kind, or announces more than memory
   *     holds, of which nothing is read
   */
  public static NpyArray read(InputStream in, String name) throws IOException {
    NpyHeader header = NpyHeader.read(in, name);
    checkLength(header, name);
    int length = (int) header.bytes();
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length || in.read() != -1) {
      throw NpyHeader.damaged(name);
    }
    return new NpyArray(header.type(), header.shape(), bytes);
  }

  private static void checkLength(NpyHeader header, String name) throws FileFormatException {
    double most =
        Math.min(Integer.MAX_VALUE - 8, Runtime.getRuntime().maxMemory() / (double) SHARE);
    if (header.bytes() > most) {
      throw new FileFormatException(
          String.format(
              Locale.ROOT,
              "%s announces %,.0f bytes, and the most that is read is %,.0f. Give Java more memory with its option -Xmx, or take fewer examples.",
              name,
              header.bytes(),
              most));
    }
  }

  /** How many numbers a record has: an array of N records has N times as many. */
  public int recordSize() {
    return shape.stream().skip(1).mapToInt(Integer::intValue).reduce(1, Math::multiplyExact);
  }

  /** How many numbers there are. */
  public int size() {
    return bytes.length / type.width();
  }

  /** A number, by its place in C's order. */
  public double value(int index) {
    return type.value(bytes, index);
  }

  /**
   * Writes bytes as numbers from 0 to 255, and leaves the stream open.
   *
   * @param shape the first size is the number of records
   */
  public static void write(OutputStream out, List<Integer> shape, byte[][] records)
      throws IOException {
    out.write(NpyHeader.written(NpyHeader.Type.UINT8, shape));
    for (byte[] record : records) {
      out.write(record);
    }
  }

  /** Writes numbers in single precision, and leaves the stream open. */
  public static void write(OutputStream out, List<Integer> shape, float[] values)
      throws IOException {
    out.write(NpyHeader.written(NpyHeader.Type.FLOAT32, shape));
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int from = 0; from < values.length; from += CHUNK) {
      int count = Math.min(CHUNK, values.length - from);
      chunk.asFloatBuffer().put(values, from, count);
      out.write(chunk.array(), 0, count * Float.BYTES);
    }
  }

  /** Writes whole numbers of 64 bits in one dimension, and leaves the stream open. */
  public static void write(OutputStream out, int[] values) throws IOException {
    out.write(NpyHeader.written(NpyHeader.Type.INT64, List.of(values.length)));
    ByteBuffer all =
        ByteBuffer.allocate(Math.multiplyExact(values.length, Long.BYTES))
            .order(ByteOrder.LITTLE_ENDIAN);
    IntStream.of(values).forEach(all::putLong);
    out.write(all.array());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NpyArray array
        && type == array.type
        && shape.equals(array.shape)
        && Arrays.equals(bytes, array.bytes);
  }

  @Override
  public int hashCode() {
    return Objects.hash(type, shape, Arrays.hashCode(bytes));
  }

  @Override
  public String toString() {
    return "NpyArray[" + type + ", " + shape + "]";
  }
}
