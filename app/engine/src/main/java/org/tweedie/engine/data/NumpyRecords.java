package org.tweedie.engine.data;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.tweedie.engine.file.FileFormatException;
import org.tweedie.engine.file.NpyHeader;

/**
 * An array of NumPy by its records, which are in memory or, where they would take much of it, in a
 * file.
 *
 * @param type of the values
 * @param shape of the array
 * @param records the values of each, as bytes
 */
record NumpyRecords(NpyHeader.Type type, List<Integer> shape, Records records) {

  /** Copies the shape. */
  NumpyRecords {
    shape = List.copyOf(shape);
  }

  /**
   * Those of a file.
   *
   * @param mostHeld bytes from which on they stay where they are
   * @throws FileFormatException if it is damaged, or of another kind
   */
  static NumpyRecords of(Path file, double mostHeld) throws IOException {
    String name = file.toString();
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      NpyHeader header = NpyHeader.read(in, name);
      if (taken(header) <= mostHeld) {
        return gathered(header, in, name, mostHeld);
      }
      if (Files.size(file) != header.begin() + header.bytes()) {
        throw NpyHeader.damaged(name);
      }
      Records records = MappedRecords.of(file, header.begin(), header.count(), size(header));
      return new NumpyRecords(header.type(), header.shape(), records);
    }
  }

  /**
   * Those of a stream, which is read to its end.
   *
   * @param name in messages
   * @param mostHeld bytes from which on they are unpacked into a temporary file
   * @throws FileFormatException if it is damaged, or of another kind
   */
  static NumpyRecords unpacked(InputStream in, String name, double mostHeld) throws IOException {
    return gathered(NpyHeader.read(in, name), in, name, mostHeld);
  }

  private static NumpyRecords gathered(
      NpyHeader header, InputStream in, String name, double mostHeld) throws IOException {
    try (GatheredRecords gathered =
        GatheredRecords.of(name, header.count(), size(header), mostHeld)) {
      for (int i = 0; i < header.count(); i++) {
        byte[] next = in.readNBytes(size(header));
        if (next.length < size(header)) {
          throw NpyHeader.damaged(name);
        }
        gathered.put(i, next);
      }
      if (in.read() != -1) {
        throw NpyHeader.damaged(name);
      }
      return new NumpyRecords(header.type(), header.shape(), gathered.records());
    }
  }

  private static double taken(NpyHeader header) {
    return GatheredRecords.taken(header.count(), size(header));
  }

  private static int size(NpyHeader header) {
    return header.recordSize() * header.type().width();
  }

  /** How many values a record has. */
  int recordSize() {
    return shape.stream().skip(1).reduce(1, (one, other) -> one * other);
  }
}
