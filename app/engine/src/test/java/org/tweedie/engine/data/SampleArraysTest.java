package org.tweedie.engine.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataException;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.Levels;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.sampler.SeededNoise;
import org.tweedie.engine.file.NpyArray;
import org.tweedie.engine.problem.RunException;
import org.tweedie.engine.run.RunFolder;
import org.tweedie.engine.sampling.SampleFormat;
import org.tweedie.engine.sampling.WholeSamples;
import org.tweedie.engine.sampling.WrittenValues;

/** Samples in arrays of NumPy are read as they were written. */
class SampleArraysTest {

  private static final DataDescription IMAGES =
      new DataDescription(
          DataShape.image(4, 3, 1), Optional.of(new Levels(17)), List.of("a", "b", "c"));
  private static final DataDescription COLOURS = DataDescription.of(DataShape.image(2, 2, 3));
  private static final DataDescription POINTS = DataDescription.of(DataShape.point(2));

  @TempDir Path folder;

  private static Batch samples(DataDescription data) {
    Batch noise = new SeededNoise(1, 0, 6, data.shape()).draw(0);
    return data.shape().isImage() ? noise.clamp(-1, 1) : noise;
  }

  private Path written(DataDescription data, SampleFormat format, Condition classes)
      throws IOException {
    Path file = folder.resolve(format.fileName());
    try (OutputStream out = Files.newOutputStream(file)) {
      new WholeSamples(data, samples(data), classes, 1).write(format, out);
    }
    return file;
  }

  @ParameterizedTest
  @EnumSource(
      value = SampleFormat.class,
      names = {"NPY", "NPZ"})
  void whatWasWrittenIsRead(SampleFormat format) throws IOException {
    Condition classes = Condition.labels(0, 1, 2, 0, 1, 2);
    for (DataDescription data : List.of(IMAGES, COLOURS, POINTS)) {
      boolean labelled = !data.classes().isEmpty();
      Path file = written(data, format, labelled ? classes : Condition.none(6));
      SampleReader.Samples read = new SampleReader(data).read(file);
      assertThat(read.samples()).isEqualTo(WrittenValues.of(data, samples(data)));
      assertThat(read.classes())
          .isEqualTo(labelled && format == SampleFormat.NPZ ? classes : Condition.none(6));
      assertThat(SampleReader.canRead(folder)).isTrue();
      assertThat(new SampleReader(data).read(folder).samples()).isEqualTo(read.samples());
    }
  }

  @Test
  void whatIsNotLikeTheDataIsToldInWords() throws IOException {
    Path file = written(IMAGES, SampleFormat.NPY, Condition.none(6));
    assertThatThrownBy(() -> new SampleReader(POINTS).read(file))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("has the shape [6, 4, 3, 1]", "[N, 2]");
    assertThatThrownBy(() -> new SampleReader(IMAGES.withLevels(new Levels(2))).read(file))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("not one of the data's 2 levels");
    Path wild = folder.resolve("wild.npy");
    try (OutputStream out = Files.newOutputStream(wild)) {
      NpyArray.write(out, List.of(1, 2, 2, 3), new float[] {0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0});
    }
    assertThatThrownBy(() -> new SampleReader(COLOURS).read(wild))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("has the value 2.0", "between -1 and 1");
  }

  /** To read a pickle is to run the code in it. */
  @Test
  void picklesAreNotOpenedWhereverTheyAreNamed() throws IOException {
    Path pickle = Files.write(folder.resolve("model.pt"), new byte[] {1});
    String words = "to read one is to run the code in it";
    assertThatThrownBy(() -> new SampleReader(POINTS).read(pickle))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(words);
    assertThatThrownBy(() -> NumpyArrays.read(pickle.toString()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(words);
    assertThatThrownBy(() -> ImageFiles.anyIn(folder.resolve("Model.PTH").toString()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(words);
    assertThatThrownBy(() -> RunFolder.existing(pickle))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("safetensors");
    Files.createDirectories(folder.resolve("run.pt"));
    assertThatThrownBy(() -> RunFolder.existing(folder.resolve("run.pt")))
        .hasMessageContaining("There is no run");
  }
}
