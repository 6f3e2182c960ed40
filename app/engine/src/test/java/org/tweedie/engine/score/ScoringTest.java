package org.tweedie.engine.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataException;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.Examples;
import org.tweedie.api.data.Levels;
import org.tweedie.api.model.Batch;
import org.tweedie.engine.picture.ImageGrid;
import org.tweedie.engine.picture.Png;

/** Samples in files, and the scores as a whole. */
class ScoringTest {

  private static final DataShape GREY = DataShape.image(3, 4, 1);
  private static final DataShape COLOUR = DataShape.image(2, 2, 3);

  @TempDir Path folder;

  @Test
  void pngFilesGiveBackTheLevelsTheyWereWrittenFrom() throws IOException {
    for (DataShape shape : List.of(GREY, COLOUR)) {
      for (int count : new int[] {2, 17, 256}) {
        Levels levels = new Levels(count);
        DataDescription data = new DataDescription(shape, Optional.of(levels), List.of());
        float[] values = new float[30 * shape.size()];
        for (int i = 0; i < values.length; i++) {
          values[i] = levels.value(i * 7 % count);
        }
        Batch batch = Batch.of(shape, values);
        Path images = Files.createDirectories(folder.resolve(shape + "-" + count + "/images"));
        for (int i = 0; i < batch.count(); i++) {
          Png.write(images.resolve("%05d.png".formatted(i)), ImageGrid.single(data, batch, i));
        }
        Files.writeString(images.resolveSibling("grid.png"), "no sample");
        SampleReader reader = new SampleReader(data);
        assertThat(reader.read(images.getParent())).isEqualTo(batch);
        assertThat(reader.asWritten(batch.map(value -> value + 0.3 / count))).isEqualTo(batch);
      }
    }
  }

  @Test
  void allWrongImagesAreTold() throws IOException {
    DataDescription data = new DataDescription(GREY, Optional.of(new Levels(2)), List.of());
    DataDescription other =
        new DataDescription(DataShape.image(2, 2, 1), Optional.of(new Levels(2)), List.of());
    Batch batch = Batch.zeros(other.shape(), 1);
    for (int i = 0; i < 5; i++) {
      Png.write(folder.resolve(i + ".png"), ImageGrid.single(other, batch, 0));
    }
    Files.writeString(folder.resolve("0.png"), "nothing of the kind");
    assertThatThrownBy(() -> new SampleReader(data).read(folder))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("5 of 5 samples are not images of 3x4")
        .hasMessageContaining("0.png cannot be read as an image")
        .hasMessageContaining("1.png is 2x2")
        .hasMessageContaining("and 2 more");
  }

  @Test
  void tableOfPointsIsRead() throws IOException {
    DataDescription data = new DataDescription(DataShape.point(2), Optional.empty(), List.of());
    Path file = Files.writeString(folder.resolve("samples.csv"), "1.5,-2.0E-4\n0.25,3\n");
    Batch expected = Batch.of(data.shape(), new float[] {1.5f, -2.0E-4f, 0.25f, 3});
    assertThat(new SampleReader(data).read(file)).isEqualTo(expected);
    assertThat(new SampleReader(data).read(folder)).isEqualTo(expected);
    Files.writeString(file, "1,2\n3\n");
    assertThatThrownBy(() -> new SampleReader(data).read(file))
        .hasMessageContaining("samples.csv:2 has 1 numbers");
    Files.writeString(file, "1,x\n");
    assertThatThrownBy(() -> new SampleReader(data).read(file))
        .hasMessageContaining("samples.csv:1: 'x' is not a number");
  }

  @Test
  void dataThemselvesScoreBest() {
    Batch data = points(100, 0);
    List<Score> scores = Scoring.fitting(data.shape()).of(data, data, Optional.of(points(100, 3)));
    assertThat(scores)
        .extracting(Score::key)
        .containsExactly(
            "frechet_distance",
            "kernel_distance",
            "precision",
            "recall",
            "density",
            "coverage",
            "sliced_wasserstein",
            "energy_distance");
    for (Score score : scores) {
      if (!score.key().equals("kernel_distance")) {
        assertThat(score.lowerIsBetter() ? score.floor() : score.value())
            .as("%s, worse for shifted data", score)
            .isGreaterThan(score.lowerIsBetter() ? score.value() : score.floor());
      }
    }
  }

  @Test
  void chosenExamplesAreOfAllClassesWhateverTheirOrder() {
    Examples inTurn =
        new Examples() {
          @Override
          public int size() {
            return 1000;
          }

          @Override
          public void read(int index, float[] target, int offset) {
            target[offset] = index % 2;
          }

          @Override
          public int label(int index) {
            return index % 2;
          }
        };
    Batch chosen = Scoring.batch(inTurn, DataShape.point(1), 100);
    double share = IntStream.range(0, 100).mapToDouble(i -> chosen.values()[i]).average().orElse(0);
    assertThat(share).as("of 100, with a standard error of 0.05").isBetween(0.3, 0.7);
    assertThat(Scoring.batch(inTurn, DataShape.point(1), 5000).count()).isEqualTo(1000);
  }

  @Test
  void whatCannotBeMeasuredIsRefusedInWords() {
    Scoring scoring = Scoring.fitting(DataShape.point(2));
    assertThatThrownBy(() -> scoring.of(points(5, 0), points(50, 0), Optional.empty()))
        .isInstanceOf(DataException.class)
        .hasMessage("There are 5 samples, which are too few to measure: it takes 20 or more.");
    Batch broken = points(50, 0).map(value -> value > 0.9 ? Double.NaN : value);
    assertThatThrownBy(() -> scoring.of(broken, points(50, 0), Optional.empty()))
        .hasMessageContaining("of 50 samples have values that are not finite");
  }

  @Test
  void reportNamesTheFeaturesAndWarnsOfTooFewExamples() {
    List<Score> scores =
        Scoring.fitting(DataShape.point(2)).of(points(50, 0), points(50, 1), Optional.empty());
    ScoreReport report =
        new ScoreReport(scores, "here", 50, "points", "test", 50, "coordinates", 64);
    assertThat(report.text())
        .contains("Features  coordinates, 64 numbers an example", "far too large: take more")
        .doesNotContain("FID");
    assertThat(report.json())
        .contains("\"features\" : \"coordinates\"", "\"standard_error\"")
        .doesNotContain("data_itself", "NaN");
  }

  private static Batch points(int count, double shift) {
    float[] values = new float[2 * count];
    IntStream.range(0, values.length)
        .forEach(i -> values[i] = (float) (Math.sin(37.0 * i * i) + shift));
    return Batch.of(DataShape.point(2), values);
  }
}
