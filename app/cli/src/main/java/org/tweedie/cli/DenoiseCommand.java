package org.tweedie.cli;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.api.sampler.SeededNoise;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.data.PictureFile;
import org.tweedie.engine.picture.GreyValues;
import org.tweedie.engine.picture.Png;
import org.tweedie.engine.run.Assembled;
import org.tweedie.engine.run.Assembler;
import org.tweedie.engine.run.TrainedModels;
import org.tweedie.engine.sampling.Classes;
import org.tweedie.engine.sampling.PosteriorMean;
import org.tweedie.engine.tensor.NetworkModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Takes Gaussian noise out of an image by Tweedie's formula. */
@Command(
    name = "denoise",
    description =
        "Take noise out of an image: the mean of all clean images that may lie beneath it (Tweedie's formula).",
    mixinStandardHelpOptions = true)
final class DenoiseCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private TrainedRun run;

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
          "Standard deviation of the noise, in grey values: white is 255, and 25 is a grainy photograph.")
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
          "Above 1, N deterministic steps to one likely clean image instead of the mean of all: sharper, and further from the truth.")
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
    RunConfig config = run.config(List.of(Kinds.GUIDANCE.key() + "=null"), plugins);
    Assembled parts = Assembler.assemble(config, run.registry());
    DataShape shape = imageShape(parts);
    GreyValues grey = new GreyValues(parts.assembly().data());
    double deviation = deviation(parts.assembly().schedule(), grey);
    Condition condition = condition(parts);
    Path file = file();
    byte[] given = PictureFile.read(image, shape);
    Optional<byte[]> truth =
        addNoise ? Optional.of(given) : clean.map(path -> PictureFile.read(path, shape));
    Batch noisy = grey.toModel(given);
    if (addNoise) {
      noisy = noisy.times(1, deviation, new SeededNoise(seed, 0, 1, shape).draw(0));
    }
    Batch denoised;
    try (NetworkModel model =
        run.open(
            parts,
            run.checkpoint(),
            config.sample().ema(),
            TrainedModels.settings(config.train()).inFloat32())) {
      PosteriorMean mean = new PosteriorMean(model, deviation);
      denoised = mean.denoise(noisy, condition, steps);
      say(
          "Noise of %s grey values is sigma/alpha %.4g of the model, log SNR %.2f, time %.4f.",
          number(noiseLevel), deviation, mean.logSnr(), mean.time());
    }
    say(
        steps == 1
            ? "E[x | z] = (z + sigma^2 score) / alpha, in one step:"
            : "Walked to a clean image in %d steps:",
        steps);
    tell(grey, truth, noisy, denoised);
    write(file, pictures(grey, truth, noisy, denoised));
    return 0;
  }

  private DataShape imageShape(Assembled parts) {
    DataShape shape = parts.assembly().data().shape();
    int channels = shape.isImage() ? shape.dimensions().get(2) : 0;
    if (channels != 1 && channels != 3) {
      throw run.wrong(
          "The model's data are not grey or colour images but %s, and denoise reads pictures."
              .formatted(shape));
    }
    if (addNoise && clean.isPresent()) {
      throw run.wrong("With --add-noise IMAGE is the clean image itself: leave --clean out.");
    }
    if (steps < 1) {
      throw run.wrong("--steps must be 1 or more, not %d.".formatted(steps));
    }
    return shape;
  }

  private double deviation(NoiseSchedule schedule, GreyValues grey) {
    double deviation = noiseLevel * grey.unit();
    double least = PosteriorMean.least(schedule);
    double most = PosteriorMean.most(schedule);
    if (!(deviation >= least && deviation <= most && deviation > 0)) {
      throw run.wrong(
          "The model knows noise of %s to %s grey values (of 255), not %s."
              .formatted(
                  number(least / grey.unit()), number(most / grey.unit()), number(noiseLevel)));
    }
    return deviation;
  }

  private Condition condition(Assembled parts) {
    if (label.isEmpty()) {
      if (!Classes.all(parts.assembly()).isEmpty() && parts.assembly().labelDropout() == 0) {
        throw run.wrong(
            "The model was trained with every label shown: tell it what the image shows with --class.");
      }
      return Condition.none(1);
    }
    try {
      return Classes.of(parts.assembly(), List.of(label.get())).inTurn(1, 1);
    } catch (IllegalArgumentException e) {
      throw run.wrong(e.getMessage());
    }
  }

  private Path file() {
    Path file = out.orElse(image.resolveSibling(stem(image) + "-denoised.png"));
    if (file.toAbsolutePath().normalize().equals(image.toAbsolutePath().normalize())) {
      throw run.wrong("--out is IMAGE itself, which would be lost.");
    }
    return file;
  }

  private static String stem(Path file) {
    return String.valueOf(file.getFileName()).replaceFirst("\\.[^.]*$", "");
  }

  private void tell(GreyValues grey, Optional<byte[]> truth, Batch noisy, Batch denoised) {
    truth.ifPresent(
        clean -> {
          say("  PSNR before  %6.2f dB", GreyValues.psnr(clean, grey.of(noisy)));
          say("  PSNR after   %6.2f dB", GreyValues.psnr(clean, grey.of(denoised)));
        });
  }

  /** The pictures by the ending of their names; the first has none. */
  private Map<String, BufferedImage> pictures(
      GreyValues grey, Optional<byte[]> truth, Batch noisy, Batch denoised) {
    Map<String, BufferedImage> pictures = new LinkedHashMap<>();
    pictures.put("", grey.picture(denoised));
    if (addNoise) {
      pictures.put("-noisy", grey.picture(noisy));
    }
    Batch both = noisy.followedBy(denoised);
    pictures.put(
        "-compared",
        grey.sideBySide(truth.map(clean -> grey.toModel(clean).followedBy(both)).orElse(both)));
    return pictures;
  }

  private void write(Path file, Map<String, BufferedImage> pictures) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    for (Map.Entry<String, BufferedImage> picture : pictures.entrySet()) {
      Path path =
          picture.getKey().isEmpty()
              ? file
              : file.resolveSibling(stem(file) + picture.getKey() + ".png");
      Png.write(path, picture.getValue());
      say("Wrote %s", path);
    }
  }

  private static String number(double value) {
    return Double.isInfinite(value)
        ? "infinity"
        : new BigDecimal(value).round(new MathContext(3)).stripTrailingZeros().toPlainString();
  }

  private void say(String format, Object... values) {
    PrintWriter print = spec.commandLine().getOut();
    print.println(String.format(Locale.ROOT, format, values));
    print.flush();
  }
}
