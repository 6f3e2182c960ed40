package org.tweedie.engine.fake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Texts that users read, held by files: {@code -Dtweedie.golden.update=true} writes them anew, and
 * the diff shows what changed.
 */
public final class Golden {

  private static final Path FOLDER = Path.of("src", "test", "resources", "golden");

  private Golden() {}

  /** Compares a text with a file, exactly. */
  public static void check(String name, String text) {
    Path file = FOLDER.resolve(name + ".txt");
    String normal = text.replace("\r\n", "\n").stripTrailing() + "\n";
    try {
      if (Boolean.getBoolean("tweedie.golden.update")) {
        Files.createDirectories(file.getParent());
        Files.writeString(file, normal);
      }
      assertThat(file).as("golden file; write it with -Dtweedie.golden.update=true").exists();
      assertThat(normal).as("text of %s", file).isEqualTo(Files.readString(file));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
