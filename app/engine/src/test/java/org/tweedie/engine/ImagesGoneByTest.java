package org.tweedie.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tweedie.api.data.DataException;
import org.tweedie.engine.config.ConfigException;
import org.tweedie.engine.config.ConfigReader;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.fake.Fakes;
import org.tweedie.engine.fake.ToldData;
import org.tweedie.engine.fake.ToldPlugin;
import org.tweedie.engine.progress.Report;
import org.tweedie.engine.progress.RunListener;

/**
 * Models that were trained to paint what is hidden and to make small images large: by the image
 * itself, and without guidance. Examples are dark or light, brighter to the left or to the right.
 */
@Tag("long")
class ImagesGoneByTest {

  private static final String CONFIG =
      """
      data: {type: told, captions: false, numbers: false, images: false}
      network: {type: unet, channels: 8, channel-multipliers: [1], blocks: 1, groups: 4}
      schedule: rectified-flow
      objective: flow-matching
      sampler: {type: ddim, steps: 5}
      train: {steps: 150, batch: 16, learning-rate: 5e-3, sample-every: 0, threads: 1, image-dropout: 0.1}
      sample: {count: 8, columns: 2, weights: plain}
      measures: []
      """;

  @TempDir static Path folder;

  private static Tweedie tweedie;

  @BeforeAll
  static void load() {
    tweedie = Tweedie.load(Fakes.besideBuiltIn(ToldPlugin.class), List.of());
  }

  @AfterAll
  static void close() {
    tweedie.close();
  }

  private static RunConfig config(String... overrides) {
    return ConfigReader.read("told.yaml", CONFIG, List.of(overrides), tweedie.components());
  }

  private static Path picture(String name, int size, IntUnaryOperator grey) throws IOException {
    BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < size * size; i++) {
      image.getRaster().setSample(i % size, i / size, 0, grey.applyAsInt(i));
    }
    Path file = folder.resolve(name);
    ImageIO.write(image, "png", file.toFile());
    return file;
  }

  /** Mean grey value of the right halves of all samples in a folder. */
  private static double right(Path samples) throws IOException {
    try (Stream<Path> files = Files.walk(samples)) {
      List<Path> singles =
          files
              .filter(file -> file.toString().endsWith(".png"))
              .filter(file -> !file.endsWith("before-after.png"))
              .toList();
      assertThat(singles).hasSize(8);
      return singles.stream().mapToDouble(ImagesGoneByTest::rightOf).average().orElseThrow();
    }
  }

  private static double rightOf(Path file) {
    try {
      BufferedImage image = ImageIO.read(file.toFile());
      int[] all = image.getRaster().getSamples(2, 0, 2, 4, 0, new int[8]);
      return Arrays.stream(all).average().orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The left is shown: -0.7 or -0.3 of a dark one, 0.3 or 0.7 of a light one. */
  @Test
  void whatIsHiddenIsPaintedByWhatIsShown() throws IOException {
    Path mask = picture("mask.png", 4, i -> i % 4 < 2 ? 255 : 0);
    Path dark = picture("dark.png", 4, i -> 51);
    Path light = picture("light.png", 4, i -> 204);
    try (Run run =
        tweedie.create(folder.resolve("painter"), config("image-condition=inpainting"))) {
      run.train(RunListener.silent());
      assertThat(run.images().paintsItself()).isTrue();
      assertThat(run.images().enlargesItself()).isFalse();
      double[] greys = new double[2];
      for (int i = 0; i < 2; i++) {
        Path into = folder.resolve("painted-" + i);
        Report report =
            run.images()
                .inpaint(
                    i == 0 ? dark : light,
                    mask,
                    8,
                    Optional.empty(),
                    Optional.of(into),
                    RunListener.silent());
        assertThat(report.text()).contains("the model was trained to go by such an image");
        greys[i] = right(into);
      }
      // In truth 0.5 and -0.5 of 1 from the middle, with 0.2 by the side: 64 and 191.
      assertThat(greys[0]).as("beside the dark half").isLessThan(105);
      assertThat(greys[1]).as("beside the light half").isGreaterThan(150);
      Path small = picture("small-mask.png", 2, i -> 255);
      assertThatThrownBy(
              () ->
                  run.images()
                      .inpaint(
                          dark, small, 8, Optional.empty(), Optional.empty(), RunListener.silent()))
          .isInstanceOf(DataException.class)
          .hasMessageContaining(
              "small-mask.png has 2x2x1, and the model goes by images of 4x4x1 (height, width, channels).");
    }
  }

  @Test
  void aSmallImageIsMadeLargeByAModelThatLearntIt() throws IOException {
    Path tilted = picture("tilted.png", 2, i -> i % 2 == 0 ? 150 : 220);
    Path other = picture("other.png", 2, i -> i % 2 == 0 ? 105 : 35);
    try (Run run =
        tweedie.create(
            folder.resolve("enlarger"),
            config(
                "image-condition=upscaling", "train.image-noise=0.2", "sample.image-noise=0.1"))) {
      run.train(RunListener.silent());
      assertThat(run.images().enlargesItself()).isTrue();
      assertThat(run.images().paintsItself()).isFalse();
      Path light = folder.resolve("enlarged");
      Path dark = folder.resolve("enlarged-dark");
      Report report =
          run.images()
              .upscale(tilted, 8, Optional.empty(), Optional.of(light), RunListener.silent());
      assertThat(report.text()).contains("the model was trained to go by such an image");
      run.images().upscale(other, 8, Optional.empty(), Optional.of(dark), RunListener.silent());
      assertThat(right(light)).as("of 220").isGreaterThan(180);
      assertThat(right(dark)).as("of 35").isLessThan(75);
      Path large = picture("large.png", ToldData.SIZE, i -> 0);
      assertThatThrownBy(
              () ->
                  run.images()
                      .upscale(large, 8, Optional.empty(), Optional.empty(), RunListener.silent()))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("large.png has 4x4x1, and the model goes by images of 2x2x1");
    }
  }

  @Test
  void noiseWouldBeInTheMaskToo() {
    RunConfig config = config("image-condition=inpainting", "train.image-noise=0.2");
    assertThatThrownBy(() -> tweedie.create(folder.resolve("refused"), config).close())
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("it would be in the mask too");
  }
}
