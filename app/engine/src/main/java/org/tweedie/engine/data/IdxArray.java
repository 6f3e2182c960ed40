package org.tweedie.engine.data;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.tweedie.api.data.DataException;

/**
 * The contents of an IDX file of unsigned bytes, the format of MNIST: a magic number (two zeros,
 * the type 8, the number of dimensions), each dimension as a big-endian integer, the values.
 *
 * @param path the file, for messages
 * @param dimensions the first is the number of records
 * @param records the values of each record: in memory or, where they would take much of it, in a
 *     file
 */
record IdxArray(Path path, int[] dimensions, Records records) {

  private static final int UNSIGNED_BYTE = 0x08;
  private static final int GZIP_MAGIC = 0x1f8b;

  /** Bytes that deflate packs into one, at most: 1,032, and a few of a file's begin. */
  private static final double MOST_PACKED = 1100;

  /**
   * Reads a file, which may be compressed by gzip.
   *
   * @param ranks the numbers of dimensions that make sense
   * @throws DataException if the file is missing, is not of this kind, or is damaged
   */
  static IdxArray read(Path path, List<Integer> ranks) {
    return read(path, ranks, Records.mostHeld());
  }

  /**
   * The same.
   *
   * @param mostHeld bytes from which on records are not held in memory: they stay where they are
   *     or, where the file is compressed, are unpacked into another
   */
  static IdxArray read(Path path, List<Integer> ranks, double mostHeld) {
    if (!Files.isRegularFile(path)) {
      throw new DataException(
          "There is no file %s%s. Give the path of an IDX file, compressed or not."
              .formatted(path, ImageFiles.fromWhere(path)));
    }
    try (DataInputStream in = new DataInputStream(uncompressed(Files.newInputStream(path)))) {
      int[] dimensions = readDimensions(path, in, ranks);
      int size = recordSize(path, dimensions);
      GatheredRecords.checkRecord(path.toString(), size);
      boolean isLarge = GatheredRecords.taken(dimensions[0], size) > mostHeld;
      return isLarge && !isCompressed(path)
          ? mapped(path, dimensions, size)
          : unpacked(path, in, dimensions, size, mostHeld);
    } catch (EOFException e) {
      throw damaged(path, "it ends before its values begin or within its compressed part");
    } catch (IOException e) {
      throw new DataException(
          "%s cannot be read: %s. Fetch it again.".formatted(path, e.getMessage()), e);
    }
  }

  private static IdxArray unpacked(
      Path path, InputStream in, int[] dimensions, int size, double mostHeld) throws IOException {
    if ((double) dimensions[0] * size > MOST_PACKED * Files.size(path)) {
      throw damaged(
          path,
          "it announces %d records of %d bytes, more than so short a file can hold"
              .formatted(dimensions[0], size));
    }
    try (GatheredRecords gathered =
        GatheredRecords.of(path.toString(), dimensions[0], size, mostHeld)) {
      for (int i = 0; i < dimensions[0]; i++) {
        byte[] next = in.readNBytes(size);
        if (next.length < size) {
          throw tooShort(path, dimensions[0], i);
        }
        gathered.put(i, next);
      }
      if (in.read() != -1) {
        throw tooLong(path, dimensions[0]);
      }
      return new IdxArray(path, dimensions, gathered.records());
    }
  }

  private static IdxArray mapped(Path path, int[] dimensions, int size) throws IOException {
    long begin = Integer.BYTES * (1L + dimensions.length);
    long length = Files.size(path) - begin;
    long wanted = (long) dimensions[0] * size;
    if (length < wanted) {
      throw tooShort(path, dimensions[0], length / size);
    }
    if (length > wanted) {
      throw tooLong(path, dimensions[0]);
    }
    return new IdxArray(path, dimensions, MappedRecords.of(path, begin, dimensions[0], size));
  }

  private static DataException tooShort(Path path, int announced, long whole) {
    return damaged(
        path, "it announces %d records but ends within number %d".formatted(announced, whole + 1));
  }

  private static DataException tooLong(Path path, int announced) {
    return damaged(path, "it goes on after the %d records announced".formatted(announced));
  }

  private static InputStream uncompressed(InputStream file) throws IOException {
    BufferedInputStream in = new BufferedInputStream(file, 1 << 16);
    in.mark(2);
    boolean compressed = isCompressed(in);
    in.reset();
    return compressed ? new BufferedInputStream(new GZIPInputStream(in, 1 << 16)) : in;
  }

  private static boolean isCompressed(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      return isCompressed(in);
    }
  }

  private static boolean isCompressed(InputStream begin) throws IOException {
    return (begin.read() << 8 | begin.read()) == GZIP_MAGIC;
  }

  private static int[] readDimensions(Path path, DataInputStream in, List<Integer> ranks)
      throws IOException {
    int magic = in.readInt();
    int rank = magic & 0xff;
    if (magic >>> 8 != UNSIGNED_BYTE || !ranks.contains(rank)) {
      throw new DataException(
          "%s is not an IDX file of bytes with %s dimensions: it begins with 0x%08x instead of %s."
              .formatted(path, join(ranks, "%d"), magic, join(ranks, "0x000008%02x")));
    }
    int[] dimensions = new int[rank];
    for (int i = 0; i < rank; i++) {
      dimensions[i] = in.readInt();
      if (dimensions[i] < 1) {
        throw damaged(path, "dimension %d is %d".formatted(i + 1, dimensions[i]));
      }
    }
    return dimensions;
  }

  private static int recordSize(Path path, int[] dimensions) {
    try {
      return IntStream.of(dimensions).skip(1).reduce(1, Math::multiplyExact);
    } catch (ArithmeticException e) {
      throw damaged(path, "its dimensions are " + Arrays.toString(dimensions));
    }
  }

  private static String join(List<Integer> ranks, String format) {
    return String.join(" or ", ranks.stream().map(format::formatted).toList());
  }

  private static DataException damaged(Path path, String what) {
    return new DataException("%s is damaged: %s. Fetch it again.".formatted(path, what));
  }
}
