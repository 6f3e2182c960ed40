package org.tweedie.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.tweedie.engine.Run;
import org.tweedie.engine.file.FileNames;
import org.tweedie.engine.progress.Report;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Goes from one image to another through a model's latents. */
@Command(
    name = "interpolate",
    description = "Go from one image to another through the model's latents.",
    mixinStandardHelpOptions = true)
final class InterpolateCommand implements Callable<Integer> {

  @Mixin private Console console;

  @Mixin private TrainedRun trained;

  @Mixin private PluginFolders plugins;

  @Mixin private ImageCode code;

  @Parameters(
      index = "1",
      paramLabel = "IMAGE",
      description = "A PNG or JPEG file of the size of the model's images.")
  private Path from;

  @Parameters(index = "2", paramLabel = "IMAGE", description = "Another one.")
  private Path to;

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "8",
      description = "How many images, both ends among them (default: ${DEFAULT-VALUE}).")
  private int count;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "Where to write (default: the first IMAGE's name with -interpolated, beside it).")
  private Optional<Path> out = Optional.empty();

  @Override
  public Integer call() throws IOException {
    Path file = out.orElseGet(() -> FileNames.beside(from, "-interpolated.png"));
    for (Path image : new Path[] {from, to}) {
      if (FileNames.isSame(file, image)) {
        throw console.wrong("--out is an IMAGE itself, which would be lost.");
      }
    }
    try (Run run = trained.open(plugins)) {
      Report report =
          run.images().interpolate(from, to, count, code.label(), code.level(), code.seed(), file);
      console.print(report.text());
      console.wrote(report.files());
      return 0;
    }
  }
}
