package org.tweedie.engine.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Says that one process works on a folder. While it is held, the file must not be opened by the
 * same process again: POSIX gives up all locks of a process on a file when it closes any of its
 * handles. The operating system gives the lock back when the process ends, however it ends.
 */
public final class Lock implements AutoCloseable {

  /** Beyond the text, so that others can read it where locks hold readers back. */
  private static final long POSITION = Long.MAX_VALUE - 1;

  private static final String PID = Long.toString(ProcessHandle.current().pid());

  private final FileChannel channel;

  private Lock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the lock, or leaves it to who has it.
   *
   * @param file the lock's file; it is made where there is none, and stays
   * @return the lock; empty where another has it
   */
  public static Optional<Lock> take(Path file) throws IOException {
    FileChannel channel = open(file);
    try {
      FileLock lock = channel.tryLock(POSITION, 1, false);
      if (lock != null) {
        if (Files.exists(file)) {
          return Optional.of(held(channel));
        }
        // Its last holder took the file away meanwhile.
        channel.close();
        return take(file);
      }
    } catch (OverlappingFileLockException ours) {
      // Another thread of this process has it.
      channel.close();
      return Optional.empty();
    } catch (IOException failed) {
      channel.close();
      throw failed;
    }
    channel.close();
    return Optional.empty();
  }

  /** Takes the lock as soon as no other process has it. */
  public static Lock await(Path file) throws IOException {
    FileChannel channel = open(file);
    try {
      channel.lock(POSITION, 1, false);
      return held(channel);
    } catch (IOException | RuntimeException failed) {
      channel.close();
      throw failed;
    }
  }

  /** A lock's file is overwritten; a link in its place would have another file overwritten. */
  private static FileChannel open(Path file) throws IOException {
    if (Files.isSymbolicLink(file)) {
      throw new FileFormatException(
          "%s is a link to another file, which would be overwritten. Please take it away."
              .formatted(file));
    }
    return FileChannel.open(
        file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
  }

  private static Lock held(FileChannel channel) throws IOException {
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(PID.getBytes(StandardCharsets.US_ASCII)), 0);
    return new Lock(channel);
  }

  /** The number of the process that has the lock, as far as it can be known. */
  public static String holder(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException unreadable) {
      return "unknown";
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
