package org.tweedie.engine.image;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.sampler.SeededNoise;
import org.tweedie.engine.data.PictureFile;
import org.tweedie.engine.file.FileNames;
import org.tweedie.engine.picture.GreyValues;
import org.tweedie.engine.picture.Png;
import org.tweedie.engine.problem.RunException;
import org.tweedie.engine.progress.Report;
import org.tweedie.engine.run.UsedRun;
import org.tweedie.engine.sampling.PosteriorMean;

/**
 * Takes noise out of an image by a run's model.
 *
 * @param run whose model
 * @param noisy the image
 */
record ImageDenoising(UsedRun run, NoisyImage noisy) {

  Report write(Path file) throws IOException {
    Denoised denoised = new Denoised(run, noisy.noiseLevel(), noisy.steps(), noisy.label());
    DataShape shape = denoised.shape();
    check();
    GreyValues grey = denoised.grey();
    double deviation = denoised.deviation();
    Condition condition = denoised.condition();
    byte[] given = PictureFile.read(noisy.image(), shape);
    Optional<byte[]> truth =
        noisy.addNoise()
            ? Optional.of(given)
            : noisy.clean().map(path -> PictureFile.read(path, shape));
    Batch before = grey.toModel(given);
    if (noisy.addNoise()) {
      before = before.combine(1, deviation, new SeededNoise(noisy.seed(), 0, 1, shape).draw(0));
    }
    PosteriorMean mean = denoised.mean();
    Batch after = mean.denoise(before, condition, noisy.steps());
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "Noise of %s grey values is sigma/alpha %.4g of the model, log SNR %.2f, time %.4f.",
            Denoised.number(noisy.noiseLevel()),
            deviation,
            mean.logSnr(),
            mean.time()));
    lines.add(
        noisy.steps() == 1
            ? "E[x | z] = (z + sigma^2 score) / alpha, in one step:"
            : "Walked to a clean image in %d steps:".formatted(noisy.steps()));
    Batch first = before;
    truth.ifPresent(
        clean -> {
          lines.add(psnr("before", GreyValues.psnr(clean, grey.of(first))));
          lines.add(psnr("after ", GreyValues.psnr(clean, grey.of(after))));
        });
    return new Report(
        String.join("\n", lines), "", write(file, pictures(grey, truth, before, after)));
  }

  private static String psnr(String when, double decibels) {
    return String.format(Locale.ROOT, "  PSNR %s  %6.2f dB", when, decibels);
  }

  private void check() {
    if (noisy.addNoise() && noisy.clean().isPresent()) {
      throw new RunException(
          "With --add-noise IMAGE is the clean image itself: leave --clean out.");
    }
    if (noisy.steps() < 1) {
      throw new RunException("--steps must be 1 or more, not %d.".formatted(noisy.steps()));
    }
  }

  /** The pictures by the ending of their names; the first has none. */
  private Map<String, BufferedImage> pictures(
      GreyValues grey, Optional<byte[]> truth, Batch before, Batch after) {
    Map<String, BufferedImage> pictures = new LinkedHashMap<>();
    pictures.put("", grey.picture(after));
    if (noisy.addNoise()) {
      pictures.put("-noisy", grey.picture(before));
    }
    Batch both = before.followedBy(after);
    pictures.put(
        "-compared",
        grey.sideBySide(truth.map(clean -> grey.toModel(clean).followedBy(both)).orElse(both)));
    return pictures;
  }

  private static List<Path> write(Path file, Map<String, BufferedImage> pictures)
      throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    List<Path> written = new ArrayList<>();
    for (Map.Entry<String, BufferedImage> picture : pictures.entrySet()) {
      Path path =
          picture.getKey().isEmpty()
              ? file
              : file.resolveSibling(FileNames.stem(file) + picture.getKey() + ".png");
      Png.write(path, picture.getValue());
      written.add(path);
    }
    return written;
  }
}
