package org.tweedie.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GitCheckoutTest {

  private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

  @TempDir Path folder;

  @Test
  void aBranchIsFollowedToItsCommitFromFoldersBelow() throws IOException {
    write(".git/HEAD", "ref: refs/heads/a/b\n");
    write(".git/refs/heads/a/b", COMMIT + "\n");
    Path below = Files.createDirectories(folder.resolve("x/y"));
    assertThat(GitCheckout.commit(below)).contains(COMMIT);
  }

  @Test
  void aPackedBranchIsFoundByItsWholeName() throws IOException {
    write(".git/HEAD", "ref: refs/heads/main\n");
    write(
        ".git/packed-refs",
        "# pack-refs with: peeled fully-peeled sorted\n%s refs/heads/no/refs/heads/main\n%s refs/heads/main\n^%s\n"
            .formatted("f".repeat(40), COMMIT, "e".repeat(40)));
    assertThat(GitCheckout.commit(folder)).contains(COMMIT);
  }

  @Test
  void aWorktreeHasAHeadOfItsOwnAndTheReferencesOfAll() throws IOException {
    write("main/.git/refs/heads/side", COMMIT);
    write("main/.git/worktrees/side/HEAD", "ref: refs/heads/side\n");
    write("main/.git/worktrees/side/commondir", "../..\n");
    write("side/.git", "gitdir: ../main/.git/worktrees/side\n");
    assertThat(GitCheckout.commit(folder.resolve("side"))).contains(COMMIT);
  }

  @Test
  void aDetachedHeadIsACommit() throws IOException {
    write(".git/HEAD", COMMIT + "\n");
    assertThat(GitCheckout.commit(folder)).contains(COMMIT);
  }

  /** Nobody writes into it, and who reads it waits. */
  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aPipeIsNotWaitedFor() throws IOException, InterruptedException {
    for (String name : new String[] {"a/.git", "b/.git/HEAD"}) {
      Path pipe = folder.resolve(name);
      Files.createDirectories(pipe.getParent());
      assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
      Path checkout = folder.resolve(name.substring(0, 1));
      assertTimeoutPreemptively(
          Duration.ofSeconds(20), () -> assertThat(GitCheckout.commit(checkout)).isEmpty());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "ref: refs/../../secret", "ref: refs/heads/unborn", "ref: \0", "deadbeef"})
  void whatIsNoCheckoutHasNoCommit(String head) throws IOException {
    write("secret", COMMIT);
    write(".git/HEAD", head);
    assertThat(GitCheckout.commit(folder)).isEmpty();
  }

  @Test
  void aFolderThatNamesItselfHasNone() throws IOException {
    write(".git", "gitdir: .git\n");
    assertThat(GitCheckout.commit(folder)).isEmpty();
  }

  private void write(String file, String text) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }
}
