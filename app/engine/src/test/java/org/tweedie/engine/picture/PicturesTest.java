package org.tweedie.engine.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
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
import org.tweedie.engine.sampling.SampleFiles;

class PicturesTest {

  private static final int GAP = 0xd0d0d0;

  @TempDir Path folder;

  private static DataDescription data(DataShape shape, int levels) {
    return new DataDescription(
        shape, levels == 0 ? Optional.empty() : Optional.of(new Levels(levels)), List.of());
  }

  private static int rgb(BufferedImage image, int x, int y) {
    // Java would take grey for linear light.
    return image.getType() == BufferedImage.TYPE_BYTE_GRAY
        ? image.getRaster().getSample(x, y, 0) * 0x010101
        : image.getRGB(x, y) & 0xffffff;
  }

  @Test
  void levelsRunFromBlackToWhite() {
    Levels levels = new Levels(17);
    float[] values = new float[17];
    for (int i = 0; i < 17; i++) {
      values[i] = levels.value(i);
    }
    DataDescription data = data(DataShape.image(1, 17, 1), 17);
    BufferedImage image = ImageGrid.single(data, Batch.of(data.shape(), values), 0);
    for (int i = 0; i < 17; i++) {
      assertThat(rgb(image, i, 0)).isEqualTo((int) Math.round(i * 255 / 16.0) * 0x010101);
    }
  }

  @Test
  void eightBitsComeBackAsTheyWere() {
    Levels levels = new Levels(256);
    DataDescription data = data(DataShape.image(1, 1, 3), 256);
    Batch batch =
        Batch.of(data.shape(), new float[] {levels.value(1), levels.value(128), levels.value(254)});
    assertThat(rgb(ImageGrid.single(data, batch, 0), 0, 0)).isEqualTo(0x0180fe);
  }

  @Test
  void valuesBeyondTheScaleAreCutOff() {
    for (int levels : new int[] {0, 17}) {
      DataDescription data = data(DataShape.image(1, 3, 1), levels);
      Batch batch = Batch.of(data.shape(), new float[] {-9, 9, Float.NaN});
      BufferedImage image = ImageGrid.single(data, batch, 0);
      assertThat(rgb(image, 0, 0)).isZero();
      assertThat(rgb(image, 1, 0)).isEqualTo(0xffffff);
      assertThat(rgb(image, 2, 0)).as("not a number").isZero();
    }
  }

  @Test
  void gridPlacesImagesRowByRowAndEnlargesThem() {
    DataDescription data = data(DataShape.image(8, 8, 1), 0);
    float[] values = new float[5 * 64];
    for (int i = 0; i < 5; i++) {
      Arrays.fill(values, i * 64, (i + 1) * 64, -1 + 2 * (i * 50) / 255f);
    }
    BufferedImage grid = new ImageGrid(data, 2, 0, List.of()).draw(Batch.of(data.shape(), values));
    assertThat(grid.getWidth()).isEqualTo(2 * 66 + 2);
    assertThat(grid.getHeight()).isEqualTo(3 * 66 + 2);
    for (int i = 0; i < 5; i++) {
      int x = 2 + i % 2 * 66;
      int y = 2 + i / 2 * 66;
      assertThat(rgb(grid, x, y)).as("first pixel of %d", i).isEqualTo(i * 50 * 0x010101);
      assertThat(rgb(grid, x + 63, y + 63)).as("last pixel of %d", i).isEqualTo(i * 50 * 0x010101);
      assertThat(rgb(grid, x - 1, y - 1)).as("gap before %d", i).isEqualTo(GAP);
    }
    assertThat(rgb(grid, 100, 180)).as("the empty cell").isEqualTo(GAP);
  }

  @Test
  void largeImagesKeepTheirSize() {
    DataDescription data = data(DataShape.image(100, 70, 3), 256);
    BufferedImage grid = new ImageGrid(data, 3, 0, List.of()).draw(Batch.zeros(data.shape(), 3));
    assertThat(grid.getWidth()).isEqualTo(3 * 72 + 2);
    assertThat(grid.getHeight()).isEqualTo(102 + 2);
  }

  @Test
  void aGridIsNoLargerThanCanBeDrawnAndSaysHowManyItShows() throws IOException {
    DataDescription data = data(DataShape.image(8, 8, 1), 0);
    ImageGrid grid = new ImageGrid(data, 10, 0, List.of());
    assertThat(grid.shown(200)).isEqualTo(200);
    int most = 50_000_000 / (66 * 66 * 10) * 10;
    assertThat(grid.shown(50_000)).isEqualTo(most);
    assertThat(new ImageGrid(data, 10, 200, List.of()).shown(50))
        .as("a row at least")
        .isEqualTo(10);
    assertThatThrownBy(() -> new ImageGrid(data, 10, 4000, List.of()))
        .hasMessage(
            "A row of 10 images of 8x8 pixels, each 4000 times as large, is a picture of"
                + " 10,240,000,000 pixels, and 50,000,000 are the most that are drawn.");
    Batch batch = Batch.zeros(data.shape(), most + 1);
    BufferedImage image = grid.draw(batch);
    assertThat(image.getHeight()).isEqualTo(most / 10 * 66 + 2);
    assertThat(new SampleFiles(folder, data, 10, 64, List.of()).picture(batch, Condition.none(0)))
        .as("of %d", most + 1)
        .hasFileName("grid-of-the-first-180.png");
  }

