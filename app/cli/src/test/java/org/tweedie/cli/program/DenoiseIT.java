package org.tweedie.cli.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tweedie.api.data.Examples;
import org.tweedie.api.model.Batch;
import org.tweedie.engine.config.ConfigReader;
import org.tweedie.engine.picture.GreyValues;
import org.tweedie.engine.picture.Png;
import org.tweedie.engine.plugin.PluginLoader;
import org.tweedie.engine.run.Assembled;
import org.tweedie.engine.run.Assembler;

/** A trained run as a denoiser of held-out digits. */
class DenoiseIT {

  private static final int DIGITS = 4;

  @TempDir static Path folder;

  @BeforeAll
  static void writeDigits() throws IOException {
    Shared.digits(folder);
    Assembled parts =
        Assembler.assemble(
            ConfigReader.read(
                List.of(folder.resolve("run/config.yaml")),
                List.of(),
                new PluginLoader().load(List.of()).registry()));
    GreyValues grey = new GreyValues(parts.assembly().data());
    Examples test = parts.data().test();
    for (int i = 0; i < DIGITS; i++) {
      float[] values = new float[parts.assembly().data().shape().size()];
      test.read(i, values, 0);
      Png.write(image(i), grey.picture(Batch.of(parts.assembly().data().shape(), values)));
    }
  }

  private static Path image(int i) {
    return folder.resolve("digit" + i + ".png");
  }

  private static Program.Ended denoise(String image, String... more) {
    List<String> arguments = new ArrayList<>(List.of("denoise", folder.resolve("run").toString()));
    arguments.add(folder.resolve(image).toString());
    arguments.addAll(List.of(more));
    return Session.shared().run(arguments.toArray(String[]::new));
  }

  private static double psnr(Program.Ended ended, String when) {
    Matcher matcher = Pattern.compile("PSNR " + when + " +([0-9.]+) dB").matcher(ended.out());
    assertThat(matcher.find()).as(ended.out()).isTrue();
    return Double.parseDouble(matcher.group(1));
  }

  @Test
  void bringsNoisyDigitsNearerToTheCleanOnes() {
    double won = 0;
    for (int i = 0; i < DIGITS; i++) {
      Program.Ended ended =
          denoise("digit" + i + ".png", "--noise-level", "80", "--add-noise").succeeded();
      double before = psnr(ended, "before");
      assertThat(before)
          .as("noise of 80 of 255, some of it cut off at black and white")
          .isBetween(20 * Math.log10(255.0 / 80) - 1, 20 * Math.log10(255.0 / 80) + 5);
      won += (psnr(ended, "after") - before) / DIGITS;
    }
    assertThat(won).as("decibels won on average").isGreaterThan(2);
  }

  @Test
  void whatIsWrittenIsWhatIsTold() throws IOException {
    Program.Ended ended =
        denoise(
                "digit0.png",
                "--noise-level",
                "60",
                "--add-noise",
                "--out",
                folder.resolve("new/clean.png").toString())
            .succeeded();
    assertThat(psnr("digit0.png", "new/clean.png")).isCloseTo(psnr(ended, "after"), within(0.006));
    assertThat(psnr("digit0.png", "new/clean-noisy.png"))
        .isCloseTo(psnr(ended, "before"), within(0.006));
    assertThat(folder.resolve("new/clean-compared.png")).exists();
    Program.Ended again =
        denoise(
                "new/clean-noisy.png",
                "--noise-level",
                "60",
                "--clean",
                folder.resolve("digit0.png").toString())
            .succeeded();
    assertThat(again.out()).contains("new/clean-noisy-denoised.png");
    assertThat(psnr(again, "before")).isEqualTo(psnr(ended, "before"));
    assertThat(psnr(again, "after")).isGreaterThan(psnr(again, "before"));
  }

  @Test
  void moreStepsWalkToAnotherImage() {
    Program.Ended mean =
        denoise("digit1.png", "--noise-level", "80", "--add-noise", "--class", "1").succeeded();
    Program.Ended walked =
        denoise("digit1.png", "--noise-level", "80", "--add-noise", "--class", "1", "--steps", "8")
            .succeeded();
    assertThat(psnr(walked, "before")).isEqualTo(psnr(mean, "before"));
    assertThat(psnr(walked, "after")).isNotEqualTo(psnr(mean, "after"));
    assertThat(walked.out()).contains("8 steps");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nowhere.png --noise-level 20 | There is no file",
        "run/config.yaml --noise-level 20 | cannot be read as an image",
        "digit0.png --noise-level 0.001 | The model knows noise of 1.5 to 1650 grey values",
        "digit0.png --noise-level 20 --steps 0 | must be 1 or more",
        "digit0.png --noise-level 20 --class eleven | There is no class 'eleven'",
        "digit0.png | --noise-level",
        "run/samples/grid.png --noise-level 20 | and the model's images have 8x8"
      })
  void wrongInputIsToldInWords(String line, String words) {
    String[] arguments = line.split(" ", 2);
    String[] more = arguments.length == 1 ? new String[0] : arguments[1].split(" ");
    assertThat(denoise(arguments[0], more).endedWith(2).err())
        .contains(words)
        .doesNotContain("\tat ");
  }

  private static double psnr(String clean, String other) throws IOException {
    return GreyValues.psnr(bytes(clean), bytes(other));
  }

  private static byte[] bytes(String name) throws IOException {
    assertThat(Files.exists(folder.resolve(name))).as(name).isTrue();
    BufferedImage image = ImageIO.read(folder.resolve(name).toFile());
    byte[] bytes = new byte[image.getWidth() * image.getHeight()];
    for (int k = 0; k < bytes.length; k++) {
      bytes[k] = (byte) image.getRaster().getSample(k % image.getWidth(), k / image.getWidth(), 0);
    }
    return bytes;
  }
}
