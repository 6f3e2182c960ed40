package org.tweedie.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.tweedie.engine.Readings;
import org.tweedie.engine.Run;
import org.tweedie.study.bulk.BulkMeasuring;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures that several processes take, here or on a cluster. */
final class MeasuringPartitions {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Mixin private PartitionOptions partitions;

  @Option(
      names = "--parts",
      paramLabel = "DIR",
      description =
          "With partitions: where their samples and likelihoods go, and a manifest (default: a"
              + " folder in partitions/ of the run's).")
  private Optional<Path> parts = Optional.empty();

  /** Whether several processes are to measure. */
  boolean isWanted() {
    boolean wanted = partitions.isWanted();
    if (!wanted && parts.isPresent()) {
      throw Console.of(command).wrong("--parts goes with --partitions.");
    }
    return wanted;
  }

  /**
   * Takes the measures of a run's config.
   *
   * @param step of the run's checkpoint
   * @param plugins the folders of plugins
   * @return empty where it was stopped or could not be done, which is said then
   */
  Optional<Readings> measured(Run run, long step, List<Path> plugins) throws IOException {
    Console console = Console.of(command);
    int threads = partitions.threads(run.config());
    BulkMeasuring measuring = new BulkMeasuring(run, step, threads, parts);
    Optional<Readings> found =
        partitions.work(
            measuring.path(),
            plugins,
            threads,
            (crew, stop) -> measuring.run(crew, console::note, stop::isWanted, console.listener()));
    console.note(
        found.isPresent()
            ? "Wrote " + measuring.path().resolve("manifest.json")
            : "Not all was measured; what was stays in '%s', and the same command goes on."
                .formatted(measuring.path()));
    return found;
  }
}
