package org.tweedie.engine.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.Levels;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.engine.data.SampleReader;

class SampleFilesTest {

  private static final DataDescription POINTS =
      new DataDescription(DataShape.point(2), Optional.empty(), List.of("up, or", "=down"));

  @TempDir private Path folder;

  @Test
  void pointsAreATableThatSaysWhatEachIs() throws IOException {
    Batch samples = Batch.of(POINTS.shape(), new float[] {1.5f, -2, 0.25f, 3, 0, 1e-9f});
    Path file =
        new SampleFiles(folder, POINTS, 10, 0, List.of())
            .singles(samples, Condition.labels(new int[] {0, 1, Condition.NONE}), 7);
    assertThat(Files.readAllLines(file))
        .containsExactly(
            "x1,x2,class,seed,index",
            "1.5,-2.0,\"up, or\",7,0",
            "0.25,3.0,'=down,7,1",
            "0.0,1.0E-9,,7,2");
    assertThat(new SampleReader(POINTS).read(file).samples().values())
        .as("as it was written")
        .containsExactly(samples.values());
  }

  @Test
  void greyImagesAreGreyFilesOfTheSameValues() throws IOException {
    DataDescription grey =
        new DataDescription(DataShape.image(1, 3, 1), Optional.of(new Levels(256)), List.of());
    float[] values = {grey.levels().get().value(0), grey.levels().get().value(100), 1};
    Path images =
        new SampleFiles(folder, grey, 10, 0, List.of())
            .singles(Batch.of(grey.shape(), values), Condition.none(1), 1);
    BufferedImage image = ImageIO.read(images.resolve("00000.png").toFile());
    assertThat(image.getType()).isEqualTo(BufferedImage.TYPE_BYTE_GRAY);
    assertThat(image.getRaster().getPixels(0, 0, 3, 1, (int[]) null)).containsExactly(0, 100, 255);
  }

  @Test
  void anAnimationShowsTheFirstOfMoreThanItHasRoomFor() throws IOException {
    DataDescription grey = DataDescription.of(DataShape.image(8, 8, 1));
    SampleFiles files = new SampleFiles(folder, grey, 10, 64, List.of());
    Batch all = Batch.zeros(grey.shape(), 25);
    assertThat(files.animation(List.of(all.slice(0, 12), all), Condition.none(25)))
        .hasFileName("denoising-of-the-first-10.gif");
    assertThat(
            new SampleFiles(folder, grey, 10, 0, List.of())
                .animation(List.of(all, all), Condition.none(25)))
        .hasFileName("denoising.gif");
  }

  @Test
  void pointsOfClassesHaveAColourEach() throws IOException {
    Batch samples = Batch.of(POINTS.shape(), new float[] {-1, -1, 1, -1});
    SampleFiles files = new SampleFiles(folder, POINTS, 10, 0, List.of());
    BufferedImage one =
        ImageIO.read(files.picture(samples, Condition.labels(new int[] {0, 0})).toFile());
    BufferedImage two =
        ImageIO.read(files.picture(samples, Condition.labels(new int[] {0, 1})).toFile());
    assertThat(two.getWidth()).as("the legend takes no room").isEqualTo(one.getWidth());
    assertThat(orange(one)).isZero();
    assertThat(orange(two)).isPositive();
  }

  /** Pixels with far more red than blue. */
  private static long orange(BufferedImage image) {
    long count = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        int rgb = image.getRGB(x, y);
        count += (rgb >> 16 & 0xff) - (rgb & 0xff) > 60 ? 1 : 0;
      }
    }
    return count;
  }
}
