package org.tweedie.engine.data;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Records of a file that are read where they lie, by pages that the system keeps as it has memory
 * for them. The file is not to be changed meanwhile.
 */
final class MappedRecords implements Records {

  private final List<MappedByteBuffer> parts = new ArrayList<>();
  private final int count;
  private final int size;
  private final int ofPart;

  /**
   * Opens them.
   *
   * @param channel of the file; it may be closed afterwards
   * @param begin where the first begins in the file
   * @param count how many there are, of which the file is known to be long enough
   * @param size bytes of each, at least 1
   * @param ofPart how many are mapped together
   */
  MappedRecords(FileChannel channel, long begin, int count, int size, int ofPart)
      throws IOException {
    this.count = count;
    this.size = size;
    this.ofPart = ofPart;
    for (long from = 0; from < count; from += ofPart) {
      long length = Math.min(ofPart, count - from) * size;
      parts.add(channel.map(MapMode.READ_ONLY, begin + from * size, length));
    }
  }

  /**
   * Those of a file of any length: no more are mapped together than Java can count the bytes of.
   */
  static Records of(FileChannel channel, long begin, int count, int size) throws IOException {
    return new MappedRecords(channel, begin, count, size, Integer.MAX_VALUE / size);
  }

  /** The same, of a file that is not open. */
  static Records of(Path file, long begin, int count, int size) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return of(channel, begin, count, size);
    }
  }

  @Override
  public int count() {
    return count;
  }

  @Override
  public byte[] of(int index) {
    byte[] record = new byte[size];
    parts.get(index / ofPart).get(index % ofPart * size, record);
    return record;
  }
}
