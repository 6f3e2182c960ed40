package org.tweedie.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.tweedie.engine.Run;
import org.tweedie.engine.compression.Compression;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.file.AtomicFile;
import org.tweedie.engine.file.FileNames;
import org.tweedie.engine.progress.Report;
import org.tweedie.study.bulk.BulkCompressing;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Compresses examples without loss. */
@Command(
    name = "compress",
    description =
        "Compress images without loss by a run's model, to the length of its variational bound"
            + " (bits back). 'tweedie decompress' gives the same pixels again.",
    mixinStandardHelpOptions = true)
final class CompressCommand implements Callable<Integer> {

  @Mixin private Console console;

  @Mixin private TrainedRun trained;

  @Mixin private PluginFolders plugins;

  @Parameters(
      index = "1..*",
      paramLabel = "FILES",
      description =
          "PNG files of the size of the model's images, or one file of many images: IDX or NumPy's"
              + " .npy with bytes.")
  private List<Path> files = new ArrayList<>();

  @Mixin private CompressedInput input;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      required = true,
      description = "Where to write, as in digits.twd.")
  private Path out;

  @Mixin private CompressionOptions options;

  @Mixin private PartitionOptions partitions;

  @Option(
      names = "--verify",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description =
          "Decode the file in a process of its own before it gets its name (default: yes).")
  private boolean verify;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    input.check(files);
    checkOut();
    Compression how = options.chosen();
    boolean inParts = partitions.isWanted();
    UnaryOperator<RunConfig> threads =
        config -> inParts ? config.with("train.threads", partitions.threads(config)) : config;
    try (Run run = trained.open(plugins, threads)) {
      AtomicFile.Check check = verify ? this::verify : file -> {};
      Optional<Report> report =
          inParts
              ? inParts(run, how, check)
              : Optional.of(input.compressed(run.codec(), how, files, out, check));
      if (report.isEmpty()) {
        return Program.FAILED;
      }
      console.print(json ? report.get().json() : report.get().text());
      if (!json) {
        console.wrote(report.get().files());
      }
      return 0;
    }
  }

  private Optional<Report> inParts(Run run, Compression how, AtomicFile.Check check)
      throws IOException {
    BulkCompressing compressing =
        new BulkCompressing(
            run, trained.step(run), how, input.what(files), out.toAbsolutePath().normalize());
    Optional<Report> report =
        partitions.work(
            compressing.path(),
            plugins.foundOf(trained.path()),
            partitions.threads(run.config()),
            (crew, stop) ->
                compressing.run(crew, console::note, stop::isWanted, check, console.listener()));
    if (report.isEmpty()) {
      console.note(
          "Not all was compressed; what was stays in '%s', and the same command goes on."
              .formatted(compressing.path()));
    }
    return report;
  }

  private void checkOut() {
    Path folder = out.toAbsolutePath().getParent();
    if (Files.isDirectory(out) || folder == null || !Files.isDirectory(folder)) {
      throw console.wrong(
          "'%s' cannot be written: it is a folder, or lies in none.".formatted(out));
    }
    if (files.stream().anyMatch(file -> FileNames.isSame(out, file))) {
      throw console.wrong("--out is one of FILES itself, which would be lost.");
    }
  }

  private void verify(Path file) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("decompress", file.toString(), "--check"));
    arguments.addAll(List.of("--run", trained.path().toString()));
    for (Path folder : plugins.found(List.of(trained.path().resolve("config.yaml")))) {
      arguments.addAll(List.of("--plugins", folder.toString()));
    }
    FreshProcess.Ended ended = FreshProcess.run(arguments);
    if (ended.status() != 0) {
      throw new IOException(
          "the file could not be decoded in a process of its own, and was not kept. It said: "
              + ended.errors());
    }
    console.note("Decoded in a process of its own: every pixel is as it was.");
  }
}
