package org.tweedie.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.engine.Run;
import org.tweedie.engine.file.FileNames;
import org.tweedie.engine.image.NoisyImage;
import org.tweedie.engine.progress.Report;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes Gaussian noise out of an image by Tweedie's formula. */
@Command(
    name = "denoise",
    description =
        "Take noise out of an image: the mean of all clean images that may lie beneath it"
            + " (Tweedie's formula).",
    mixinStandardHelpOptions = true)
final class DenoiseCommand implements Callable<Integer> {

  @Mixin private Console console;

  @Mixin private TrainedRun trained;

  @Mixin private PluginFolders plugins;

  @Parameters(
      index = "1",
      paramLabel = "IMAGE",
      description = "A PNG or JPEG file of the size of the model's images.")
  private Path image;

  @Option(
      names = "--noise-level",
      paramLabel = "SIGMA",
      required = true,
      description =
          "Standard deviation of the noise, in grey values: white is 255, and 25 is a grainy"
              + " photograph.")
  private double noiseLevel;

  @Option(
      names = "--add-noise",
      description = "IMAGE is clean: add the noise first, and tell how much of it went.")
  private boolean addNoise;

  @Option(
      names = "--clean",
      paramLabel = "FILE",
      description = "The clean image, where there is one, to compare with.")
  private Optional<Path> clean = Optional.empty();

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Above 1, N deterministic steps to one likely clean image instead of the mean of all:"
              + " sharper, and further from the truth.")
  private int steps;

  @Option(
      names = "--class",
      paramLabel = "CLASS",
      description = "What the image shows, by name or number from 0 (default: not told).")
  private Optional<String> label = Optional.empty();

  @Option(
      names = "--seed",
      paramLabel = "SEED",
      defaultValue = "1",
      description = "Where the noise of --add-noise begins.")
  private long seed;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where to write (default: IMAGE's name with -denoised, beside it).")
  private Optional<Path> out = Optional.empty();

  @Override
  public Integer call() throws IOException {
    // The posterior mean is the model's own.
    try (Run run = trained.open(plugins, config -> config.withDefault(Kinds.GUIDANCE))) {
      Report report =
          run.images()
              .denoise(
                  new NoisyImage(image, noiseLevel, addNoise, clean, steps, label, seed), file());
      console.print(report.text());
      console.wrote(report.files());
      return 0;
    }
  }

  private Path file() {
    Path file = out.orElseGet(() -> FileNames.beside(image, "-denoised.png"));
    if (FileNames.isSame(file, image)) {
      throw console.wrong("--out is IMAGE itself, which would be lost.");
    }
    return file;
  }
}
