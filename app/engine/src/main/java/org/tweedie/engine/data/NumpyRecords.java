package org.tweedie.engine.data;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.tweedie.engine.file.FileFormatException;
import org.tweedie.engine.file.NpyHeader;

/**
 * An array of NumPy by its records, which are in memory or, where they would take much of it, in a
 * file.
 *
 * @param header what the array is
 * @param records the values of each record, as bytes
 */
record NumpyRecords(NpyHeader header, Records records) {

  /**
   * Those of a file.
   *
   * @param mostHeld bytes from which on they stay where they are
   * @param check of what the array is, before its values are read
   * @throws FileFormatException if it is damaged, or of another kind
   * @throws org.tweedie.api.data.DataException if a record is larger than memory
   */
  static NumpyRecords of(Path file, double mostHeld, Consumer<NpyHeader> check) throws IOException {
    String name = file.toString();
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      NpyHeader header = NpyHeader.read(in, name);
      check.accept(header);
      int size = size(header, name);
      if (GatheredRecords.taken(header.count(), size) <= mostHeld) {
        return gathered(header, in, name, mostHeld);
      }
      if (Files.size(file) != header.begin() + header.bytes()) {
        throw NpyHeader.damaged(name);
      }
      return new NumpyRecords(header, MappedRecords.of(file, header.begin(), header.count(), size));
    }
  }

  /**
   * Those of a stream, which is read to its end.
   *
   * @param name in messages
   * @param mostHeld bytes from which on they are unpacked into a temporary file
   * @param check of what the array is, before its values are read
   * @throws FileFormatException if it is damaged, or of another kind
   * @throws org.tweedie.api.data.DataException if there is no room for them, or a record is larger
   *     than memory
   */
  static NumpyRecords unpacked(
      InputStream stream, String name, double mostHeld, Consumer<NpyHeader> check)
      throws IOException {
    InputStream in = new BufferedInputStream(stream);
    NpyHeader header = NpyHeader.read(in, name);
    check.accept(header);
    return gathered(header, in, name, mostHeld);
  }

  private static NumpyRecords gathered(
      NpyHeader header, InputStream in, String name, double mostHeld) throws IOException {
    int size = size(header, name);
    try (GatheredRecords gathered = GatheredRecords.of(name, header.count(), size, mostHeld)) {
      for (int i = 0; i < header.count(); i++) {
        byte[] next = in.readNBytes(size);
        if (next.length < size) {
          throw NpyHeader.damaged(name);
        }
        gathered.put(i, next);
      }
      if (in.read() != -1) {
        throw NpyHeader.damaged(name);
      }
      return new NumpyRecords(header, gathered.records());
    }
  }

  private static int size(NpyHeader header, String name) {
    int size = header.recordSize() * header.type().width();
    GatheredRecords.checkRecord(name, size);
    return size;
  }
}
