package org.tweedie.engine.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Files that appear under their name whole or not at all: they are written beside it, forced to the
 * disk and renamed. Whoever looks meanwhile, and whoever starts after a crash, sees the old file or
 * the new one. What a killed process left goes when another one writes into the folder.
 */
public final class AtomicFile {

  private static final Pattern TEMPORARY =
      Pattern.compile("\\..+\\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  /** Between the file's creation and its lock there is never as much. */
  private static final Duration WRITING = Duration.ofMinutes(1);

  /** The folders that were looked through before this process wrote its first file there. */
  private static final Set<Path> CLEARED = ConcurrentHashMap.newKeySet();

  /** What this process is writing, or looking at. */
  private static final Set<Path> WRITTEN = ConcurrentHashMap.newKeySet();

  private AtomicFile() {}

  /** What a file is to contain. */
  @FunctionalInterface
  public interface Content {
    /** Writes all of it from the channel's position on. */
    void writeTo(FileChannel channel) throws IOException;
  }

  /**
   * Writes a file in place of the one that may be there.
   *
   * @param target the file, in a folder that exists
   * @param content what writes it; if it throws, nothing is left behind and the old file stays
   * @throws IOException if it cannot be written or renamed
   */
  public static void write(Path target, Content content) throws IOException {
    write(target, content, any -> {});
  }

  private static void write(Path target, Content content, Check check) throws IOException {
    Path file = target.toAbsolutePath();
    Path folder = Objects.requireNonNull(file.getParent());
    if (CLEARED.add(folder)) {
      try {
        clearUp(folder);
      } catch (IOException | DirectoryIteratorException unlisted) {
        // It can be written to all the same.
      }
    }
    Path temporary = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID());
    WRITTEN.add(temporary);
    try {
      try (FileChannel channel =
          FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        lock(channel);
        content.writeTo(channel);
        channel.force(true);
        check.of(temporary);
      }
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
      WRITTEN.remove(temporary);
    }
    force(folder);
  }

  /**
   * Says to other processes that the file is being written or looked at, for as long as the channel
   * is open. The place lies behind all content, since Windows keeps others from what is locked.
   *
   * @return whether nobody else says so
   */
  private static boolean lock(FileChannel channel) {
    try {
      return channel.tryLock(Long.MAX_VALUE - 1, 1, false) != null;
    } catch (OverlappingFileLockException ofThisProcess) {
      return false;
    } catch (IOException unsupported) {
      // Of some network file systems: then the file's age alone tells.
      return true;
    }
  }

  /** Looks at a file before it gets its name. */
  @FunctionalInterface
  public interface Check {
    /**
     * Throws if it is not to be.
     *
     * @param temporary the whole file, under another name
     */
    void of(Path temporary) throws IOException;
  }

  /**
   * Writes bytes in place of the file that may be there, if they pass a check.
   *
   * @param check if it throws, nothing is left behind and the old file stays
   */
  public static void write(Path target, byte[] content, Check check) throws IOException {
    write(target, channel -> writeAll(channel, ByteBuffer.wrap(content)), check);
  }

  /**
   * Takes away what killed processes left of files in a folder; not what one may be writing now.
   *
   * @param folder whose own files are looked at; nothing is done where it is not there
   */
  public static void clearUp(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    Instant recent = Instant.now().minus(WRITING);
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(
            folder, file -> TEMPORARY.matcher(file.getFileName().toString()).matches())) {
      for (Path file : files) {
        try {
          if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
              && Files.getLastModifiedTime(file).toInstant().isBefore(recent)
              && isLeft(file)) {
            Files.deleteIfExists(file);
          }
        } catch (NoSuchFileException gone) {
          // Another process clears up too.
        }
      }
    }
  }

  private static boolean isLeft(Path file) throws IOException {
    if (WRITTEN.contains(file.toAbsolutePath())) {
      // To open and close it would unlock it.
      return false;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      return lock(channel);
    } catch (AccessDeniedException ofAnotherUser) {
      return false;
    }
  }

  /** Writes bytes in place of the file that may be there. */
  public static void write(Path target, byte[] content) throws IOException {
    write(target, channel -> writeAll(channel, ByteBuffer.wrap(content)));
  }

  /** Writes a text in UTF-8 in place of the file that may be there. */
  public static void write(Path target, String content) throws IOException {
    write(target, content.getBytes(StandardCharsets.UTF_8));
  }

  /** Writes what remains in a buffer, however many calls the channel needs for it. */
  static void writeAll(WritableByteChannel channel, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  /** The renaming itself lasts once the folder is on the disk; Windows cannot open folders. */
  private static void force(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // The file is whole in either case; a crash right now may merely bring the old one back.
    }
  }
}
