package org.tweedie.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.tweedie.engine.Run;
import org.tweedie.engine.Run.Output;
import org.tweedie.engine.Samples;
import org.tweedie.engine.config.ConfigException;
import org.tweedie.engine.problem.Problems;
import org.tweedie.engine.progress.StopRequest;
import org.tweedie.study.bulk.BulkSamples;
import org.tweedie.study.bulk.BulkSampling;
import org.tweedie.study.bulk.BulkWork;
import org.tweedie.study.executor.ExecutorChoice;
import org.tweedie.study.executor.ExecutorReader;
import org.tweedie.study.executor.Site;
import org.tweedie.study.stage.Workers;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Many samples, drawn by several processes, here or on a cluster. */
final class BulkOptions {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--partitions",
      paramLabel = "N",
      description = {
        "Draw by N processes side by side, in shards: files that are the same for every N, and a",
        "manifest. What is there already is not drawn again."
      })
  private Optional<Integer> partitions = Optional.empty();

  @Option(
      names = "--on",
      paramLabel = "WHERE",
      description = "With partitions: where the processes run, as of 'ablate' (default: local).")
  private Optional<String> on = Optional.empty();

  @Option(
      names = "--shard",
      paramLabel = "N",
      description =
          "With partitions: samples of a shard, whole batches (default: at most 64 MiB and 10,000).")
  private Optional<Integer> shard = Optional.empty();

  @Option(
      names = "--threads",
      paramLabel = "N",
      description =
          "With partitions: threads of each process (default: 1; another number may change a float's"
              + " last bit).")
  private Optional<Integer> threads = Optional.empty();

  /** Whether several processes are to draw. */
  boolean isWanted() {
    boolean wanted = partitions.isPresent() || on.isPresent();
    Console console = Console.of(command);
    if (!wanted && (shard.isPresent() || threads.isPresent())) {
      throw console.wrong("--shard and --threads go with --partitions.");
    }
    if (partitions.orElse(1) < 1 || shard.orElse(1) < 1 || threads.orElse(1) < 1) {
      throw console.wrong("--partitions, --shard and --threads are at least 1.");
    }
    return wanted;
  }

  /**
   * Draws.
   *
   * @param step of the run's checkpoint
   * @param plugins the folders of plugins
   * @return the exit status
   */
  int draw(Run run, long step, Samples samples, Path into, Output output, List<Path> plugins)
      throws IOException {
    Console console = Console.of(command);
    ExecutorChoice executor = executor();
    int batch = run.config().sample().batch();
    int size =
        shard.orElseGet(() -> BulkSamples.usual(batch, run.data().description().shape().size()));
    if (size % batch != 0) {
      throw console.wrong(
          "A shard is of whole batches: --shard %d is not, with sample.batch = %d."
              .formatted(size, batch));
    }
    BulkSamples all =
        new BulkSamples(
            run.path(),
            step,
            run.checkpoint(),
            run.config().with("train.threads", threads.orElse(1)),
            samples,
            size,
            output);
    int processes = partitions.orElseGet(executor.executor()::parallel);
    try (Workers workers = executor.open(new Site(into, plugins, threads.orElse(1)));
        StopRequest stop = new StopRequest()) {
      BulkWork.Ending ending =
          new BulkSampling(all, into, workers, processes, threads.orElse(1), console::note)
              .run(stop::isWanted, console.listener());
      console.print(
          switch (ending) {
            case COMPLETE -> "Wrote " + into.resolve("manifest.json");
            case STOPPED -> "Stopped; nothing is lost. The same command goes on.";
            case FAILED -> "The samples that were drawn stay in '%s'.".formatted(into);
          });
      return ending == BulkWork.Ending.COMPLETE ? 0 : Program.FAILED;
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
