package org.tweedie.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.tweedie.study.StudyLock;

/**
 * The program as a study's trial: it ends, with everything saved, when the study's process is gone,
 * and waits until an earlier process of the trial has ended.
 */
public final class TrialProgram {

  /** How long an earlier process may take to save what it has. */
  private static final int PATIENCE_SECONDS = 120;

  /** Held here, since a channel that nobody knows any more is closed. */
  private static Optional<StudyLock> lock = Optional.empty();

  private TrialProgram() {}

  /**
   * Runs a command of the program.
   *
   * @param args the number of the study's process, the file to lock, and the command line
   */
  public static void main(String... args) throws IOException, InterruptedException {
    Optional<ProcessHandle> study = ProcessHandle.of(Long.parseLong(args[0]));
    // Otherwise an orphan would write to files that the study's next start is about to use.
    study.ifPresent(process -> process.onExit().thenRun(() -> System.exit(Program.FAILED)));
    if (study.isEmpty()) {
      System.exit(Program.FAILED);
    }
    Path file = Path.of(args[1]);
    lock = StudyLock.take(file);
    for (int second = 0; lock.isEmpty() && second < PATIENCE_SECONDS; second++) {
      Thread.sleep(1000);
      lock = StudyLock.take(file);
    }
    if (lock.isEmpty()) {
      System.err.println(
          "Another process (%s) runs this trial already: %s is locked."
              .formatted(StudyLock.holder(file), file));
      System.exit(Program.FAILED);
    }
    Program.main(Arrays.copyOfRange(args, 2, args.length));
  }
}
