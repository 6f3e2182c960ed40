package org.tweedie.engine.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Optional;
import org.tweedie.api.data.DataException;

/**
 * Records that are unpacked one by one: they end in memory or, where they would take much of it, in
 * a temporary file that is read where it lies. It has no name while it is open and is gone with the
 * process; Windows, which keeps the name of what is mapped, leaves it in the folder for temporary
 * files.
 */
final class GatheredRecords implements AutoCloseable {

  /** Bytes that an array takes beside its values. */
  private static final int OF_ARRAY = 24;

  private static final String TEMPORARY = "java.io.tmpdir";

  private static final double ROOM = 0.95;

  private final String name;
  private final int count;
  private final int size;
  private final byte[][] held;
  private final Optional<FileChannel> file;

  private GatheredRecords(
      String name, int count, int size, byte[][] held, Optional<FileChannel> file) {
    this.name = name;
    this.count = count;
    this.size = size;
    this.held = held;
    this.file = file;
  }

  /**
   * Opens a place for them.
   *
   * @param name of what holds them, in messages
   * @param count how many there will be
   * @param size bytes of each
   * @param mostHeld bytes from which on they go into a file
   * @throws DataException if the disk has no room for them, as does what is called afterwards
   */
  static GatheredRecords of(String name, int count, int size, double mostHeld) {
    if (taken(count, size) <= mostHeld) {
      return new GatheredRecords(name, count, size, new byte[count][], Optional.empty());
    }
    checkRecord(name, size);
    try {
      Path path = Files.createTempFile("tweedie", ".records");
      FileChannel channel =
          FileChannel.open(
              path,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE);
      GatheredRecords gathered =
          new GatheredRecords(name, count, size, new byte[0][], Optional.of(channel));
      try {
        checkRoom(name, count, size, free(path.resolveSibling("")));
      } catch (DataException e) {
        gathered.close();
        throw e;
      }
      return gathered;
    } catch (IOException e) {
      throw unwritten(name, e);
    }
  }

  /** Bytes; as many as there can be where the system does not say, as in some containers. */
  private static long free(Path folder) {
    try {
      return Files.getFileStore(folder).getUsableSpace();
    } catch (IOException unsaid) {
      return Long.MAX_VALUE;
    }
  }

  private static DataException unwritten(String name, IOException why) {
    return new DataException(
        "%s cannot be unpacked into the folder for temporary files, %s: %s. Please see to it, or name another folder (TWEEDIE_OPTS=-Djava.io.tmpdir=DIR)."
            .formatted(name, System.getProperty(TEMPORARY), why),
        why);
  }

  /**
   * Refuses records of which not even a few would go into memory.
   *
   * @param size bytes
   */
  static void checkRecord(String name, int size) {
    if (size > Records.mostHeld()) {
      throw new DataException(
          String.format(
              Locale.ROOT,
              "%s has records of %,d bytes, and Java has memory for %,d. Give it more (TWEEDIE_OPTS=-Xmx...), or take smaller examples.",
              name,
              size,
              Runtime.getRuntime().maxMemory()));
    }
  }

  /** Bytes that so many records take in memory. */
  static double taken(int count, int size) {
    return (double) count * (size + OF_ARRAY);
  }

  /**
   * Refuses what has no room on the disk, of which a twentieth is left to others.
   *
   * @param free bytes
   */
  static void checkRoom(String name, int count, int size, long free) {
    double wanted = (double) count * size;
    if (wanted > ROOM * free) {
      throw new DataException(
          String.format(
              Locale.ROOT,
              "%s announces %,d records of %,d bytes, too many for Java's memory, and the folder for temporary files, %s, has %.1f GB free of the %.1f that they take. Please name another (TWEEDIE_OPTS=-Djava.io.tmpdir=DIR), or give Java more memory (TWEEDIE_OPTS=-Xmx...).",
              name,
              count,
              size,
              System.getProperty(TEMPORARY),
              free * 1e-9,
              wanted * 1e-9));
    }
  }

  /**
   * Keeps one. Threads may call it at once, each for places of its own.
   *
   * @param record taken over
   */
  void put(int index, byte[] record) {
    if (file.isEmpty()) {
      held[index] = record;
      return;
    }
    try {
      ByteBuffer left = ByteBuffer.wrap(record);
      long at = (long) index * size;
      while (left.hasRemaining()) {
        at += file.get().write(left, at);
      }
    } catch (IOException e) {
      throw unwritten(name, e);
    }
  }

  /** All of them, once each is put. */
  Records records() {
    if (file.isEmpty()) {
      return Records.of(held);
    }
    try {
      return MappedRecords.of(file.get(), 0, count, size);
    } catch (IOException e) {
      throw unwritten(name, e);
    }
  }

  /** Gives the file's name back: what is mapped of it stays for as long as it is used. */
  @Override
  public void close() {
    try {
      if (file.isPresent()) {
        file.get().close();
      }
    } catch (IOException e) {
      throw unwritten(name, e);
    }
  }
}
