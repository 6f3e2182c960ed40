package org.tweedie.engine.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {

  @TempDir Path folder;

  @Test
  void replacesTheOldFile() throws IOException {
    Path file = folder.resolve("a.txt");
    AtomicFile.write(file, "old");
    AtomicFile.write(file, "neu: ä");
    assertThat(file).hasContent("neu: ä");
    assertThat(folder).isDirectoryContaining(file::equals);
    assertThat(folder.toFile().list()).containsExactly("a.txt");
  }

  /** Wherever a file is written, not in the folders of runs alone. */
  @Test
  void whatAKilledProcessLeftGoesWithTheFirstFileThatIsWrittenBesideIt() throws IOException {
    Path old = Files.writeString(folder.resolve(".00001.png." + UUID.randomUUID()), "half");
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minusSeconds(3600)));
    Path now = Files.writeString(folder.resolve(".00002.png." + UUID.randomUUID()), "half");
    Path odd = Files.createDirectories(folder.resolve(".d." + UUID.randomUUID()).resolve("e"));
    Files.setLastModifiedTime(odd.getParent(), FileTime.from(Instant.now().minusSeconds(3600)));
    AtomicFile.write(folder.resolve("a.txt"), "whole");
    assertThat(old).doesNotExist();
    assertThat(now).exists();
    assertThat(odd).exists();
  }

  /** A check may take hours, in which others write into the folder. */
  @Test
  void whatIsBeingLookedAtIsNotClearedUp() throws IOException {
    Path file = folder.resolve("a.txt");
    AtomicFile.write(
        file,
        new byte[] {'n', 'e', 'w'},
        temporary -> {
          Files.setLastModifiedTime(temporary, FileTime.from(Instant.now().minusSeconds(3600)));
          AtomicFile.clearUp(folder);
          assertThat(temporary).hasContent("new");
        });
    assertThat(file).hasContent("new");
  }

  @Test
  void keepsTheOldFileAndLeavesNothingBehindWhenWritingFails() throws IOException {
    Path file = folder.resolve("a.txt");
    AtomicFile.write(file, "old");
    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    file,
                    channel -> {
                      channel.write(ByteBuffer.wrap("half".getBytes()));
                      throw new IOException("disk full");
                    }))
        .isInstanceOf(IOException.class)
        .hasMessage("disk full");
    assertThat(file).hasContent("old");
    assertThat(folder.toFile().list()).containsExactly("a.txt");
  }

  @Test
  void keepsTheOldFileAndLeavesNothingBehindWhenTheNewOneFailsItsCheck() throws IOException {
    Path file = folder.resolve("a.txt");
    AtomicFile.write(file, "old");
    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    file,
                    new byte[] {'n', 'e', 'w'},
                    temporary -> {
                      assertThat(temporary).hasContent("new");
                      throw new IOException("not as it should be");
                    }))
        .isInstanceOf(IOException.class)
        .hasMessage("not as it should be");
    assertThat(file).hasContent("old");
    assertThat(folder.toFile().list()).containsExactly("a.txt");
    AtomicFile.write(file, new byte[] {'n', 'e', 'w'}, temporary -> {});
    assertThat(file).hasContent("new");
    assertThat(folder.toFile().list()).containsExactly("a.txt");
  }

  @Test
  void showsNothingUnderTheNameWhileItIsWritten() throws IOException {
    Path file = folder.resolve("a.txt");
    AtomicFile.write(
        file,
        channel -> {
          channel.write(ByteBuffer.wrap("half".getBytes()));
          assertThat(file).doesNotExist();
          channel.write(ByteBuffer.wrap(" and half".getBytes()));
        });
    assertThat(file).hasContent("half and half");
  }

  @Test
  void needsTheFolder() {
    assertThatThrownBy(() -> AtomicFile.write(folder.resolve("none/a.txt"), "text"))
        .isInstanceOf(NoSuchFileException.class);
    assertThat(Files.exists(folder.resolve("none"))).isFalse();
  }
}
