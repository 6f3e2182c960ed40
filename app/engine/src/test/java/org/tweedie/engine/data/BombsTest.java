package org.tweedie.engine.data;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tweedie.api.data.DataException;
import org.tweedie.engine.file.FileFormatException;
import org.tweedie.engine.file.WholeFile;

/** Files of a few bytes that would take all memory are refused, by name, before they take it. */
class BombsTest {

  @TempDir private Path folder;

  /** A picture whose header says 60000 times 60000 pixels. */
  private static byte[] largePicture() {
    byte[] png = TestImages.bytes(TestImages.filled(2, 2, 0xff000000), "png");
    ByteBuffer.wrap(png).putInt(16, 60_000).putInt(20, 60_000);
    CRC32 sum = new CRC32();
    sum.update(png, 12, 17);
    ByteBuffer.wrap(png).putInt(29, (int) sum.getValue());
    return png;
  }

  private static ImageFolder folderOf(Path path) {
    return new ImageFolder(new ImageFolder.Options(path.toString(), 8, false, "#000000", 0.1, 256));
  }

  @Test
  void aPictureThatAnnouncesBillionsOfPixels() {
    TestImages images = new TestImages(folder);
    images.write("a.png", TestImages.filled(2, 2, 0xff000000));
    images.write("bomb.png", largePicture());
    assertThatThrownBy(() -> folderOf(folder))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("bomb.png cannot be read as an image: it has 3,600,000,000 pixels");
  }

  @Test
  void anArchiveWhoseEntryUnpacksToGigabytes() throws IOException {
    Path file = folder.resolve("bomb.zip");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry("a.png"));
      zip.write(TestImages.bytes(TestImages.filled(2, 2, 0xff000000), "png"));
      zip.putNextEntry(new ZipEntry("b.png"));
      byte[] zeros = new byte[1 << 20];
      for (long written = 0; written <= WholeFile.most(); written += zeros.length) {
        zip.write(zeros);
      }
    }
    assertThatThrownBy(() -> folderOf(file))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("b.png in " + file)
        .hasMessageContaining("is larger than");
  }

  /** What is announced is written as far as there is any of it, not further. */
  @Test
  void aCompressedArrayThatAnnouncesGigabytes() throws IOException {
    Path file = folder.resolve("train-images-idx3-ubyte.gz");
    try (DataOutputStream out =
        new DataOutputStream(new GZIPOutputStream(Files.newOutputStream(file)))) {
      out.writeInt(0x803);
      out.writeInt(1 << 19);
      out.writeInt(28);
      out.writeInt(28);
      byte[] some = new byte[1 << 20];
      new Random(1).nextBytes(some);
      out.write(some);
    }
    assertThatThrownBy(() -> IdxArray.read(file, List.of(3, 4)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(
            file + " is damaged: it announces 524288 records but ends within number 1338");
  }

  @Test
  void aCompressedArrayThatAnnouncesMoreThanItsFileCanHold() throws IOException {
    Path file = folder.resolve("train-images-idx3-ubyte.gz");
    try (DataOutputStream out =
        new DataOutputStream(new GZIPOutputStream(Files.newOutputStream(file)))) {
      for (int number : new int[] {0x803, 0x4000ea60, 28, 28}) {
        out.writeInt(number);
      }
      out.write(new byte[60_000]);
    }
    assertThatThrownBy(() -> IdxArray.read(file, List.of(3, 4)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(
            file
                + " is damaged: it announces 1073801824 records of 784 bytes, more than so short a file can hold");
  }

  @Test
  void whatUnpacksToMoreThanTheDiskHasRoomFor() {
    GatheredRecords.checkRoom("a.gz", 1 << 24, 784, (long) (784L * (1 << 24) / 0.94));
    assertThatThrownBy(() -> GatheredRecords.checkRoom("a.gz", 1 << 24, 784, 3_000_000_000L))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("a.gz announces 16,777,216 records of 784 bytes")
        .hasMessageContaining("has 3.0 GB free of the 13.2 that they take")
        .hasMessageContaining("-Djava.io.tmpdir");
  }

  @Test
  void anArrayOfVeryManyEmptyRecords() throws IOException {
    Path file = folder.resolve("a.npy");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    String header = "{'descr': '|u1', 'fortran_order': False, 'shape': (2000000000, 0), }\n";
    out.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) header.length(), 0});
    out.writeBytes(header.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    Files.write(file, out.toByteArray());
    assertThatThrownBy(() -> NumpyArrays.read(file.toString()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("a.npy holds no records");
  }

  @Test
  void anArrayThatUnpacksToGigabytes() throws IOException {
    Path file = folder.resolve("a.npz");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry("a.npy"));
      String header = "{'descr': '<f8', 'fortran_order': False, 'shape': (70000, 1000, 1000), }\n";
      zip.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) header.length(), 0});
      zip.write(header.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
      zip.write(new byte[1 << 20]);
    }
    assertThatThrownBy(() -> NumpyArrays.read(file + ":a"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("a.npz:a announces 560,000,000,000 bytes");
  }

  @Test
  void aStreamWithoutEnd() {
    assertThatThrownBy(
            () ->
                WholeFile.read(
                    new java.io.InputStream() {
                      @Override
                      public int read() {
                        return 0;
                      }
                    },
                    1000,
                    "the file"))
        .isInstanceOf(FileFormatException.class)
        .hasMessage("the file is larger than 1,000 bytes, the most that is read");
  }
}
