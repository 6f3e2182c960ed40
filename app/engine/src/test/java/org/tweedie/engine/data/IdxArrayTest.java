package org.tweedie.engine.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tweedie.api.data.DataException;

/** Files that are read where they lie, beside the same in memory. */
class IdxArrayTest {

  private static final List<Integer> IMAGES = List.of(3);
  private static final int COUNT = 10;
  private static final int NOTHING = 0;

  @TempDir private Path folder;
  private final byte[] values = new byte[COUNT * 6];

  @BeforeEach
  void draw() {
    new Random(1).nextBytes(values);
  }

  private byte[] file(int announced, int written) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    for (int number : new int[] {0x803, announced, 2, 3}) {
      out.writeInt(number);
    }
    out.write(values, 0, written);
    return bytes.toByteArray();
  }

  private Path written(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("images"), bytes);
  }

  @Test
  void recordsAreThoseOfTheFileWhereverTheyAreKept() throws IOException {
    Path file = written(file(COUNT, values.length));
    Records held = IdxArray.read(file, IMAGES).records();
    Records mapped = IdxArray.read(file, IMAGES, NOTHING).records();
    assertThat(held).isNotInstanceOf(MappedRecords.class);
    assertThat(mapped).isInstanceOf(MappedRecords.class);
    for (int ofPart : new int[] {1, 3, 5, 10, 11}) {
      Records parts;
      try (FileChannel channel = FileChannel.open(file)) {
        parts = new MappedRecords(channel, 16, COUNT, 6, ofPart);
      }
      for (int i = 0; i < COUNT; i++) {
        assertThat(parts.of(i))
            .isEqualTo(Arrays.copyOfRange(values, 6 * i, 6 * i + 6))
            .isEqualTo(held.of(i))
            .isEqualTo(mapped.of(i));
      }
    }
    assertThat(mapped.count()).isEqualTo(held.count()).isEqualTo(COUNT);
  }

  @Test
  void whatIsCompressedIsUnpackedIntoMemoryOrIntoAFileThatIsGoneAfterwards() throws IOException {
    Path file = written(packed(file(COUNT, values.length)));
    Set<Path> before = temporary();
    Records held = IdxArray.read(file, IMAGES).records();
    Records unpacked = IdxArray.read(file, IMAGES, NOTHING).records();
    assertThat(held).isNotInstanceOf(MappedRecords.class);
    assertThat(unpacked).isInstanceOf(MappedRecords.class);
    assertThat(temporary()).isEqualTo(before);
    for (int i = 0; i < COUNT; i++) {
      assertThat(unpacked.of(i))
          .isEqualTo(Arrays.copyOfRange(values, 6 * i, 6 * i + 6))
          .isEqualTo(held.of(i));
    }
  }

  private static Set<Path> temporary() throws IOException {
    Set<Path> found = new TreeSet<>();
    Path all = Path.of(System.getProperty("java.io.tmpdir"));
    try (DirectoryStream<Path> files = Files.newDirectoryStream(all, "tweedie*.records")) {
      files.forEach(found::add);
    }
    return found;
  }

  private static byte[] packed(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }

  @Test
  void aFileOfAnotherLengthIsToldInTheSameWords() throws IOException {
    for (double mostHeld : new double[] {NOTHING, 1e9}) {
      Path tooShort = written(file(COUNT, values.length - 7));
      assertThatThrownBy(() -> IdxArray.read(tooShort, IMAGES, mostHeld))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("it announces 10 records but ends within number 9");
      Path tooLong = written(file(COUNT - 1, values.length));
      assertThatThrownBy(() -> IdxArray.read(tooLong, IMAGES, mostHeld))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("it goes on after the 9 records announced");
      Path packed = written(packed(file(COUNT, values.length - 7)));
      assertThatThrownBy(() -> IdxArray.read(packed, IMAGES, mostHeld))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("it announces 10 records but ends within number 9");
    }
  }
}
