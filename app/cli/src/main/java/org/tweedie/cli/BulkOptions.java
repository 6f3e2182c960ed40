package org.tweedie.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.tweedie.engine.Run;
import org.tweedie.engine.Run.Output;
import org.tweedie.engine.Samples;
import org.tweedie.study.bulk.BulkSamples;
import org.tweedie.study.bulk.BulkSampling;
import org.tweedie.study.bulk.BulkWork;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Many samples, drawn by several processes, here or on a cluster. */
final class BulkOptions {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Mixin private PartitionOptions partitions;

  @Option(
      names = "--shard",
      paramLabel = "N",
      description =
          "With partitions: samples of a shard, a file by itself of whole batches (default: at most"
              + " 64 MiB and 10,000).")
  private Optional<Integer> shard = Optional.empty();

  /** Whether several processes are to draw. */
  boolean isWanted() {
    boolean wanted = partitions.isWanted();
    if (!wanted && shard.isPresent()) {
      throw Console.of(command).wrong("--shard goes with --partitions.");
    }
    if (shard.orElse(1) < 1) {
      throw Console.of(command).wrong("--shard is at least 1.");
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
    int batch = run.config().sample().batch();
    int size =
        shard.orElseGet(() -> BulkSamples.usual(batch, run.data().description().shape().size()));
    if (size % batch != 0) {
      throw console.wrong(
          "A shard is of whole batches: --shard %d is not, with sample.batch = %d."
              .formatted(size, batch));
    }
    int threads = partitions.threads(run.config());
    BulkSamples all =
        new BulkSamples(
            run.path(),
            step,
            run.checkpoint(),
            run.config().with("train.threads", threads),
            samples,
            size,
            output);
    BulkWork.Ending ending =
        partitions.work(
            into,
            plugins,
            threads,
            (crew, stop) ->
                new BulkSampling(all, into, crew, console::note)
                    .run(stop::isWanted, console.listener()));
    console.print(
        switch (ending) {
          case COMPLETE -> "Wrote " + into.resolve("manifest.json");
          case STOPPED -> "Stopped; nothing is lost. The same command goes on.";
          case FAILED -> "The samples that were drawn stay in '%s'.".formatted(into);
        });
    return ending == BulkWork.Ending.COMPLETE ? 0 : Program.FAILED;
  }
}
