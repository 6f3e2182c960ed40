package org.tweedie.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.model.Batch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Paints the unknown part of an image. */
@Command(
    name = "inpaint",
    description =
        "Paint the unknown part of an image: samples of a trained model that agree with the rest.",
    mixinStandardHelpOptions = true)
final class InpaintCommand implements Callable<Integer> {

  @Mixin private TrainedRun run;

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
    return known.of(run, plugins, image).draw("inpaint", "masked", Optional.of(mask), this::shown);
  }

  private KnownImage.Shown shown(DataDescription data) {
    int channels = data.shape().dimensions().get(2);
    Batch given = known.read(image, data, channels);
    Batch marks = known.read(mask, data, 1);
    float[] values = given.values();
    float[] visible = new float[values.length];
    for (int k = 0; k < values.length; k++) {
      visible[k] = marks.values()[k / channels] > 0 ? values[k] : 0;
    }
    return new KnownImage.Shown(
        given.followedBy(Batch.of(data.shape(), visible)),
        samples -> {
          double sum = 0;
          int count = 0;
          for (int k = 0; k < samples.values().length; k++) {
            int at = k % values.length;
            if (marks.values()[at / channels] > 0) {
              sum += Math.pow(samples.values()[k] - values[at], 2);
              count++;
            }
          }
          return Math.sqrt(sum / count);
        });
  }
}
