package org.tweedie.engine.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LockTest {

  @TempDir private Path folder;

  @Test
  void oneHasItAtATime() throws IOException {
    Path file = folder.resolve(".lock");
    try (Lock lock = Lock.take(file).orElseThrow()) {
      assertThat(Lock.take(file)).as("beside " + lock).isEmpty();
    }
    Lock.take(file).orElseThrow().close();
  }

  /** A folder may come from a stranger. */
  @Test
  void aLinkInItsPlaceOverwritesNoOtherFile() throws IOException {
    Path other = Files.writeString(folder.resolve("other"), "mine");
    Path link = Files.createSymbolicLink(folder.resolve(".lock"), other);
    assertThatThrownBy(() -> Lock.take(link))
        .isInstanceOf(FileFormatException.class)
        .hasMessageContaining("is a link to another file");
    assertThatThrownBy(() -> Lock.await(link)).isInstanceOf(FileFormatException.class);
    assertThat(other).hasContent("mine");
  }
}
