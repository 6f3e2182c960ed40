package org.tweedie.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.tweedie.engine.Run;
import org.tweedie.engine.Tweedie;
import org.tweedie.engine.compression.CompressedImages;
import org.tweedie.engine.file.FileNames;
import org.tweedie.engine.progress.Report;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Decompresses what {@link CompressCommand} compressed. */
@Command(
    name = "decompress",
    description =
        "Decompress a file of 'tweedie compress'. That takes the run whose model compressed it, and"
            + " a machine on which its network gives the same bits.",
    mixinStandardHelpOptions = true)
final class DecompressCommand implements Callable<Integer> {

  @Mixin private Console console;

  @Mixin private PluginFolders plugins;

  @Parameters(paramLabel = "FILE", description = "What 'tweedie compress' wrote.")
  private Path file;

  @Option(
      names = "--run",
      paramLabel = "RUN",
      description = "The folder of the run (default: where it was when the file was made).")
  private Optional<Path> run = Optional.empty();

  @Option(
      names = {"-o", "--out"},
      paramLabel = "DIR",
      description = "The folder to write to (default: FILE's name without its ending, beside it).")
  private Optional<Path> out = Optional.empty();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "Of the files: png, idx or npy (default: as they were).")
  private Optional<String> format = Optional.empty();

  @Option(names = "--check", description = "Decode it all, and write nothing.")
  private boolean check;

  @Override
  public Integer call() throws IOException {
    if (check && (out.isPresent() || format.isPresent())) {
      throw console.wrong("--check writes nothing: leave --out and --format out.");
    }
    CompressedImages images = CompressedImages.read(file);
    Path folder = run.orElseGet(images::run);
    if (!Tweedie.isRun(folder)) {
      throw console.wrong(
          "%s was compressed by the run in '%s', and there is none. Say where it is: --run RUN."
              .formatted(file, folder));
    }
    Tweedie tweedie = plugins.engine(List.of(folder.resolve("config.yaml")));
    try (Run opened = tweedie.open(folder, images)) {
      Report report =
          opened
              .at(images.step())
              .codec()
              .decompress(
                  images,
                  check ? Optional.empty() : Optional.of(out.orElseGet(this::beside)),
                  format,
                  console.listener());
      console.print(report.text());
      console.wrote(report.files());
      return 0;
    }
  }

  private Path beside() {
    Path folder = file.resolveSibling(FileNames.stem(file));
    if (folder.equals(file)) {
      throw console.wrong("Where to? FILE has no ending to leave out: --out DIR.");
    }
    return folder;
  }
}
