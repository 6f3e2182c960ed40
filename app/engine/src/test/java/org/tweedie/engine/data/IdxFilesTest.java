package org.tweedie.engine.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tweedie.api.data.DataException;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.DataSource;
import org.tweedie.api.data.Levels;
import org.tweedie.api.model.Condition;
import org.tweedie.engine.data.BinaryExamples.Binarisation;
import org.tweedie.laws.contract.DataSourceContract;

class IdxFilesTest extends DataSourceContract {

  private static final String TRAIN_IMAGES = "train-images-idx3-ubyte.gz";
  private static final String TRAIN_LABELS = "train-labels-idx1-ubyte";
  private static final String TEST_IMAGES = "t10k-images-idx3-ubyte";
  private static final String TEST_LABELS = "t10k-labels-idx1-ubyte";

  @TempDir Path folder;

  @BeforeEach
  void writeFiles() throws IOException {
    write(TRAIN_IMAGES, gzip(idx(new int[] {4, 2, 3}, 24)));
    write(TRAIN_LABELS, idx(new int[] {4}, 0, 1, 2, 1));
    write(TEST_IMAGES, idx(new int[] {2, 2, 3}, 12));
    write(TEST_LABELS, idx(new int[] {2}, 2, 0));
  }

  /** The contract's own preparation may run first, and needs the files too. */
  @Override
  protected DataSource construct() {
    try {
      writeFiles();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files(256, List.of());
  }

  private IdxFiles files(int levels, List<String> classes) {
    return files(levels, Binarisation.NONE, classes);
  }

  private IdxFiles files(int levels, Binarisation binarisation, List<String> classes) {
    return new IdxFiles(
        new IdxFiles.Options(folder.toString(), "", "", "", "", 0, levels, binarisation, classes));
  }

  @Test
  void whatIsCalledLikeDataAndIsNotReadIsTold() throws IOException {
    assertThat(files(256, List.of()).notes()).isEmpty();
    write("train-labels.zip", new byte[0]);
    write(TEST_LABELS + ".bz2", new byte[0]);
    assertThat(files(256, List.of()).notes())
        .containsExactly(
            "2 files of %s are called like images or labels and are not read: t10k-labels-idx1-ubyte.bz2, train-labels.zip."
                .formatted(folder));
  }

  private void write(String name, byte[] bytes) throws IOException {
    Files.write(folder.resolve(name), bytes);
  }

  /** A file whose values count up from 0. */
  private static byte[] idx(int[] dimensions, int count) {
    int[] values = new int[count];
    Arrays.setAll(values, i -> i);
    return idx(dimensions, values);
  }

  private static int[] repeated(int count, int... values) {
    int[] all = new int[count];
    Arrays.setAll(all, i -> values[i % values.length]);
    return all;
  }

  private static byte[] idx(int[] dimensions, int... values) {
    ByteBuffer buffer = ByteBuffer.allocate(4 + 4 * dimensions.length + values.length);
    buffer.putInt(0x0800 | dimensions.length);
    Arrays.stream(dimensions).forEach(buffer::putInt);
    Arrays.stream(values).forEach(value -> buffer.put((byte) value));
    return buffer.array();
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(compressed)) {
      out.write(bytes);
    }
    return compressed.toByteArray();
  }

  private void isRefused(String... parts) {
    assertThatThrownBy(() -> files(256, List.of()))
        .isInstanceOf(DataException.class)
        .message()
        .contains(parts);
  }

  @Test
  void readsValuesAndLabels() {
    IdxFiles files = files(256, List.of());
    assertThat(files.description().shape()).isEqualTo(DataShape.image(2, 3, 1));
    assertThat(files.description().classes()).containsExactly("0", "1", "2");
    Levels levels = new Levels(256);
    assertThat(read(files, files.train(), 1))
        .containsExactly(
            levels.value(6),
            levels.value(7),
            levels.value(8),
            levels.value(9),
            levels.value(10),
            levels.value(11));
    assertThat(files.train().label(2)).isEqualTo(2);
    assertThat(files.test().label(1)).isZero();
  }

