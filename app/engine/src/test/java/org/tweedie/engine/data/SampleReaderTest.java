package org.tweedie.engine.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import org.tweedie.api.data.DataException;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.Levels;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.engine.picture.ImageGrid;
import org.tweedie.engine.picture.Png;
import org.tweedie.engine.sampling.WrittenValues;

/** Samples in files are read as data are. */
class SampleReaderTest {

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
        assertThat(reader.read(images.getParent()).samples()).isEqualTo(batch);
        assertThat(WrittenValues.of(data, batch.map(value -> value + 0.3 / count)))
            .isEqualTo(batch);
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
    assertThat(new SampleReader(data).read(file).samples()).isEqualTo(expected);
    assertThat(new SampleReader(data).read(folder).samples()).isEqualTo(expected);
    Files.writeString(file, "1,2\n3\n");
    assertThatThrownBy(() -> new SampleReader(data).read(file))
        .hasMessageContaining("samples.csv:2 has 1 numbers");
    Files.writeString(file, "1,x\n");
    assertThatThrownBy(() -> new SampleReader(data).read(file))
        .hasMessageContaining("samples.csv:1: 'x' is no finite number");
  }

  @Test
  void imagesAreFoundAndDecodedAsThoseOfData() throws IOException {
    DataDescription data =
        new DataDescription(GREY, Optional.of(new Levels(256)), List.of("cat", "dog"));
    Batch batch = Batch.of(GREY, new float[2 * GREY.size()]);
    for (String name : List.of("dog/b", "dog/.hidden", "cat/a")) {
      Path file = folder.resolve(name + ".png");
      Files.createDirectories(file.getParent());
      Png.write(file, ImageGrid.single(data, batch, 0));
    }
    BufferedImage photo = new BufferedImage(4, 3, BufferedImage.TYPE_BYTE_GRAY);
    ImageIO.write(photo, "jpg", folder.resolve("cat/c.jpeg").toFile());
    SampleReader.Samples read = new SampleReader(data).read(folder);
    assertThat(read.samples().count()).as("a hidden file is no sample").isEqualTo(3);
    assertThat(read.classes()).isEqualTo(Condition.labels(0, 0, 1));
  }

  @Test
  void foldersOfOtherNamesSayNothingOfClasses() throws IOException {
    DataDescription data =
        new DataDescription(GREY, Optional.of(new Levels(256)), List.of("cat", "dog"));
    Batch batch = Batch.zeros(GREY, 1);
    for (String name : List.of("one/a", "two/b")) {
      Path file = folder.resolve(name + ".png");
      Files.createDirectories(file.getParent());
      Png.write(file, ImageGrid.single(data, batch, 0));
    }
    assertThat(new SampleReader(data).read(folder).classes()).isEqualTo(Condition.none(2));
  }

  @Test
  void tableMayHaveNamesOfColumnsAndTheMarkOfASpreadsheet() throws IOException {
    DataDescription data = new DataDescription(DataShape.point(2), Optional.empty(), List.of());
    Path file = Files.writeString(folder.resolve("samples.csv"), "\uFEFFx,y\n1,2\n\n3,4\n");
    assertThat(new SampleReader(data).read(file).samples())
        .isEqualTo(Batch.of(data.shape(), new float[] {1, 2, 3, 4}));
    Files.writeString(file, "\uFEFF1,2\nx,y\n");
    assertThatThrownBy(() -> new SampleReader(data).read(file))
        .hasMessageContaining("samples.csv:2: 'x' is no finite number");
  }
}
