package org.tweedie.engine.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.tweedie.api.data.DataException;
import org.tweedie.engine.file.WholeFile;

/**
 * An array of unsigned bytes in NumPy's format: the magic, a version, a header that is a dictionary
 * of Python, the values in C's order.
 *
 * @param dimensions the first is the number of records
 * @param records the values of each record
 */
record NpyArray(int[] dimensions, byte[][] records) {

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int FRONT = MAGIC.length + 2;
  private static final int ALIGNMENT = 64;
  private static final Pattern SHAPE = Pattern.compile("'shape':\\s*\\(([0-9, ]*)\\)");

  /**
   * Reads a file.
   *
   * @throws DataException if it is missing or damaged, or of another kind
   */
  static NpyArray read(Path path) {
    try {
      return of(path, WholeFile.read(path));
    } catch (IOException e) {
      throw new DataException("%s cannot be read: %s.".formatted(path, e.getMessage()), e);
    }
  }

  private static NpyArray of(Path path, byte[] bytes) {
    if (bytes.length < FRONT + Integer.BYTES
        || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw new DataException("%s is not a NumPy array.".formatted(path));
    }
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    boolean isFirst = bytes[MAGIC.length] == 1;
    in.position(FRONT);
    long length =
        isFirst ? Short.toUnsignedInt(in.getShort()) : Integer.toUnsignedLong(in.getInt());
    if (length > in.remaining()) {
      throw damaged(path);
    }
    String header = new String(bytes, in.position(), (int) length, StandardCharsets.UTF_8);
    in.position(in.position() + (int) length);
    Matcher shape = SHAPE.matcher(header);
    if (!shape.find()) {
      throw damaged(path);
    }
    if (!header.contains("u1'") || header.contains("'fortran_order': True")) {
      throw new DataException(
          "%s has values of another kind than unsigned bytes, or in Fortran's order. Save it so: numpy.save(file, numpy.ascontiguousarray(array, dtype=numpy.uint8))."
              .formatted(path));
    }
    try {
      int[] dimensions =
          Arrays.stream(shape.group(1).split(","))
              .map(String::strip)
              .filter(text -> !text.isEmpty())
              .mapToInt(Integer::parseInt)
              .toArray();
      int size = IntStream.of(dimensions).skip(1).reduce(1, Math::multiplyExact);
      if (dimensions.length < 1 || size == 0 || (long) dimensions[0] * size != in.remaining()) {
        throw damaged(path);
      }
      byte[][] records = new byte[dimensions[0]][size];
      for (byte[] record : records) {
        in.get(record);
      }
      return new NpyArray(dimensions, records);
    } catch (ArithmeticException | NumberFormatException e) {
      throw damaged(path);
    }
  }

  private static DataException damaged(Path path) {
    return new DataException("%s is damaged: it is not as long as it says.".formatted(path));
  }

  /** The bytes of a file. */
  static byte[] bytes(List<Integer> dimensions, byte[][] records) {
    String shape =
        dimensions.stream().map(String::valueOf).collect(Collectors.joining(", "))
            + (dimensions.size() == 1 ? "," : "");
    String text = "{'descr': '|u1', 'fortran_order': False, 'shape': (%s), }".formatted(shape);
    int front = FRONT + Short.BYTES;
    int padding = ALIGNMENT - 1 - (front + text.length()) % ALIGNMENT;
    byte[] header = (text + " ".repeat(padding) + "\n").getBytes(StandardCharsets.US_ASCII);
    int size = Arrays.stream(records).mapToInt(record -> record.length).sum();
    ByteBuffer out =
        ByteBuffer.allocate(front + header.length + size).order(ByteOrder.LITTLE_ENDIAN);
    out.put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) header.length).put(header);
    for (byte[] record : records) {
      out.put(record);
    }
    return out.array();
  }
}
