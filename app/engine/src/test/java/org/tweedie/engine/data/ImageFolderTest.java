package org.tweedie.engine.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.DataSource;
import org.tweedie.api.data.Examples;
import org.tweedie.api.data.Levels;
import org.tweedie.api.model.Condition;
import org.tweedie.laws.contract.DataSourceContract;

class ImageFolderTest {

  private static final Levels BYTES = new Levels(256);

  @TempDir Path folder;
  private TestImages images;

  @BeforeEach
  void chooseFolder() {
    images = new TestImages(folder);
  }

  @Test
  void whatLooksLikeAPictureAndIsNotReadIsToldWithItsCount() throws IOException {
    images.writeCatsAndDogs();
    assertThat(source(0, false, "#000000").notes()).isEmpty();
    for (String name : List.of("a.webp", "b.GIF", "cats/c.tiff", "d.bmp")) {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, "");
    }
    Files.createSymbolicLink(folder.resolve("gone.png"), folder.resolve("nowhere"));
    assertThat(source(0, false, "#000000").notes())
        .containsExactly(
            "5 of the files of %s that look like pictures are not read, a.webp, b.GIF, cats/c.tiff and others: PNG and JPEG files are, but for those that runs have drawn."
                .formatted(folder));
  }

  /** A run may lie where its data do, or below. */
  @Test
  void picturesThatRunsHaveDrawnAreNoData() throws IOException {
    for (String name : List.of("1.png", "2.png", "samples/grid.png", "runs/a/samples/1/x.png")) {
      images.write(name, TestImages.filled(4, 4, 0xff808080));
    }
    for (String run : List.of("", "runs/a")) {
      Files.writeString(folder.resolve(run).resolve("provenance.json"), "[]");
    }
    ImageFolder source = source(4, false, "#000000");
    assertThat(all(source)).hasSize(2);
    assertThat(source.notes())
        .singleElement()
        .asString()
        .contains("2 of the files", "runs/a/samples/1/x.png, samples/grid.png");
  }

  @Nested
  class Contract extends DataSourceContract {
    @Override
    protected DataSource construct() {
      return catsAndDogs();
    }
  }

  private DataSource catsAndDogs() {
    images.writeCatsAndDogs();
    return source(0, false, "#000000");
  }

  private ImageFolder source(int size, boolean grey, String background) {
    return source(folder.toString(), size, grey, background, 256);
  }

  private static ImageFolder source(
      String folder, int size, boolean grey, String background, int levels) {
    return new ImageFolder(new ImageFolder.Options(folder, size, grey, background, 0.1, levels));
  }

  private static List<float[]> all(DataSource source) {
    List<float[]> result = new ArrayList<>();
    for (Examples examples : List.of(source.train(), source.test())) {
      for (int i = 0; i < examples.size(); i++) {
        result.add(DataSourceContract.read(source, examples, i));
      }
    }
    return result;
  }

  /** Two equal images, since a folder needs one for each split; their first pixel. */
  private float[] firstPixel(BufferedImage image, boolean grey, String background) {
    images.write("1.png", image);
    images.write("2.png", image);
    float[] values = all(source(0, grey, background)).get(0);
    return Arrays.copyOf(values, grey ? 1 : 3);
  }

  private static float[] model(int... bytes) {
    float[] values = new float[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      values[i] = BYTES.value(bytes[i]);
    }
    return values;
  }

  @Test
  void foldersAreClassesInTheOrderOfTheirNames() {
    DataSource source = catsAndDogs();
    assertThat(source.description().classes()).containsExactly("cat", "dog");
    assertThat(source.description().shape()).isEqualTo(DataShape.image(4, 4, 3));
    for (int i = 0; i < source.train().size(); i++) {
      float red = DataSourceContract.read(source, source.train(), i)[0];
      assertThat(source.train().label(i)).isEqualTo(red == BYTES.value(0x80) ? 0 : 1);
    }
  }

  @Test
  void imagesAreTheSameInMemoryAndInATemporaryFile() {
    images.writeCatsAndDogs();
    ImageFolder.Options options =
        new ImageFolder.Options(folder.toString(), 3, false, "#000000", 0.3, 16);
    assertThat(DataFingerprint.sha256(new ImageFolder(options, 0)))
        .isEqualTo(DataFingerprint.sha256(new ImageFolder(options, 1e9)));
  }

  @Test
  void splitsShareNoImage() {
    DataSource source = catsAndDogs();
    assertThat(source.train().size() + source.test().size()).isEqualTo(40);
    assertThat(all(source).stream().map(Arrays::toString)).doesNotHaveDuplicates();
  }

  @Test
  void imagesAddedLaterLeaveTheOthersWhereTheyAre() {
    DataSource before = catsAndDogs();
    for (int i = 100; i < 140; i++) {
      images.write("bird/%d.png".formatted(i), TestImages.filled(4, 4, 0xff00ff00 | i));
    }
    DataSource after = source(0, false, "#000000");
    List<String> nowTrained = new ArrayList<>();
    for (int i = 0; i < after.train().size(); i++) {
      nowTrained.add(Arrays.toString(DataSourceContract.read(after, after.train(), i)));
    }
    for (int i = 0; i < before.train().size(); i++) {
      assertThat(nowTrained)
          .contains(Arrays.toString(DataSourceContract.read(before, before.train(), i)));
    }
    // The share over 80 images: 8 expected, standard deviation 2.7.
    assertThat(after.test().size()).isBetween(1, 18);
  }

  @Test
  void oneFolderOfImagesHasNoClasses() {
    images.write("deep/er/1.png", TestImages.filled(2, 2, 0xff112233));
    images.write("deep/er/2.png", TestImages.filled(2, 2, 0xff112233));
    ImageFolder source = source(0, false, "#000000");
    assertThat(source.description().classes()).isEmpty();
    assertThat(source.train().label(0)).isEqualTo(Condition.NONE);
    assertThat(source.train().size()).isEqualTo(1);
    assertThat(source.test().size()).isEqualTo(1);
  }

  @Test
  void transparencyShowsTheBackground() {
    assertThat(firstPixel(TestImages.filled(2, 2, 0x00123456), false, "#ff8001"))
        .containsExactly(model(255, 128, 1));
    assertThat(firstPixel(TestImages.filled(2, 2, 0x80ff0000), false, "#0000ff"))
        .containsExactly(model(128, 0, 127));
    assertThat(firstPixel(TestImages.filled(2, 2, 0xff123456), false, "#ffffff"))
        .containsExactly(model(0x12, 0x34, 0x56));
  }

  @Test
  void greyIsTheLumaOfColours() {
    // 0.299 * 255 = 76.2, 0.587 * 255 = 149.7, 0.114 * 255 = 29.1
    assertThat(firstPixel(TestImages.filled(2, 2, 0xffff0000), true, "#000000"))
        .containsExactly(model(76));
    assertThat(firstPixel(TestImages.filled(2, 2, 0xff00ff00), true, "#000000"))
        .containsExactly(model(150));
    assertThat(firstPixel(TestImages.filled(2, 2, 0xff0000ff), true, "#000000"))
        .containsExactly(model(29));
  }

  @Test
  void greyFilesKeepTheirValues() {
    for (int type : new int[] {BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_USHORT_GRAY}) {
      BufferedImage image = new BufferedImage(2, 2, type);
      int value = type == BufferedImage.TYPE_BYTE_GRAY ? 100 : 100 * 257;
      for (int i = 0; i < 4; i++) {
        image.getRaster().setSample(i % 2, i / 2, 0, value);
      }
      assertThat(firstPixel(image, true, "#000000"))
          .as("type %d", type)
          .containsExactly(model(100));
      assertThat(firstPixel(image, false, "#000000")).containsExactly(model(100, 100, 100));
    }
  }

  @Test
  void jpegIsReadToo() {
    images.write("1.jpg", TestImages.opaque(TestImages.filled(16, 16, 0xff808080)));
    images.write(
        "2.jpeg",
        TestImages.bytes(TestImages.opaque(TestImages.filled(16, 16, 0xff808080)), "jpg"));
    for (float value : all(source(0, false, "#000000")).get(0)) {
      assertThat(BYTES.level(value)).isBetween(126, 130);
    }
  }

  @Test
  void resizingTakesTheMiddleSquareAndAveragesIt() {
    // Columns of black and white in the middle 8x8, red at both sides.
    BufferedImage image = TestImages.filled(12, 8, 0xffff0000);
    for (int y = 0; y < 8; y++) {
      for (int x = 2; x < 10; x++) {
        image.setRGB(x, y, x % 2 == 0 ? 0xff000000 : 0xffffffff);
      }
    }
    images.write("1.png", image);
    images.write("2.png", TestImages.filled(3, 3, 0xff0a0b0c));
    ImageFolder source = source(2, false, "#000000");
    assertThat(source.description().shape()).isEqualTo(DataShape.image(2, 2, 3));
    assertThat(all(source))
        .anySatisfy(
            values ->
                assertThat(values)
                    .hasSize(12)
                    .satisfies(
                        v -> {
                          for (float value : v) {
                            assertThat(BYTES.level(value)).isBetween(126, 129);
                          }
                        }))
        .anySatisfy(values -> assertThat(values).startsWith(model(0x0a, 0x0b, 0x0c)));
  }

  @Test
  void fewerLevelsCutTheBits() {
    images.write("1.png", TestImages.filled(2, 2, 0xff00407f));
    images.write("2.png", TestImages.filled(2, 2, 0xff00407f));
    ImageFolder source = source(folder.toString(), 0, false, "#000000", 4);
    Levels four = new Levels(4);
    assertThat(all(source).get(0)).startsWith(four.value(0), four.value(1), four.value(1));
  }

  @Test
  void aZipFileReadsLikeTheFolder() throws IOException {
    DataSource unpacked = catsAndDogs();
    Path zip = folder.resolveSibling(folder.getFileName() + ".zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip));
        var files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        out.putNextEntry(new ZipEntry(folder.relativize(file).toString().replace('\\', '/')));
        Files.copy(file, (OutputStream) out);
      }
    }
    try {
      assertThat(DataFingerprint.sha256(source(zip.toString(), 0, false, "#000000", 256)))
          .isEqualTo(DataFingerprint.sha256(unpacked));
    } finally {
      Files.delete(zip);
    }
  }

  @Test
  void readsTheTilesOfARealArchive() {
    Path zip = SharedData.path("crawl-tiles/crawl-tiles-nov2015.zip");
    ImageFolder tiles = source(zip.toString(), 32, false, "#000000", 256);
    assertThat(tiles.description().shape()).isEqualTo(DataShape.image(32, 32, 3));
    assertThat(tiles.description().classes())
        .containsExactly("UNUSED", "dngn", "effect", "gui", "item", "misc", "mon", "player");
    int total = tiles.train().size() + tiles.test().size();
    // A binomial count: standard deviation at most 20 for some 4,200 images.
    assertThat(tiles.test().size()).isBetween(total / 10 - 80, total / 10 + 80);
    assertThat(total).isGreaterThan(4000);
  }
}
