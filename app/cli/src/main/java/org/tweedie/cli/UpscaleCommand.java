package org.tweedie.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.tweedie.engine.image.RunImages;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Makes a small image as large as a model's. */
@Command(
    name = "upscale",
    description =
        "Make a small image as large as a model's: samples whose blocks of pixels have its pixels"
            + " as their means. The factor is that of the sizes. A model that was trained with the"
            + " image condition 'upscaling' goes by the image itself.",
    mixinStandardHelpOptions = true)
final class UpscaleCommand implements Callable<Integer> {

  @Mixin private Console console;

  @Mixin private TrainedRun trained;

  @Mixin private PluginFolders plugins;

  @Parameters(index = "1", paramLabel = "IMAGE", description = "The image, a PNG or JPEG file.")
  private Path image;

  @Mixin private KnownImage known;

  @Override
  public Integer call() throws IOException {
    return known.open(
        trained,
        plugins,
        image,
        "smaller",
        Optional.empty(),
        RunImages::enlargesItself,
        run ->
            run.images()
                .upscale(image, known.count(), known.wanted(), known.out(), console.listener()));
  }
}
