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

/** Encodes an image into a model's latents and decodes it again. */
@Command(
    name = "reconstruct",
    description =
        "Encode an image into the model's latents, decode it again, and tell what it costs under"
            + " the model.",
    mixinStandardHelpOptions = true)
final class ReconstructCommand implements Callable<Integer> {

  @Mixin private Console console;

  @Mixin private TrainedRun trained;

  @Mixin private PluginFolders plugins;

  @Mixin private ImageCode code;

  @Parameters(
      index = "1",
      paramLabel = "IMAGE",
      description = "A PNG or JPEG file of the size of the model's images.")
  private Path image;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where to write (default: IMAGE's name with -reconstructed, beside it).")
  private Optional<Path> out = Optional.empty();

  @Override
  public Integer call() throws IOException {
    Path file = out.orElseGet(() -> FileNames.beside(image, "-reconstructed.png"));
    if (FileNames.isSame(file, image)) {
      throw console.wrong("--out is IMAGE itself, which would be lost.");
    }
    try (Run run = trained.open(plugins)) {
      Report report =
          run.images().reconstruct(image, code.label(), code.level(), code.seed(), file);
      console.print(report.text());
      console.wrote(report.files());
      return 0;
    }
  }
}
