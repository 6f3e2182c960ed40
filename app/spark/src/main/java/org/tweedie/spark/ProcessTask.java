package org.tweedie.spark;

import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.spark.api.java.function.Function;

/**
 * A task that starts a process on its worker and waits for its end. The process ends with the task,
 * and with the executor too: its input is a pipe that the executor holds.
 *
 * @param command the program and its arguments
 * @param folder where it is started
 * @param log the file to add what it prints to
 */
record ProcessTask(List<String> command, String folder, String log)
    implements Function<Integer, Brought> {

  /** How long a process that is told to end may save what it has. */
  private static final long GRACE_SECONDS = 40;

  /** Copies. */
  ProcessTask {
    command = List.copyOf(command);
  }

  /**
   * Runs the process.
   *
   * @param any of no meaning
   * @return its exit status
   * @throws IOException in words, if this worker does not see the study's files
   */
  @Override
  public Brought call(Integer any) throws IOException, InterruptedException {
    if (!new File(folder).isDirectory() || !new File(log).isFile()) {
      throw new IOException(
          "this worker does not see '%s'. Files can go with tasks: --on spark://...,files=carried"
              .formatted(log));
    }
    return new Brought(run(command, new File(folder), new File(log)), new byte[0]);
  }

  /** Runs a process to its end; it ends with the thread too. */
  static int run(List<String> command, File folder, File log)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .directory(folder)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
            .start();
    try {
      return process.waitFor();
    } finally {
      end(process);
    }
  }

  private static void end(Process process) {
    process.destroy();
    try {
      if (!process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException again) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
