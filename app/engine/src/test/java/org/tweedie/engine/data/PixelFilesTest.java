package org.tweedie.engine.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataException;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.Levels;
import org.tweedie.api.model.Condition;
import org.tweedie.engine.picture.Png;

class PixelFilesTest {

  @TempDir private Path folder;

  private static DataDescription data(int channels, int levels) {
    return DataDescription.of(DataShape.image(2, 3, channels)).withLevels(new Levels(levels));
  }

  private static byte[][] examples(DataDescription data) {
    byte[][] examples = new byte[4][data.shape().size()];
    for (int i = 0; i < examples.length; i++) {
      for (int k = 0; k < examples[i].length; k++) {
        examples[i][k] = (byte) ((31 * i + 7 * k) % data.levels().orElseThrow().count());
      }
    }
    return examples;
  }

  @ParameterizedTest
  @CsvSource({
    "PNG, 1, 256",
    "PNG, 3, 256",
    "PNG, 1, 17",
    "PNG, 1, 2",
    "IDX, 1, 256",
    "IDX, 3, 17",
    "NPY, 1, 17",
    "NPY, 3, 256"
  })
  void whatIsWrittenIsReadAgain(PixelFormat format, int channels, int levels) throws IOException {
    DataDescription data = data(channels, levels);
    byte[][] examples = examples(data);
    int[] labels = {0, 1, Condition.NONE, 2};
    List<Path> written = PixelFiles.write(folder, format, List.of(), data, examples, labels);
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < examples.length; i++) {
      files.add(folder.resolve("%06d.png".formatted(i)));
    }
    PixelFiles read =
        PixelFiles.read(format == PixelFormat.PNG ? files : written.subList(0, 1), data);
    assertThat(read.format()).isEqualTo(format);
    assertThat(read.levels()).isDeepEqualTo(examples);
  }

  @Test
  void anArrayOfNumPyHasItsHeader() throws IOException {
    DataDescription data = data(1, 256);
    PixelFiles.write(
        folder,
        PixelFormat.NPY,
        List.of("a.npy"),
        data,
        examples(data),
        new int[] {-1, -1, -1, -1});
    byte[] bytes = Files.readAllBytes(folder.resolve("a.npy"));
    String header = new String(bytes, 10, 118, StandardCharsets.US_ASCII);
    assertThat(header)
        .startsWith("{'descr': '|u1', 'fortran_order': False, 'shape': (4, 2, 3), }")
        .endsWith("\n");
    assertThat(bytes).hasSize(128 + 24);
    assertThat(folder.resolve("labels.npy")).doesNotExist();
  }

  private void assertRefused(Path file, DataDescription data, String words) {
    assertThatThrownBy(() -> PixelFiles.read(List.of(file), data))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(words)
        .hasMessageContaining(file.getFileName().toString());
  }

  @Test
  void whatWouldNotComeOutAsItIsIsRefused() throws IOException {
    Path grey = folder.resolve("grey.png");
    Png.write(grey, new BufferedImage(3, 2, BufferedImage.TYPE_BYTE_GRAY));
    assertRefused(grey, data(3, 256), "of 1 channels");
    Path large = folder.resolve("large.png");
    Png.write(large, new BufferedImage(4, 2, BufferedImage.TYPE_BYTE_GRAY));
    assertRefused(large, data(1, 256), "4 x 2 pixels");
    Path clear = folder.resolve("clear.png");
    Png.write(clear, new BufferedImage(3, 2, BufferedImage.TYPE_INT_ARGB));
    assertRefused(clear, data(3, 256), "transparency");
    Path deep = folder.resolve("deep.png");
    Png.write(deep, new BufferedImage(3, 2, BufferedImage.TYPE_USHORT_GRAY));
    assertRefused(deep, data(1, 256), "eight bits");
    BufferedImage between = new BufferedImage(3, 2, BufferedImage.TYPE_BYTE_GRAY);
    between.getRaster().setSample(1, 1, 0, 100);
    Path other = folder.resolve("other.png");
    Png.write(other, between);
    assertRefused(other, data(1, 17), "value 100, which is none");
    Path text = folder.resolve("text.png");
    Files.writeString(text, "no picture");
    assertRefused(text, data(1, 17), "not a PNG file");
    Path array = folder.resolve("array.npy");
    Files.writeString(array, "no array either");
    assertRefused(array, data(1, 17), "not a NumPy array");
    PixelFiles.write(
        folder,
        PixelFormat.NPY,
        List.of("levels.npy"),
        data(1, 256),
        examples(data(1, 256)),
        new int[4]);
    assertRefused(folder.resolve("levels.npy"), data(1, 17), "the levels 0 to 16");
    assertRefused(folder.resolve("levels.npy"), data(3, 256), "[2, 3]");
    byte[] bytes = Files.readAllBytes(folder.resolve("levels.npy"));
    Files.write(folder.resolve("short.npy"), Arrays.copyOf(bytes, bytes.length - 1));
    assertRefused(folder.resolve("short.npy"), data(1, 256), "damaged");
  }

  @Test
  void whatWasCompressedByGzipComesOutUnderTheNameOfWhatItHeld() throws IOException {
    DataDescription data = data(1, 256);
    byte[][] examples = examples(data);
    Path plain =
        PixelFiles.write(folder, PixelFormat.IDX, List.of("i.idx"), data, examples, new int[4])
            .get(0);
    Path packed = folder.resolve("i.idx.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      Files.copy(plain, out);
    }
    PixelFiles read = PixelFiles.read(List.of(packed), data);
    assertThat(read.names()).containsExactly("i.idx");
    assertThat(read.levels()).isDeepEqualTo(examples);
  }

  @Test
  void picturesHoldGreyAndColours() {
    assertThat(PixelFormat.PNG.holds(DataShape.image(2, 3, 1))).isTrue();
    assertThat(PixelFormat.PNG.holds(DataShape.image(2, 3, 3))).isTrue();
    assertThat(PixelFormat.PNG.holds(DataShape.image(2, 3, 4))).isFalse();
    assertThat(PixelFormat.PNG.holds(DataShape.point(2))).isFalse();
    assertThat(PixelFormat.NPY.holds(DataShape.image(2, 3, 4))).isTrue();
  }
}