  @Test
  void aLongCaptionLeavesRoomForTheImages() {
    DataDescription data = data(DataShape.image(8, 8, 1), 0);
    BufferedImage grid =
        new ImageGrid(data, 2, 0, List.of("very ".repeat(100_000)))
            .draw(Batch.zeros(data.shape(), 2));
    assertThat(grid.getWidth()).isLessThan(1000);
  }

  /** Names are anything, and a plot knows its series by theirs. */
  @Test
  void classesOfTheSameNameAndNamesOfThePlotsOwnAreDrawn() {
    DataDescription data =
        data(DataShape.point(2), 0)
            .withClasses(List.of("diagonal", "points", "a", "$x^2$", "", "long ".repeat(1000)));
    int[] labels = {0, 1, 2, 3, 4, 5, Condition.NONE};
    BatchPicture picture = BatchPicture.of(data, 1, 0, List.of());
    BufferedImage drawn =
        picture.draw(Batch.zeros(data.shape(), labels.length), Condition.labels(labels));
    assertThat(drawn.getWidth()).isLessThan(1000);
  }

  @Test
  void linesOfTheSameNameAreDrawnAndWhatHasNoPlaceIsCounted() {
    LinePlot.Line line =
        new LinePlot.Line("a", List.of(1.0, 2.0, 3.0), List.of(1.0, 0.0, Double.NaN), true);
    LinePlot.Axis axis = new LinePlot.Axis("x", false);
    assertThat(
            new LinePlot("both", axis, new LinePlot.Axis("y", true), List.of(line, line))
                .chart(200, 100, 150)
                .getTitle())
        .isEqualTo("both (4 of 6 points not shown)");
    assertThat(new LinePlot("one", axis, axis, List.of(line)).chart(200, 100, 150).getTitle())
        .isEqualTo("one (1 of 3 points not shown)");
  }

  @Test
  void aTitleIsAsLargeAsFitsAboveItsPlot() {
    String longest = "pictures of what the caption says, unseen captions";
    assertThat(withTitle(longest).chart(320, 270, 150).getStyler().getChartTitleFont().getSize2D())
        .isLessThan(
            withTitle("short").chart(320, 270, 0).getStyler().getChartTitleFont().getSize2D());
    for (String title : List.of(longest, "of as many objects, unseen captions")) {
      BufferedImage drawn = new PlotSheet(List.of(withTitle(title)), 1, 320, 270).image();
      for (int row = 0; row < 30; row++) {
        assertThat(drawn.getRGB(319, row)).as(title).isEqualTo(Color.WHITE.getRGB());
      }
    }
  }

  private static LinePlot withTitle(String title) {
    LinePlot.Line line = new LinePlot.Line("a", List.of(0.0, 8.0), List.of(0.4, 0.8), true);
    return new LinePlot(
        title,
        new LinePlot.Axis("guidance.scale", false),
        new LinePlot.Axis("higher is better", false),
        List.of(line));
  }

  @Test
  void captionsMakeRoomAtTheLeftAndChangeNothingElse() {
    DataDescription data = data(DataShape.image(8, 8, 1), 0);
    Batch batch = Batch.zeros(data.shape(), 4);
    BufferedImage plain = new ImageGrid(data, 2, 0, List.of()).draw(batch);
    BufferedImage named = new ImageGrid(data, 2, 0, List.of("ankle boot", "bag")).draw(batch);
    int left = named.getWidth() - plain.getWidth();
    assertThat(left).isPositive();
    for (int row = 0; row < 2; row++) {
      int dark = 0;
      for (int y = row * 66; y < (row + 1) * 66; y++) {
        for (int x = 0; x < left; x++) {
          dark += (rgb(named, x, y) & 0xff) < 0x80 ? 1 : 0;
        }
      }
      assertThat(dark).as("dark pixels beside row %d", row).isGreaterThan(20);
    }
    for (int y = 0; y < plain.getHeight(); y++) {
      for (int x = 0; x < plain.getWidth(); x++) {
        assertThat(rgb(named, x + left, y)).isEqualTo(rgb(plain, x, y));
      }
    }
  }

