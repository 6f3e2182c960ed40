package org.tweedie.study.executor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs the commands of Slurm.
 *
 * @param folder where they are; empty is on the path
 */
record SlurmCommands(String folder) {

  /** A controller that has much to do may take long. */
  private static final int LONGEST_SECONDS = 60;

  /**
   * What a command answered.
   *
   * @param status its exit status
   * @param out what it printed
   * @param err what it printed on its error stream
   */
  record Answer(int status, String out, String err) {

    boolean isGood() {
      return status == 0;
    }

    /** What was wrong, on one line. */
    String words() {
      String said = (err.isBlank() ? out : err).strip().replaceAll("\\s*\\R\\s*", "; ");
      return said.isEmpty() ? "it ended with status " + status : said;
    }
  }

  /**
   * Runs a command.
   *
   * @param input for it
   * @throws IOException if there is no such command, or it does not end
   */
  Answer run(String input, List<String> command) throws IOException {
    List<String> words = new ArrayList<>(command);
    if (!folder.isEmpty()) {
      words.set(0, Path.of(folder).resolve(command.get(0)).toString());
    }
    // To files, since a pipe that nobody reads would hold it up.
    Path out = Files.createTempFile("tweedie-slurm", ".out");
    Path err = Files.createTempFile("tweedie-slurm", ".err");
    try {
      Process process =
          new ProcessBuilder(words)
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      try (var stream = process.getOutputStream()) {
        stream.write(input.getBytes(StandardCharsets.UTF_8));
      } catch (IOException unread) {
        // It ended without reading; its status says why.
        process.onExit().join();
      }
      if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException(
            "%s did not answer within %d s".formatted(command.get(0), LONGEST_SECONDS));
      }
      return new Answer(process.exitValue(), Files.readString(out), Files.readString(err));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      Files.deleteIfExists(out);
      Files.deleteIfExists(err);
    }
  }
}