  @Test
  void bytesAreUnsigned() throws IOException {
    write(TEST_IMAGES, idx(new int[] {2, 2, 3}, 255, 128, 127, 0, 0, 0, 0, 0, 0, 0, 0, 0));
    IdxFiles files = files(256, List.of());
    assertThat(read(files, files.test(), 0))
        .startsWith(
            new Levels(256).value(255), new Levels(256).value(128), new Levels(256).value(127));
  }

  @Test
  void pixelsAreWhiteWithTheProbabilityOfTheirGrey() throws IOException {
    write(TRAIN_IMAGES, gzip(idx(new int[] {4, 2, 3}, repeated(24, 0, 255, 51))));
    IdxFiles files = files(256, Binarisation.DYNAMIC, List.of());
    assertThat(files.description().levels()).contains(new Levels(2));
    assertThat(files.train().label(2)).isEqualTo(2);
    float[] sum = new float[6];
    float[] drawn = new float[6];
    int draws = 10_000;
    for (int i = 0; i < draws; i++) {
      files.train().draw(1, new SplittableRandom(i), drawn, 0);
      for (int k = 0; k < 6; k++) {
        assertThat(Math.abs(drawn[k])).isEqualTo(0.5f);
        sum[k] += drawn[k] + 0.5f;
      }
    }
    assertThat(new float[] {sum[0], sum[1], sum[3], sum[4]})
        .as("black and white themselves never change")
        .containsExactly(0, draws, 0, draws);
    float error = (float) Math.sqrt(0.2 * 0.8 * draws);
    assertThat(sum[2]).isCloseTo(0.2f * draws, within(4 * error));
    assertThat(sum[5]).isCloseTo(0.2f * draws, within(4 * error));
  }

  @Test
  void whatIsMeasuredIsOneDraw() throws IOException {
    write(TRAIN_IMAGES, gzip(idx(new int[] {4, 10, 10}, repeated(400, 128))));
    write(TEST_IMAGES, idx(new int[] {2, 10, 10}, repeated(200, 128)));
    IdxFiles files = files(256, Binarisation.DYNAMIC, List.of());
    IdxFiles again = files(256, Binarisation.STATIC, List.of());
    assertThat(read(files, files.test(), 1)).isEqualTo(read(again, again.test(), 1));
    assertThat(read(files, files.test(), 1))
        .isNotEqualTo(read(files, files.test(), 0))
        .isNotEqualTo(read(files, files.train(), 1));
    float[] first = new float[100];
    float[] second = new float[100];
    files.train().draw(0, new SplittableRandom(1), first, 0);
    files.train().draw(0, new SplittableRandom(2), second, 0);
    assertThat(first).isNotEqualTo(second);
    again.train().draw(0, new SplittableRandom(2), second, 0);
    assertThat(second).as("once for all").isEqualTo(read(again, again.train(), 0));
  }

  @Test
  void readsChannelsOfAFourthDimension() throws IOException {
    write(TRAIN_IMAGES, idx(new int[] {4, 1, 2, 3}, 24));
    write(TEST_IMAGES, idx(new int[] {2, 1, 2, 3}, 12));
    assertThat(files(256, List.of()).description().shape()).isEqualTo(DataShape.image(1, 2, 3));
  }

  @Test
  void goesWithoutLabels() throws IOException {
    Files.delete(folder.resolve(TRAIN_LABELS));
    Files.delete(folder.resolve(TEST_LABELS));
    IdxFiles files = files(256, List.of());
    assertThat(files.description().classes()).isEmpty();
    assertThat(files.train().label(0)).isEqualTo(Condition.NONE);
  }

  @Test
  void takesFilesOfAnyNameAndNamesOfClasses() {
    IdxFiles files =
        new IdxFiles(
            new IdxFiles.Options(
                "",
                folder.resolve(TRAIN_IMAGES).toString(),
                folder.resolve(TRAIN_LABELS).toString(),
                folder.resolve(TEST_IMAGES).toString(),
                folder.resolve(TEST_LABELS).toString(),
                0,
                256,
                Binarisation.NONE,
                List.of("coat", "shoe", "bag", "hat")));
    assertThat(files.description().classes()).containsExactly("coat", "shoe", "bag", "hat");
    assertThat(DataFingerprint.sha256(files)).hasSize(64);
  }

