package org.tweedie.cli;

import java.io.IOException;
import java.util.Optional;
import org.tweedie.study.StudyFolder;
import org.tweedie.study.StudyRun;
import org.tweedie.study.executor.Executor;
import picocli.CommandLine.Option;

/** How many processes of a study run at a time, with how many threads, and how long. */
final class StudyPace {

  @Option(
      names = "--parallel",
      paramLabel = "N",
      description = "Processes at a time (default: 1; of a cluster, 16).")
  private Optional<Integer> parallel = Optional.empty();

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = {
        "Threads of each process (default: the cores, divided by --parallel at the study's first start; 1 on a cluster).",
        "The study keeps the number: another would change the numbers of its results."
      })
  private Optional<Integer> threads = Optional.empty();

  @Option(names = "--fail-fast", description = "Stop the study once a trial has failed.")
  private boolean failFast;

  /** Refuses numbers that are none. */
  void check(Console console) {
    if (parallel.orElse(1) < 1 || threads.orElse(1) < 1) {
      throw console.wrong("--parallel and --threads are at least 1.");
    }
  }

  /** What is asked for; where nothing is, what suits the executor. */
  StudyRun.Options of(StudyFolder folder, Executor executor, Console console) throws IOException {
    int atATime = parallel.orElseGet(executor::parallel);
    return new StudyRun.Options(
        atATime, threads(folder, executor.threads(atATime), console), failFast);
  }

  /** What a command has to name again to go on in the same way. */
  String arguments() {
    return parallel.map(number -> " --parallel " + number).orElse("");
  }

  /** Of the study's first start, since another number would change the bits of its results. */
  private int threads(StudyFolder folder, int usual, Console console) throws IOException {
    Optional<Integer> begun = folder.threads();
    if (begun.isPresent() && threads.isPresent() && !begun.equals(threads)) {
      throw console.wrong(
          "The trials of '%s' run with %d threads each; with %d, their numbers could not be compared. Leave --threads out, or begin another study: --study DIR."
              .formatted(folder, begun.get(), threads.get()));
    }
    return begun.or(() -> threads).orElse(usual);
  }
}
