package org.tweedie.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import org.tweedie.engine.file.Lock;
import org.tweedie.engine.plugin.Advice;
import org.tweedie.engine.progress.StopRequest;
import org.tweedie.study.Ablation;
import org.tweedie.study.StudyDisplay;
import org.tweedie.study.StudyFolder;
import org.tweedie.study.StudyRun;

/**
 * Runs a study for a command, and tells how to go on where it did not come to its end.
 *
 * @param console where to tell
 * @param ablation the study
 * @param goOn a sentence: what to do to go on
 */
record StudyWork(Console console, Ablation ablation, String goOn) {

  /** What a command tells at the end of a study. */
  interface Conclusion {

    /**
     * Tells it, with the study's files still in hand.
     *
     * @param stopped whether somebody stopped the study
     */
    String tell(boolean stopped) throws IOException;
  }

  /** Says why a folder cannot be worked in, if so. */
  static void check(Console console, StudyFolder folder) throws IOException {
    Optional<String> refusal = folder.refusal();
    if (refusal.isPresent()) {
      throw console.wrong(refusal.get());
    }
  }

  /**
   * Does what is left to do.
   *
   * @param another how to name another folder
   * @param first lines to begin with, once nobody else works on the study
   * @return the exit status
   */
  int run(String another, List<String> first, Conclusion conclusion) throws IOException {
    try {
      return locked(another, first, conclusion);
    } catch (IOException e) {
      return unusable(Advice.said(e));
    }
  }

  private int locked(String another, List<String> first, Conclusion conclusion) throws IOException {
    StudyFolder folder = ablation.folder();
    Files.createDirectories(folder.path());
    Optional<Lock> lock = Lock.take(folder.lock());
    if (lock.isEmpty()) {
      throw console.wrong(
          "Another process (%s) works on '%s'. Wait for it or stop it, or name another folder: %s."
              .formatted(Lock.holder(folder.lock()), folder, another));
    }
    Lock held = lock.get();
    try {
      first.forEach(console::print);
      return held(conclusion);
    } finally {
      held.close();
    }
  }

  private int held(Conclusion conclusion) throws IOException {
    StudyRun.Ending ending;
    try (StopRequest stop = new StopRequest()) {
      try (StudyDisplay display = console.study()) {
        ending = ablation.run(display, stop::isWanted);
      }
      console.print(conclusion.tell(stop.isWanted()));
      if (ending == StudyRun.Ending.STOPPED) {
        console.print("Stopped; nothing is lost. " + goOn);
      }
    }
    if (ending == StudyRun.Ending.DISK_FULL) {
      return unusable("no space is left on its disk");
    }
    return ending == StudyRun.Ending.COMPLETE && ablation.isGood() ? 0 : Program.FAILED;
  }

  private int unusable(String why) {
    console.note(
        "The study stopped, since the folder '%s' cannot be used: %s"
            .formatted(ablation.folder(), why));
    console.note("Nothing that was saved is lost. Once this is mended: " + goOn);
    return Program.FAILED;
  }
}
