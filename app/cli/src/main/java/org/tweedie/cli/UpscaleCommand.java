package org.tweedie.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.model.Batch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Makes a small image as large as a model's. */
@Command(
    name = "upscale",
    description =
        "Make a small image as large as a model's: samples whose blocks of pixels have its pixels"
            + " as their means. The factor is that of the sizes.",
    mixinStandardHelpOptions = true)
final class UpscaleCommand implements Callable<Integer> {

  @Mixin private TrainedRun run;

  @Mixin private PluginFolders plugins;

  @Parameters(index = "1", paramLabel = "IMAGE", description = "The image, a PNG or JPEG file.")
  private Path image;

  @Mixin private KnownImage known;

  @Override
  public Integer call() throws IOException {
    return known.of(run, plugins, image).draw("upscale", "smaller", Optional.empty(), this::shown);
  }

  private KnownImage.Shown shown(DataDescription data) {
    List<Integer> sizes = data.shape().dimensions();
    int width = sizes.get(1);
    int channels = sizes.get(2);
    Batch small = known.read(image, data, channels);
    int factor = sizes.get(0) / small.shape().dimensions().get(0);
    int size = data.shape().size();
    int[] block = new int[size];
    float[] enlarged = new float[size];
    for (int k = 0; k < size; k++) {
      int row = k / channels / width / factor;
      int column = k / channels % width / factor;
      block[k] = (row * (width / factor) + column) * channels + k % channels;
      enlarged[k] = small.values()[block[k]];
    }
    return new KnownImage.Shown(
        Batch.of(data.shape(), enlarged),
        samples -> {
          double sum = 0;
          for (int i = 0; i < samples.count(); i++) {
            double[] means = new double[small.values().length];
            for (int k = 0; k < size; k++) {
              means[block[k]] += samples.values()[i * size + k] / (double) (factor * factor);
            }
            for (int m = 0; m < means.length; m++) {
              sum += Math.pow(means[m] - small.values()[m], 2);
            }
          }
          return Math.sqrt(sum / (samples.count() * (double) small.values().length));
        });
  }
}
