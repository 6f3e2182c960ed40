package org.tweedie.engine.run;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which commit a folder has checked out, read from git's files. git itself is not asked: it runs
 * commands that the folder's own configuration names, and the folder may come from a stranger.
 * Whether files were changed since is therefore not known.
 */
final class GitCheckout {

  /** No file that is read here is longer, but for the list of packed references. */
  private static final int LONGEST = 4096;

  private static final int LONGEST_LIST = 1 << 24;

  /** A hash in SHA-1 or SHA-256. */
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");

  private static final Pattern REFERENCE = Pattern.compile("ref: (refs/[^\\s\\\\]+)");
  private static final Pattern ELSEWHERE = Pattern.compile("gitdir: (\\S.*)");

  private GitCheckout() {}

  /** The commit of a folder or of the nearest one above it that is a checkout; empty where none. */
  static Optional<String> commit(Path folder) {
    for (Path at = folder.toAbsolutePath().normalize(); at != null; at = at.getParent()) {
      Path git = at.resolve(".git");
      if (Files.exists(git)) {
        try {
          return commitOf(Files.isDirectory(git) ? git : elsewhere(git));
        } catch (IOException | InvalidPathException unreadable) {
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }

  /** The folder that a file in the place of {@code .git} names: that of a worktree or submodule. */
  private static Path elsewhere(Path file) throws IOException {
    Matcher named = ELSEWHERE.matcher(text(file, LONGEST));
    if (!named.matches()) {
      throw new IOException(file + " names no folder of git's");
    }
    return file.resolveSibling(named.group(1));
  }

  private static Optional<String> commitOf(Path git) throws IOException {
    String head = text(git.resolve("HEAD"), LONGEST);
    Matcher reference = REFERENCE.matcher(head);
    if (!reference.matches()) {
      return hash(head);
    }
    String name = reference.group(1);
    Path shared = git.resolve("commondir");
    // A worktree has a head of its own, and references in common with the others.
    Path common = Files.exists(shared) ? git.resolve(text(shared, LONGEST)) : git;
    Path file = common.resolve(name).normalize();
    if (!file.startsWith(common.normalize())) {
      return Optional.empty();
    }
    Path packed = common.resolve("packed-refs");
    if (Files.isRegularFile(file)) {
      return hash(text(file, LONGEST));
    } else if (Files.isRegularFile(packed)) {
      return text(packed, LONGEST_LIST)
          .lines()
          .filter(line -> line.endsWith(" " + name))
          .map(line -> line.substring(0, line.length() - name.length() - 1))
          .flatMap(hash -> hash(hash).stream())
          .findFirst();
    }
    return Optional.empty();
  }

  private static Optional<String> hash(String text) {
    return Optional.of(text).filter(it -> HASH.matcher(it).matches());
  }

  private static String text(Path file, int longest) throws IOException {
    if (!Files.isRegularFile(file)) {
      // A pipe would be waited for.
      throw new IOException(file + " is no file");
    }
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(longest), StandardCharsets.UTF_8).strip();
    }
  }
}
