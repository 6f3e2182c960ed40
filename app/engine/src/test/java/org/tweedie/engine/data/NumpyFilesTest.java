package org.tweedie.engine.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tweedie.api.data.DataException;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.DataSource;
import org.tweedie.api.data.Levels;
import org.tweedie.api.model.Condition;
import org.tweedie.engine.file.NpyArray;
import org.tweedie.engine.file.NpzFile;
import org.tweedie.laws.contract.DataSourceContract;

class NumpyFilesTest extends DataSourceContract {

  @TempDir Path folder;

  /** An archive as Keras has it of MNIST. */
  @Override
  protected DataSource construct() {
    try {
      Path archive = folder.resolve("mnist.npz");
      Map<String, NpzFile.Content> arrays = new LinkedHashMap<>();
      arrays.put("x_train", out -> NpyArray.write(out, List.of(4, 2, 3), records(4, 6)));
      arrays.put("y_train", out -> NpyArray.write(out, new int[] {0, 1, 2, 1}));
      arrays.put("x_test", out -> NpyArray.write(out, List.of(2, 2, 3), records(2, 6)));
      arrays.put("y_test", out -> NpyArray.write(out, new int[] {2, 0}));
      try (OutputStream out = Files.newOutputStream(archive)) {
        NpzFile.write(out, arrays);
      }
      return files(
          archive + ":x_train", archive + ":y_train", archive + ":x_test", archive + ":y_test");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static NumpyFiles files(
      String train, String trainLabels, String test, String testLabels) {
    return new NumpyFiles(
        new NumpyFiles.Options(train, trainLabels, test, testLabels, 0.2, 256, -1, 1, List.of()));
  }

  private static NumpyFiles file(Path train, double low, double high) {
    return new NumpyFiles(
        new NumpyFiles.Options(train.toString(), "", "", "", 0.2, 256, low, high, List.of()));
  }

  /** Bytes that count up from 0. */
  private static byte[][] records(int count, int size) {
    byte[][] records = new byte[count][size];
    for (int i = 0; i < count * size; i++) {
      records[i / size][i % size] = (byte) i;
    }
    return records;
  }

  private Path floats(String name, List<Integer> shape, float... values) throws IOException {
    Path file = folder.resolve(name);
    try (OutputStream out = Files.newOutputStream(file)) {
      NpyArray.write(out, shape, values);
    }
    return file;
  }

  @Test
  void wholeNumbersAreLevelsOfImages() {
    DataSource mnist = construct();
    Levels levels = new Levels(256);
    assertThat(mnist.description().shape()).isEqualTo(DataShape.image(2, 3, 1));
    assertThat(mnist.description().levels()).contains(levels);
    assertThat(mnist.description().classes()).containsExactly("0", "1", "2");
    assertThat(read(mnist, mnist.train(), 3)).startsWith(levels.value(18), levels.value(19));
    assertThat(mnist.train().label(2)).isEqualTo(2);
    assertThat(mnist.test().label(1)).isZero();
  }

  @Test
  void floatsOfTwoDimensionsArePointsAndSomeAreHeldOut() throws IOException {
    float[] values = new float[200];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
    }
    Path file = floats("points.npy", List.of(100, 2), values);
    NumpyFiles points = file(file, -1, 1);
    assertThat(points.description().shape()).isEqualTo(DataShape.point(2));
    assertThat(points.description().levels()).isEmpty();
    assertThat(points.train().size() + points.test().size()).isEqualTo(100);
    assertThat(points.test().size()).isBetween(10, 30);
    assertThat(points.train().label(0)).isEqualTo(Condition.NONE);
    float first = read(points, points.test(), 0)[0];
    assertThat(read(points, points.test(), 0)).containsExactly(first, first + 1);
  }

  @Test
  void floatsOfImagesAreBroughtToTheModelsScale() throws IOException {
    Path file = floats("grey.npy", List.of(2, 1, 2), 0, 0.5f, 1, 0.25f);
    NumpyFiles images = file(file, 0, 1);
    assertThat(images.description().shape()).isEqualTo(DataShape.image(1, 2, 1));
    List<float[]> both = List.of(read(images, images.train(), 0), read(images, images.test(), 0));
    assertThat(both).anySatisfy(it -> assertThat(it).containsExactly(-1, 0));
    assertThat(both).anySatisfy(it -> assertThat(it).containsExactly(1, -0.5f));
    assertThatThrownBy(() -> file(file, 0, 0.5))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("Example 1 of " + file + " has the value 1.0")
        .hasMessageContaining("high, 0.5");
  }

  @Test
  void whatNumPyWritesItselfIsRead() throws IOException {
    // numpy.save of numpy.array([[1.5, -2], [0.25, 1e-3]]), whose header is padded to 128 bytes.
    String header = "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 2), }";
    ByteBuffer bytes = ByteBuffer.allocate(128 + 32).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
    bytes.put((byte) 1).put((byte) 0).putShort((short) 118);
    bytes.put(
        (header + " ".repeat(117 - header.length()) + "\n").getBytes(StandardCharsets.US_ASCII));
    bytes.putDouble(1.5).putDouble(-2).putDouble(0.25).putDouble(1e-3);
    Path file = folder.resolve("doubles.npy");
    Files.write(file, bytes.array());
    NumpyFiles points = file(file, -1, 1);
    assertThat(List.of(read(points, points.train(), 0), read(points, points.test(), 0)))
        .anySatisfy(it -> assertThat(it).containsExactly(1.5f, -2))
        .anySatisfy(it -> assertThat(it).containsExactly(0.25f, 1e-3f));
    String text = new String(bytes.array(), StandardCharsets.ISO_8859_1);
    for (String other : List.of("'<c8'", "'>f8'", "'|O'")) {
      Path odd = folder.resolve("odd.npy");
      String changed = text.replace("'<f8'", other + (other.length() < 5 ? " " : ""));
      Files.write(odd, changed.getBytes(StandardCharsets.ISO_8859_1));
      assertThatThrownBy(() -> file(odd, -1, 1))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("another kind than bool, uint8");
    }
  }

  @Test
  void whatDoesNotFitIsToldInWords() throws IOException {
    construct();
    Path archive = folder.resolve("mnist.npz");
    assertRefused(archive + ":x_trai", "", "", "", "Did you mean 'x_train'?", "x_test");
    assertRefused(archive.toString(), "", "", "", "holds 4 arrays", "Say which");
    assertRefused("none.npy", "", "", "", "There is no file none.npy in the working directory");
    assertRefused(
        archive + ":x_train", archive + ":y_test", "", "", "has 2 labels for the 4 examples");
    assertRefused(
        archive + ":x_train",
        "",
        archive + ":x_test",
        archive + ":y_test",
        "only one of the splits");
    assertRefused(archive + ":y_train", "", "", "", "Examples are points");
    Path first = floats("first.npy", List.of(2, 3, 4, 4), new float[96]);
    assertRefused(first.toString(), "", "", "", "channels first", "numpy.moveaxis");
    assertRefused(archive + ":x_train", "", first.toString(), "", "channels first");
    Path nan = floats("nan.npy", List.of(2, 1), 0, Float.NaN);
    assertRefused(nan.toString(), "", "", "", "Example 1 of", "no number");
    Path text = folder.resolve("text.npz");
    Files.writeString(text, "no archive");
    assertRefused(text + ":a", "", "", "", "no .npz file");
    assertThatThrownBy(
            () ->
                new NumpyFiles(
                    new NumpyFiles.Options(
                        archive + ":x_train", "", "", "", 0.2, 10, -1, 1, List.of())))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("has the value 10, which is not one of the 10 levels");
  }

  @Test
  void examplesAreTheSameWhereverTheirValuesAreKept() throws IOException {
    construct();
    Path archive = folder.resolve("mnist.npz");
    Path points = floats("points.npy", List.of(10, 3), ramp(30));
    Path images = floats("images.npy", List.of(10, 1, 3), ramp(30));
    Path bytes = folder.resolve("bytes.npy");
    try (OutputStream out = Files.newOutputStream(bytes)) {
      NpyArray.write(out, List.of(5, 2, 3), records(5, 6));
    }
    Path shorts =
        Files.write(
            folder.resolve("shorts.npy"),
            whole("<i2", 4, new byte[] {1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0, 7, 0, 8, 0}));
    Path truths =
        Files.write(
            folder.resolve("truths.npy"), whole("|b1", 4, new byte[] {0, 1, 2, 0, 1, 1, 0, 9}));
    for (Object train : List.of(archive + ":x_train", points, images, bytes, shorts, truths)) {
      NumpyFiles.Options options =
          new NumpyFiles.Options(train.toString(), "", "", "", 0.3, 256, 0, 30, List.of());
      assertThat(DataFingerprint.sha256(new NumpyFiles(options, 0)))
          .as("%s", train)
          .isEqualTo(DataFingerprint.sha256(new NumpyFiles(options, 1e9)));
    }
    NumpyFiles.Options two =
        new NumpyFiles.Options(truths.toString(), "", "", "", 0.3, 2, 0, 30, List.of());
    assertThat(DataFingerprint.sha256(new NumpyFiles(two, 0)))
        .isEqualTo(DataFingerprint.sha256(new NumpyFiles(two, 1e9)));
  }

  @Test
  void anArrayOfAnotherLengthIsToldWhereverItsValuesAreKept() throws IOException {
    for (int length : new int[] {7, 9}) {
      Path file = folder.resolve("a.npy");
      Files.write(file, whole("|u1", 4, new byte[length]));
      for (double mostHeld : new double[] {0, 1e9}) {
        assertThatThrownBy(() -> NumpyArrays.records(file.toString(), mostHeld, any -> {}))
            .isInstanceOf(DataException.class)
            .hasMessage(file + " is damaged: it is not as long as it says.");
      }
    }
    Path wide = Files.write(folder.resolve("wide.npy"), header("<f8", "2, 70000, 70000"));
    assertThatThrownBy(() -> NumpyArrays.records(wide.toString(), 0, any -> {}))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("records of the shape [70000, 70000], larger than any array");
  }

  private static float[] ramp(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = i;
    }
    return values;
  }

  /** An array of images of one row and two columns. */
  private static byte[] whole(String type, int count, byte... values) {
    byte[] header = header(type, count + ", 1, 2");
    return ByteBuffer.allocate(header.length + values.length).put(header).put(values).array();
  }

  private static byte[] header(String type, String shape) {
    String text =
        "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }\n".formatted(type, shape);
    return ByteBuffer.allocate(10 + text.length())
        .order(ByteOrder.LITTLE_ENDIAN)
        .put((byte) 0x93)
        .put("NUMPY".getBytes(StandardCharsets.US_ASCII))
        .put((byte) 1)
        .put((byte) 0)
        .putShort((short) text.length())
        .put(text.getBytes(StandardCharsets.US_ASCII))
        .array();
  }

  private static void assertRefused(
      String train, String trainLabels, String test, String testLabels, String... words) {
    assertThatThrownBy(() -> files(train, trainLabels, test, testLabels))
        .isInstanceOf(DataException.class)
        .message()
        .contains(words);
  }
}
