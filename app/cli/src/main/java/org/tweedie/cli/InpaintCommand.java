package org.tweedie.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.tweedie.engine.image.RunImages;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Paints the unknown part of an image. */
@Command(
    name = "inpaint",
    description =
        "Paint the unknown part of an image: samples of a trained model that agree with the rest. A"
            + " model that was trained with the image condition 'inpainting' goes by the image itself.",
    mixinStandardHelpOptions = true)
final class InpaintCommand implements Callable<Integer> {

  @Mixin private Console console;

  @Mixin private TrainedRun trained;

  @Mixin private PluginFolders plugins;

  @Parameters(index = "1", paramLabel = "IMAGE", description = "The image, a PNG or JPEG file.")
  private Path image;

  @Mixin private KnownImage known;

  @Option(
      names = "--mask",
      paramLabel = "MASK",
      required = true,
      description =
          "An image of the same size: white where the image is to stay, black where it is painted.")
  private Path mask;

  @Override
  public Integer call() throws IOException {
    return known.open(
        trained,
        plugins,
        image,
        "masked",
        Optional.of(mask),
        RunImages::paintsItself,
        run ->
            run.images()
                .inpaint(
                    image, mask, known.count(), known.wanted(), known.out(), console.listener()));
  }
}
