package org.tweedie.engine.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * An array in NumPy's format (.npy): the magic, a version, a header that is a dictionary of Python,
 * the values (https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html). Immutable,
 * as long as nobody writes to the bytes.
 *
 * @param type of the values
 * @param shape sizes of at least 1
 * @param bytes the values, little-endian and in C's order
 */
public record NpyArray(Type type, List<Integer> shape, byte[] bytes) {

  private static final VarHandle SHORT = view(short[].class);
  private static final VarHandle INT = view(int[].class);
  private static final VarHandle LONG = view(long[].class);
  private static final VarHandle FLOAT = view(float[].class);
  private static final VarHandle DOUBLE = view(double[].class);

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int FRONT = MAGIC.length + 2;
  private static final int ALIGNMENT = 64;
  private static final int LONGEST_HEADER = 1 << 16;
  private static final int CHUNK = 1 << 16;
  private static final Pattern SHAPE = Pattern.compile("'shape':\\s*\\(([0-9, ]*)\\)");
  private static final Pattern TYPE = Pattern.compile("'descr':\\s*'([^']*)'");
  private static final String FORTRAN = "'fortran_order': True";

  /** While a stream is read to an array, its bytes are there twice. */
  private static final int SHARE = 4;

  /** Values that are read, by NumPy's names of them. */
  public enum Type {
    /** True or false, a byte each. */
    BOOL("|b1", 1),
    /** 0 to 255. */
    UINT8("|u1", 1),
    /** 16 bits with a sign. */
    INT16("<i2", 2),
    /** 32 bits with a sign. */
    INT32("<i4", 4),
    /** 64 bits with a sign. */
    INT64("<i8", 8),
    /** Single precision. */
    FLOAT32("<f4", 4),
    /** Double precision. */
    FLOAT64("<f8", 8);

    private final String code;
    private final int width;

    Type(String code, int width) {
      this.code = code;
      this.width = width;
    }

    /** Whether the values are whole numbers. */
    public boolean isWhole() {
      return this != FLOAT32 && this != FLOAT64;
    }

    private static Optional<Type> of(String code) {
      return Arrays.stream(values()).filter(type -> type.code.equals(code)).findFirst();
    }
  }

  private static VarHandle view(Class<?> of) {
    return MethodHandles.byteArrayViewVarHandle(of, ByteOrder.LITTLE_ENDIAN);
  }

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
    byte[] front = in.readNBytes(FRONT);
    if (front.length < FRONT || !Arrays.equals(front, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw new FileFormatException("%s is not a NumPy array.".formatted(name));
    }
    String header = header(in, front[MAGIC.length] == 1 ? Short.BYTES : Integer.BYTES, name);
    Type type = type(header, name);
    List<Integer> shape = shape(header, name);
    byte[] bytes = in.readNBytes(length(type, shape, name));
    if (bytes.length < length(type, shape, name) || in.read() != -1) {
      throw damaged(name);
    }
    return new NpyArray(type, shape, bytes);
  }

  private static String header(InputStream in, int width, String name) throws IOException {
    byte[] length = in.readNBytes(width);
    long size = 0;
    for (int i = length.length - 1; i >= 0; i--) {
      size = size << Byte.SIZE | Byte.toUnsignedLong(length[i]);
    }
    if (length.length < width || size > LONGEST_HEADER) {
      throw damaged(name);
    }
    byte[] header = in.readNBytes((int) size);
    if (header.length < size) {
      throw damaged(name);
    }
    return new String(header, StandardCharsets.UTF_8);
  }

  private static Type type(String header, String name) throws FileFormatException {
    Matcher type = TYPE.matcher(header);
    Optional<Type> known = type.find() ? Type.of(type.group(1)) : Optional.empty();
    if (known.isEmpty() || header.contains(FORTRAN)) {
      throw new FileFormatException(
          "%s has values of another kind than %s, or in Fortran's order. Save it so: numpy.save(file, numpy.ascontiguousarray(array, dtype=numpy.uint8)), or as numpy.float32."
              .formatted(
                  name,
                  Arrays.stream(Type.values())
                      .map(each -> each.name().toLowerCase(Locale.ROOT))
                      .collect(Collectors.joining(", "))));
    }
    return known.get();
  }

