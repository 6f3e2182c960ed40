package org.tweedie.engine.file;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What stands before the values of an array in NumPy's format (.npy): the magic, a version, and a
 * dictionary of Python (https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html).
 *
 * @param type of the values, which are little-endian and in C's order
 * @param shape sizes of at least 1; the first is the number of records
 * @param begin where the values begin in the file
 */
public record NpyHeader(Type type, List<Integer> shape, long begin) {

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int FRONT = MAGIC.length + 2;
  private static final int ALIGNMENT = 64;
  private static final int LONGEST = 1 << 16;
  private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;
  private static final Pattern SHAPE = Pattern.compile("'shape':\\s*\\(([0-9, ]*)\\)");
  private static final Pattern TYPE = Pattern.compile("'descr':\\s*'([^']*)'");
  private static final String FORTRAN = "'fortran_order': True";

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

    private static final VarHandle SHORTS = view(short[].class);
    private static final VarHandle INTS = view(int[].class);
    private static final VarHandle LONGS = view(long[].class);
    private static final VarHandle FLOATS = view(float[].class);
    private static final VarHandle DOUBLES = view(double[].class);

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

    /** Bytes of a value. */
    public int width() {
      return width;
    }

    /** A value of little-endian ones, by its place among them. */
    public double value(byte[] values, int index) {
      int at = index * width;
      return switch (this) {
        case BOOL -> values[at] == 0 ? 0 : 1;
        case UINT8 -> Byte.toUnsignedInt(values[at]);
        case INT16 -> (short) SHORTS.get(values, at);
        case INT32 -> (int) INTS.get(values, at);
        case INT64 -> (long) LONGS.get(values, at);
        case FLOAT32 -> (float) FLOATS.get(values, at);
        case FLOAT64 -> (double) DOUBLES.get(values, at);
      };
    }

    private static Optional<Type> of(String code) {
      return Arrays.stream(values()).filter(type -> type.code.equals(code)).findFirst();
    }

    private static VarHandle view(Class<?> of) {
      return MethodHandles.byteArrayViewVarHandle(of, ByteOrder.LITTLE_ENDIAN);
    }
  }

  /** Copies the shape. */
  public NpyHeader {
    shape = List.copyOf(shape);
  }

  /**
   * Reads as far as the values.
   *
   * @param name in messages
   * @throws FileFormatException if this is no array, or of another kind, or its records are larger
   *     than Java's arrays
   */
  public static NpyHeader read(InputStream in, String name) throws IOException {
    byte[] front = in.readNBytes(FRONT);
    if (front.length < FRONT || !Arrays.equals(front, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw new FileFormatException("%s is not a NumPy array.".formatted(name));
    }
    int width = front[MAGIC.length] == 1 ? Short.BYTES : Integer.BYTES;
    byte[] header = header(in, width, name);
    String text = new String(header, StandardCharsets.UTF_8);
    Type type = type(text, name);
    List<Integer> shape = shape(text, name);
    NpyHeader read = new NpyHeader(type, shape, (long) FRONT + width + header.length);
    if (read.bytes() / read.count() > LARGEST_ARRAY) {
      throw new FileFormatException(
          "%s has records of the shape %s, larger than any array of Java's."
              .formatted(name, shape.subList(1, shape.size())));
    }
    return read;
  }

  private static byte[] header(InputStream in, int width, String name) throws IOException {
    byte[] length = in.readNBytes(width);
    long size = 0;
    for (int i = length.length - 1; i >= 0; i--) {
      size = size << Byte.SIZE | Byte.toUnsignedLong(length[i]);
    }
    if (length.length < width || size > LONGEST) {
      throw damaged(name);
    }
    byte[] header = in.readNBytes((int) size);
    if (header.length < size) {
      throw damaged(name);
    }
    return header;
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

  /** How many records there are. */
  public int count() {
    return shape.get(0);
  }

  /** How many values a record has. */
  public int recordSize() {
    return shape.stream().skip(1).reduce(1, (one, other) -> one * other);
  }

  /** Bytes of all values; not exact above 2^53. */
  public double bytes() {
    return shape.stream()
        .mapToDouble(size -> size)
        .reduce(type.width(), (one, other) -> one * other);
  }

  /** What to say of a file that ends too soon or goes on. */
  public static FileFormatException damaged(String name) {
    return new FileFormatException("%s is damaged: it is not as long as it says.".formatted(name));
  }

  static byte[] written(Type type, List<Integer> shape) {
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
}
