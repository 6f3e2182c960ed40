package org.tweedie.engine.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.Levels;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.engine.data.SampleReader;
import org.tweedie.engine.file.NpyArray;
import org.tweedie.engine.file.NpyHeader;
import org.tweedie.engine.file.NpzFile;
import org.tweedie.engine.file.Safetensors;

class WholeSamplesTest {

  private static final Levels LEVELS = new Levels(17);

  private static final WholeSamples IMAGES =
      new WholeSamples(
          new DataDescription(DataShape.image(1, 2, 1), Optional.of(LEVELS), List.of("cat", "dog")),
          Batch.of(
              DataShape.image(1, 2, 1),
              new float[] {LEVELS.value(0), LEVELS.value(16), LEVELS.value(3) + 0.01f, -2}),
          Condition.labels(new int[] {1, Condition.NONE}),
          7);

  private static final WholeSamples POINTS =
      new WholeSamples(
          DataDescription.of(DataShape.point(3)),
          Batch.of(DataShape.point(3), new float[] {1.5f, -2, 0.25f, 3, 1e-9f, -40}),
          Condition.none(2),
          7);

  @TempDir private Path folder;

  private static byte[] bytes(WholeSamples samples, SampleFormat format) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    samples.write(format, out);
    return out.toByteArray();
  }

  @Test
  void anArrayHoldsTheLevelsOfQuantisedData() throws IOException {
    NpyArray read = NpyArray.read(new ByteArrayInputStream(bytes(IMAGES, SampleFormat.NPY)), "it");
    assertThat(read.shape()).containsExactly(2, 1, 2, 1);
    assertThat(read.bytes()).containsExactly(0, 16, 3, 0);
  }

  @Test
  void anArrayHoldsTheFloatsOfContinuousData() throws IOException {
    NpyArray read = NpyArray.read(new ByteArrayInputStream(bytes(POINTS, SampleFormat.NPY)), "it");
    assertThat(read.type()).isEqualTo(NpyHeader.Type.FLOAT32);
    assertThat(read.shape()).containsExactly(2, 3);
    for (int i = 0; i < 6; i++) {
      assertThat((float) read.value(i)).isEqualTo(POINTS.samples().values()[i]);
    }
  }

  @Test
  void anArchiveHasTheLabelsToo() throws IOException {
    Path file = folder.resolve("samples.npz");
    Files.write(file, bytes(IMAGES, SampleFormat.NPZ));
    assertThat(NpzFile.names(file)).containsExactly("samples", "labels");
    NpyArray labels = NpzFile.read(file, "labels");
    assertThat(List.of(labels.value(0), labels.value(1))).containsExactly(1.0, -1.0);
    assertThat(bytes(IMAGES, SampleFormat.NPZ))
        .as("whenever it is written")
        .isEqualTo(Files.readAllBytes(file));
    Files.write(file, bytes(POINTS, SampleFormat.NPZ));
    assertThat(NpzFile.names(file)).containsExactly("samples");
  }

  @Test
  void tensorsAndTablesHoldTheModelsScale() throws IOException {
    Path file = folder.resolve("samples.safetensors");
    IMAGES.write(SampleFormat.SAFETENSORS, file);
    Safetensors read = Safetensors.read(file);
    assertThat(read.tensors().get("samples").shape()).containsExactly(2, 1, 2, 1);
    assertThat(read.tensors().get("samples").values()).containsExactly(IMAGES.samples().values());
    assertThat(read.tensors().get("labels").values()).containsExactly(1, -1);
    assertThat(read.metadata()).containsEntry("seed", "7");
    Path table = folder.resolve("samples.csv");
    IMAGES.write(SampleFormat.CSV, table);
    assertThat(Files.readAllLines(table).get(0)).isEqualTo("x1,x2,class,seed,index");
    assertThat(new SampleReader(IMAGES.data()).read(table).samples().values())
        .containsExactly(IMAGES.samples().values());
  }
}
