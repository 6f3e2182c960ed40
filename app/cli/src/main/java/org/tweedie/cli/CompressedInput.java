package org.tweedie.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.tweedie.engine.compression.Compression;
import org.tweedie.engine.compression.RunCodec;
import org.tweedie.engine.compression.ToCompress;
import org.tweedie.engine.file.AtomicFile;
import org.tweedie.engine.progress.Report;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options that say what is compressed beside files: a run's own data. */
final class CompressedInput {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--data",
      paramLabel = "SPLIT",
      description = "Compress the run's own data instead, with their classes: test or train.")
  private Optional<Split> data = Optional.empty();

  /** Examples of data. */
  private enum Split {
    TEST,
    TRAIN
  }

  @Option(
      names = "--examples",
      paramLabel = "N",
      description = "With --data, the first N alone (default: all).")
  private Optional<Integer> examples = Optional.empty();

  /** Refuses what says nothing, or two things. */
  void check(List<Path> files) {
    if (files.isEmpty() == data.isEmpty()) {
      throw Console.of(command).wrong("What is to be compressed? Give FILES, or --data test.");
    }
    if (data.isEmpty() && examples.isPresent()) {
      throw Console.of(command).wrong("--examples goes with --data.");
    }
    if (examples.isPresent() && examples.get() < 1) {
      throw Console.of(command)
          .wrong("--examples is at least 1, not %d.".formatted(examples.get()));
    }
  }

  /** Compresses either into a file, which is looked at before it gets its name. */
  Report compressed(
      RunCodec codec, Compression how, List<Path> files, Path out, AtomicFile.Check check)
      throws IOException {
    return codec.compress(how, what(files), out, check, Console.of(command).listener());
  }

  /** What is compressed. */
  ToCompress what(List<Path> files) {
    return new ToCompress(
        data.map(split -> split.name().toLowerCase(Locale.ROOT)).orElse("test"),
        examples.orElse(Integer.MAX_VALUE),
        files);
  }
}