  private IdxFiles reduced(int size, int levels) {
    return new IdxFiles(
        new IdxFiles.Options(
            folder.toString(), "", "", "", "", size, levels, Binarisation.NONE, List.of()));
  }

  @Test
  void reducesImagesToMeansOfSquares() throws IOException {
    int[] grey = {
      0, 1, 10, 20, //
      2, 3, 30, 41,
      7, 7, 255, 255,
      7, 8, 255, 254
    };
    write(TRAIN_IMAGES, gzip(idx(new int[] {4, 4, 4}, repeated(64, grey))));
    write(TEST_IMAGES, idx(new int[] {2, 4, 4}, repeated(32, grey)));
    IdxFiles files = reduced(2, 256);
    assertThat(files.description().shape()).isEqualTo(DataShape.image(2, 2, 1));
    float[] values = new float[4];
    files.test().read(1, values, 0);
    Levels levels = new Levels(256);
    // 6 / 4, 101 / 4, 29 / 4 and 1019 / 4.
    assertThat(values)
        .containsExactly(levels.value(2), levels.value(25), levels.value(7), levels.value(255));
  }

  @Test
  void reducesEachColourAlone() throws IOException {
    int[] pixels = {0, 100, 200, 4, 104, 204, 8, 108, 208, 12, 112, 212};
    write(TRAIN_IMAGES, gzip(idx(new int[] {4, 2, 2, 3}, repeated(48, pixels))));
    write(TEST_IMAGES, idx(new int[] {2, 2, 2, 3}, repeated(24, pixels)));
    IdxFiles files = reduced(1, 256);
    float[] values = new float[3];
    files.train().read(3, values, 0);
    Levels levels = new Levels(256);
    assertThat(values).containsExactly(levels.value(6), levels.value(106), levels.value(206));
  }

  @Test
  void tellsWhichSizesImagesCanBeReducedTo() throws IOException {
    assertThatThrownBy(() -> reduced(1, 256))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("2x3 pixels")
        .hasMessageContaining("leave it out");
    write(TRAIN_IMAGES, gzip(idx(new int[] {4, 6, 6}, 144)));
    write(TEST_IMAGES, idx(new int[] {2, 6, 6}, 72));
    for (int size : new int[] {4, 7, Integer.MAX_VALUE}) {
      assertThatThrownBy(() -> reduced(size, 256))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("one of 1, 2, 3, 6.");
    }
  }

  @Test
  void aLevelThatIsNoneIsToldThoughItsMeanIsOne() throws IOException {
    write(TRAIN_IMAGES, gzip(idx(new int[] {4, 2, 2}, repeated(16, 0, 0, 0, 16))));
    write(TEST_IMAGES, idx(new int[] {2, 2, 2}, repeated(8, 0, 0, 0, 15)));
    assertThatThrownBy(() -> reduced(1, 16))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("the value 16");
  }

  @Test
  void tellsOfAMissingFolderFileOrOption() throws IOException {
    Files.delete(folder.resolve(TEST_IMAGES));
    isRefused("There is no t10k-images-idx3-ubyte or", folder.toString(), "Give 'folder'");
    assertThatThrownBy(
            () ->
                new IdxFiles(
                    new IdxFiles.Options("", "", "", "", "", 0, 256, Binarisation.NONE, List.of())))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("no image files");
    assertThatThrownBy(
            () ->
                new IdxFiles(
                    new IdxFiles.Options(
                        "", "no.idx", "", "", "", 0, 256, Binarisation.NONE, List.of())))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("There is no file no.idx");
  }

  @Test
  void tellsOfAnotherFormat() throws IOException {
    write(TEST_IMAGES, "<html>not found</html>".getBytes());
    isRefused(TEST_IMAGES, "begins with 0x3c68746d", "0x00000803");
  }

  @Test
  void tellsOfLabelsWhereImagesBelong() throws IOException {
    write(TEST_IMAGES, idx(new int[] {2}, 2, 0));
    isRefused(TEST_IMAGES, "begins with 0x00000801");
  }