  private static List<Integer> shape(String header, String name) throws FileFormatException {
    Matcher shape = SHAPE.matcher(header);
    if (!shape.find()) {
      throw damaged(name);
    }
    try {
      List<Integer> sizes =
          Arrays.stream(shape.group(1).split(","))
              .map(String::strip)
              .filter(text -> !text.isEmpty())
              .map(Integer::valueOf)
              .toList();
      if (sizes.isEmpty() || sizes.contains(0)) {
        throw new FileFormatException(
            "%s holds no records: its shape is (%s).".formatted(name, shape.group(1)));
      }
      return sizes;
    } catch (NumberFormatException tooLarge) {
      throw damaged(name);
    }
  }

  private static int length(Type type, List<Integer> shape, String name)
      throws FileFormatException {
    double bytes = type.width;
    for (int size : shape) {
      bytes *= size;
    }
    double most =
        Math.min(Integer.MAX_VALUE - 8, Runtime.getRuntime().maxMemory() / (double) SHARE);
    if (bytes > most) {
      throw new FileFormatException(
          String.format(
              Locale.ROOT,
              "%s announces %,.0f bytes, and the most that is read is %,.0f. Give Java more memory with its option -Xmx, or take fewer examples.",
              name,
              bytes,
              most));
    }
    return (int) bytes;
  }

  private static FileFormatException damaged(String name) {
    return new FileFormatException("%s is damaged: it is not as long as it says.".formatted(name));
  }

  /** How many numbers a record has: an array of N records has N times as many. */
  public int recordSize() {
    return shape.stream().skip(1).mapToInt(Integer::intValue).reduce(1, Math::multiplyExact);
  }

  /** How many numbers there are. */
  public int size() {
    return bytes.length / type.width;
  }

  /** A number, by its place in C's order. */
  public double value(int index) {
    int at = index * type.width;
    return switch (type) {
      case BOOL -> bytes[at] == 0 ? 0 : 1;
      case UINT8 -> Byte.toUnsignedInt(bytes[at]);
      case INT16 -> (short) SHORT.get(bytes, at);
      case INT32 -> (int) INT.get(bytes, at);
      case INT64 -> (long) LONG.get(bytes, at);
      case FLOAT32 -> (float) FLOAT.get(bytes, at);
      case FLOAT64 -> (double) DOUBLE.get(bytes, at);
    };
  }

  /**
   * Writes bytes as numbers from 0 to 255, and leaves the stream open.
   *
   * @param shape the first size is the number of records
   */
  public static void write(OutputStream out, List<Integer> shape, byte[][] records)
      throws IOException {
    out.write(header(Type.UINT8, shape));
    for (byte[] record : records) {
      out.write(record);
    }
  }

  /** Writes numbers in single precision, and leaves the stream open. */
  public static void write(OutputStream out, List<Integer> shape, float[] values)
      throws IOException {
    out.write(header(Type.FLOAT32, shape));
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int from = 0; from < values.length; from += CHUNK) {
      int count = Math.min(CHUNK, values.length - from);
      chunk.asFloatBuffer().put(values, from, count);
      out.write(chunk.array(), 0, count * Float.BYTES);
    }
  }

  /** Writes whole numbers of 64 bits in one dimension, and leaves the stream open. */
  public static void write(OutputStream out, int[] values) throws IOException {
    out.write(header(Type.INT64, List.of(values.length)));
    ByteBuffer all =
        ByteBuffer.allocate(Math.multiplyExact(values.length, Long.BYTES))
            .order(ByteOrder.LITTLE_ENDIAN);
    IntStream.of(values).forEach(all::putLong);
    out.write(all.array());
  }

  private static byte[] header(Type type, List<Integer> shape) {
    String sizes =
        shape.stream().map(String::valueOf).collect(Collectors.joining(", "))
            + (shape.size() == 1 ? "," : "");
    String text =
        "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }".formatted(type.code, sizes);
    int front = FRONT + Short.BYTES;
    int padding = ALIGNMENT - 1 - (front + text.length()) % ALIGNMENT;
    byte[] header = (text + " ".repeat(padding) + "\n").getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(front + header.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(MAGIC)
        .put((byte) 1)
        .put((byte) 0)
        .putShort((short) header.length)
        .put(header)
        .array();
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