  @Test
  void pointsFallWhereTheAxesSay() {
    DataDescription data = data(DataShape.point(2), 0);
    BatchPicture picture = BatchPicture.of(data, 1, 0, List.of());
    BufferedImage empty = picture.draw(Batch.zeros(data.shape(), 0));
    int[] centre =
        meanOfDifference(empty, picture.draw(Batch.of(data.shape(), new float[] {0, 0})));
    int[] right = meanOfDifference(empty, picture.draw(Batch.of(data.shape(), new float[] {2, 0})));
    int[] up = meanOfDifference(empty, picture.draw(Batch.of(data.shape(), new float[] {0, 2})));
    // Points on a grid line differ from it in fewer pixels, which moves the mean a little.
    assertThat(right[1]).isCloseTo(centre[1], within(3));
    assertThat(up[0]).isCloseTo(centre[0], within(3));
    assertThat(right[0] - centre[0]).isGreaterThan(150);
    assertThat(centre[1] - up[1])
        .as("a unit upwards is as long as one to the right")
        .isBetween(right[0] - centre[0] - 3, right[0] - centre[0] + 3);
  }

  @Test
  void picturesOfPointsAreAlikeInSize() {
    DataDescription data = data(DataShape.point(2), 0);
    BatchPicture picture = BatchPicture.of(data, 1, 0, List.of());
    BufferedImage empty = picture.draw(Batch.zeros(data.shape(), 0));
    for (int count : new int[] {1, 2, 40}) {
      float[] values = new float[2 * count];
      for (int i = 0; i < values.length; i++) {
        values[i] = 0.0371f * i;
      }
      BufferedImage drawn = picture.draw(Batch.of(data.shape(), values));
      assertThat(drawn.getWidth()).isEqualTo(empty.getWidth());
      assertThat(drawn.getHeight()).isEqualTo(empty.getHeight());
    }
  }

  private static int[] meanOfDifference(BufferedImage a, BufferedImage b) {
    long[] sums = new long[3];
    for (int y = 0; y < a.getHeight(); y++) {
      for (int x = 0; x < a.getWidth(); x++) {
        if (rgb(a, x, y) != rgb(b, x, y)) {
          sums[0] += x;
          sums[1] += y;
          sums[2]++;
        }
      }
    }
    assertThat(sums[2]).as("pixels of the point").isPositive();
    return new int[] {(int) (sums[0] / sums[2]), (int) (sums[1] / sums[2])};
  }

  @Test
  void pointsBeyondTheAxesAndBrokenOnesAreCountedInThePicture() {
    DataDescription data = data(DataShape.point(2), 0);
    BatchPicture picture = BatchPicture.of(data, 1, 0, List.of());
    BufferedImage empty = picture.draw(Batch.zeros(data.shape(), 0));
    BufferedImage two = picture.draw(Batch.of(data.shape(), new float[] {Float.NaN, 0, 1e9f, 0}));
    int[] words = meanOfDifference(empty, two);
    assertThat(words[0]).as("in the upper left corner").isLessThan(empty.getWidth() / 2);
    assertThat(words[1]).isLessThan(empty.getHeight() / 10);
    assertThat(Png.bytes(picture.draw(Batch.of(data.shape(), new float[] {4, 0, 0, -4}))))
        .as("as many elsewhere")
        .isEqualTo(Png.bytes(two));
    assertThat(Png.bytes(picture.draw(Batch.of(data.shape(), new float[] {4, 0, 0, -4, 5, 5}))))
        .as("more of them")
        .isNotEqualTo(Png.bytes(two));
  }

  @Test
  void whatCannotBeShownIsRefused() {
    for (DataShape shape : List.of(DataShape.point(3), DataShape.image(4, 4, 2))) {
      assertThat(BatchPicture.canShow(data(shape, 0))).isFalse();
      assertThatThrownBy(() -> BatchPicture.of(data(shape, 0), 1, 0, List.of()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(shape.toString());
    }
    assertThat(BatchPicture.canShow(data(DataShape.point(2), 0))).isTrue();
    assertThat(BatchPicture.canShow(data(DataShape.image(4, 4, 3), 0))).isTrue();
  }

  @Test
  void pngKeepsEveryPixel() throws IOException {
    BufferedImage image = new BufferedImage(5, 3, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 15; i++) {
      image.setRGB(i % 5, i / 5, i * 0x0a0b0c);
    }
    Png.write(folder.resolve("a.png"), image);
    for (BufferedImage read :
        List.of(
            ImageIO.read(folder.resolve("a.png").toFile()),
            ImageIO.read(new ByteArrayInputStream(Png.bytes(image))))) {
      for (int i = 0; i < 15; i++) {
        assertThat(rgb(read, i % 5, i / 5)).isEqualTo(i * 0x0a0b0c);
      }
    }
  }
}
