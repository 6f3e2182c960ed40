package org.tweedie.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.tweedie.engine.config.ConfigException;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.problem.Problems;
import org.tweedie.engine.progress.StopRequest;
import org.tweedie.study.bulk.BulkWork.Crew;
import org.tweedie.study.executor.ExecutorChoice;
import org.tweedie.study.executor.ExecutorReader;
import org.tweedie.study.executor.Site;
import org.tweedie.study.stage.Workers;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options of work that several processes share, here or on a cluster. */
final class PartitionOptions {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--partitions",
      paramLabel = "N",
      description = {
        "Work by N processes side by side, in pieces that are the same for every N. What is there",
        "already is not done again."
      })
  private Optional<Integer> partitions = Optional.empty();

  @Option(
      names = "--on",
      paramLabel = "WHERE",
      description = "With partitions: where the processes run, as of 'ablate' (default: local).")
  private Optional<String> on = Optional.empty();

  @Option(
      names = "--threads",
      paramLabel = "N",
      description =
          "With partitions: threads of each process (default: the run's train.threads, or 1; another"
              + " number may change a float's last bit).")
  private Optional<Integer> threads = Optional.empty();

  /** What the processes are wanted for. */
  interface Work<T> {

    /** Does it. */
    T with(Crew crew, StopRequest stop) throws IOException;
  }

  /** Whether several processes are to work. */
  boolean isWanted() {
    boolean wanted = partitions.isPresent() || on.isPresent();
    if (!wanted && threads.isPresent()) {
      throw Console.of(command).wrong("--threads goes with --partitions.");
    }
    if (partitions.orElse(1) < 1 || threads.orElse(1) < 1) {
      throw Console.of(command).wrong("--partitions and --threads are at least 1.");
    }
    return wanted;
  }

  /** Threads of each process. */
  int threads(RunConfig config) {
    return threads.orElse(Math.max(1, config.train().threads()));
  }

  /**
   * Works.
   *
   * @param folder that the processes see
   * @param plugins the folders of plugins
   */
  <T> T work(Path folder, List<Path> plugins, int each, Work<T> work) throws IOException {
    ExecutorChoice executor = executor();
    try (Workers workers = executor.open(new Site(folder, plugins, each));
        StopRequest stop = new StopRequest()) {
      return work.with(
          new Crew(workers, partitions.orElseGet(executor.executor()::parallel), each), stop);
    }
  }

  private ExecutorChoice executor() {
    Problems problems = new Problems();
    Optional<ExecutorChoice> choice =
        on.flatMap(text -> ExecutorReader.parse(text, problems))
            .flatMap(value -> ExecutorReader.read(value, problems));
    if (!problems.isEmpty()) {
      throw new ConfigException(problems.all());
    }
    return choice.orElseGet(ExecutorChoice::local);
  }
}