  @Test
  void tellsOfATruncatedFile() throws IOException {
    byte[] whole = idx(new int[] {2, 2, 3}, 12);
    write(TEST_IMAGES, Arrays.copyOf(whole, whole.length - 1));
    isRefused(TEST_IMAGES, "announces 2 records but ends within number 2");
    write(TEST_IMAGES, Arrays.copyOf(whole, 10));
    isRefused(TEST_IMAGES, "ends before its values begin");
    write(TEST_IMAGES, new byte[0]);
    isRefused(TEST_IMAGES, "ends before its values begin");
  }

  @Test
  void tellsOfATruncatedOrDamagedCompressedFile() throws IOException {
    byte[] whole = gzip(idx(new int[] {4, 2, 3}, 24));
    write(TRAIN_IMAGES, Arrays.copyOf(whole, whole.length - 12));
    isRefused(TRAIN_IMAGES, "is damaged");
    byte[] flipped = whole.clone();
    flipped[whole.length - 6] ^= 1;
    write(TRAIN_IMAGES, flipped);
    isRefused(TRAIN_IMAGES, "cannot be read");
  }

  @Test
  void tellsOfACountThatWouldFillTheMemory() throws IOException {
    write(TEST_IMAGES, idx(new int[] {Integer.MAX_VALUE, 2, 3}, 12));
    isRefused(TEST_IMAGES, "announces 2147483647 records but ends within number 3");
    write(TEST_IMAGES, idx(new int[] {2, 65536, 65536}, 12));
    isRefused(TEST_IMAGES, "its dimensions are");
    write(TEST_IMAGES, idx(new int[] {0, 2, 3}));
    isRefused(TEST_IMAGES, "dimension 1 is 0");
  }

  @Test
  void tellsOfBytesBehindTheEnd() throws IOException {
    write(TEST_IMAGES, idx(new int[] {2, 2, 3}, 13));
    isRefused(TEST_IMAGES, "goes on after the 2 records");
  }

  @Test
  void tellsOfLabelsThatDoNotFit() throws IOException {
    write(TEST_LABELS, idx(new int[] {3}, 0, 1, 2));
    isRefused(TEST_LABELS, "has 3 labels for the 2 images", TEST_IMAGES);
    Files.delete(folder.resolve(TEST_LABELS));
    isRefused("labels for only one of the splits", TRAIN_LABELS);
  }

  @Test
  void tellsOfSplitsThatDiffer() throws IOException {
    write(TEST_IMAGES, idx(new int[] {2, 3, 2}, 12));
    isRefused("2x3x1", "3x2x1", TRAIN_IMAGES, TEST_IMAGES);
  }

  @Test
  void tellsOfAValueAboveTheLevels() {
    assertThatThrownBy(() -> files(17, List.of()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("Image 2 of")
        .hasMessageContaining("has the value 17, which is not one of the 17 levels 0 to 16");
  }

  @Test
  void tellsOfAClassWithoutAName() throws IOException {
    assertThatThrownBy(() -> files(256, List.of("coat", "shoe")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("label 2")
        .hasMessageContaining("2 of 'classes'");
    Files.delete(folder.resolve(TRAIN_LABELS));
    Files.delete(folder.resolve(TEST_LABELS));
    assertThatThrownBy(() -> files(256, List.of("coat")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("no labels");
  }

  @Test
  void readsFashionMnist() {
    Path real = SharedData.path("fashion-mnist");
    IdxFiles files =
        new IdxFiles(
            new IdxFiles.Options(
                real.toString(), "", "", "", "", 0, 256, Binarisation.NONE, List.of()));
    assertThat(files.description().shape()).isEqualTo(DataShape.image(28, 28, 1));
    assertThat(files.train().size()).isEqualTo(60_000);
    assertThat(files.test().size()).isEqualTo(10_000);
    assertThat(files.description().classes()).hasSize(10);
    int[] counts = new int[10];
    for (int i = 0; i < files.train().size(); i++) {
      counts[files.train().label(i)]++;
    }
    assertThat(counts).containsOnly(6000);
  }
}
