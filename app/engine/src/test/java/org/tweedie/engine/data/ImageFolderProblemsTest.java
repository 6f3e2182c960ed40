package org.tweedie.engine.data;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tweedie.api.data.DataException;

class ImageFolderProblemsTest {

  @TempDir Path folder;
  private TestImages images;

  @BeforeEach
  void chooseFolder() {
    images = new TestImages(folder);
  }

  private static ImageFolder source(String folder, int size) {
    return new ImageFolder(new ImageFolder.Options(folder, size, false, "#000000", 0.1, 256));
  }

  private void isRefused(int size, String... parts) {
    assertThatThrownBy(() -> source(folder.toString(), size))
        .isInstanceOf(DataException.class)
        .message()
        .contains(parts);
  }

  @Test
  void tellsOfACorruptImage() {
    images.writeCatsAndDogs();
    byte[] whole = TestImages.bytes(TestImages.filled(64, 64, 0xff123456), "png");
    images.write("cat/cut.png", Arrays.copyOf(whole, whole.length / 2));
    isRefused(0, "cut.png cannot be read as an image", "Replace it");
    images.write("cat/cut.png", "<html>not found</html>".getBytes());
    isRefused(0, "cut.png cannot be read as an image: it is not in a known format");
    images.write("cat/cut.png", new byte[0]);
    isRefused(0, "cut.png cannot be read as an image");
  }

  @Test
  void tellsOfATruncatedJpeg() {
    BufferedImage noisy = TestImages.opaque(TestImages.filled(64, 64, 0));
    for (int i = 0; i < 64 * 64; i++) {
      noisy.setRGB(i % 64, i / 64, i * 7919 & 0xffffff);
    }
    byte[] whole = TestImages.bytes(noisy, "jpg");
    images.write("1.jpg", whole);
    images.write("2.jpg", Arrays.copyOf(whole, whole.length / 2));
    isRefused(0, "2.jpg cannot be read as an image");
  }

  @Test
  void tellsOfImagesThatDifferInSize() {
    images.writeCatsAndDogs();
    images.write("dog/wide.png", TestImages.filled(5, 4, 0xff000000));
    isRefused(0, "wide.png is 4x5x3, but", "is 4x4x3", "Set 'size'");
  }

  @Test
  void tellsOfAFolderWithoutImages() {
    isRefused(0, folder.toString(), "holds no PNG or JPEG image");
    images.write("notes.txt", "nothing".getBytes());
    images.write(".hidden/1.png", TestImages.filled(2, 2, 0));
    images.write("__MACOSX/1.png", TestImages.filled(2, 2, 0));
    isRefused(0, folder.toString(), "holds no PNG or JPEG image");
    images.write("1.png", TestImages.filled(2, 2, 0));
    isRefused(0, folder.toString(), "holds only one image");
  }

  @Test
  void tellsOfImagesBesideTheClasses() {
    images.writeCatsAndDogs();
    images.write("loose.png", TestImages.filled(4, 4, 0));
    images.write("more.png", TestImages.filled(4, 4, 0));
    isRefused(0, "images beside its class folders: loose.png and 1 more");
  }

  @Test
  void tellsOfAMissingFolderAndOfAFileThatIsNoZip() {
    assertThatThrownBy(() -> source("no-such-folder", 0))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("There is no folder no-such-folder");
    images.write("not.zip", "text".getBytes());
    String path = folder.resolve("not.zip").toString();
    assertThatThrownBy(() -> source(path, 0))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("not.zip is neither a folder nor a zip file");
  }
}
