package org.tweedie.text.onnx;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A file as it was when it was read.
 *
 * @param option the option that names it
 * @param path where it is
 * @param bytes all of it
 * @param sha256 of its content
 */
record NamedFile(String option, Path path, byte[] bytes, String sha256) {

  /** What an array holds, and ONNX's own limit. */
  private static final long MOST_BYTES = Integer.MAX_VALUE - 8L;

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException in words for the user, if it is not there or cannot be read
   */
  static NamedFile read(String option, String name) {
    Path path = Path.of(name);
    try {
      if (Files.isDirectory(path)) {
        throw refused(option, name, "it is a folder; name the file in it");
      }
      if (Files.size(path) > MOST_BYTES) {
        throw refused(option, name, "it has more than two gigabytes");
      }
      byte[] bytes = Files.readAllBytes(path);
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return new NamedFile(option, path, bytes, HexFormat.of().formatHex(digest));
    } catch (NoSuchFileException missing) {
      throw refused(
          option, name, "there is no such file (paths are relative to the working directory)");
    } catch (IOException unreadable) {
      throw refused(option, name, "it cannot be read: " + unreadable.getMessage());
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError("every Java platform has SHA-256", impossible);
    }
  }

  /** What is wrong with it. */
  IllegalArgumentException refused(String what) {
    return refused(option, path.toString(), what);
  }

  private static IllegalArgumentException refused(String option, String name, String what) {
    return new IllegalArgumentException("The %s '%s': %s.".formatted(option, name, what));
  }
}
