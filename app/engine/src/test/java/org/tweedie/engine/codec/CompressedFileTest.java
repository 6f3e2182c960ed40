package org.tweedie.engine.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.Levels;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.sampler.SeededNoise;
import org.tweedie.engine.chain.DiffusionChain;
import org.tweedie.engine.chain.StepGrid;
import org.tweedie.engine.data.PixelFormat;
import org.tweedie.engine.file.FileFormatException;
import org.tweedie.laws.exact.GaussianModel;

/** On an exact model of 2x2 images with classes. */
class CompressedFileTest {

  private static final DataShape SHAPE = DataShape.image(2, 2, 1);
  private static final Levels LEVELS = new Levels(16);
  private static final DataDescription DATA =
      DataDescription.of(SHAPE).withLevels(LEVELS).withClasses(List.of("a", "b"));
  private static final StepGrid GRID = new StepGrid(12, new int[] {0, 2, 3, 7, 12});
  private static final int COUNT = 30;
  private static final LevelImages IMAGES = images();

  @TempDir private Path folder;

  private static LevelImages images() {
    int[] labels = new int[COUNT];
    Arrays.setAll(labels, i -> i % 3 - 1);
    return LevelImages.of(
        new SeededNoise(1, 0, COUNT, SHAPE).draw(0).map(value -> value / 2), LEVELS, labels);
  }

  private static Codec codec(double deviation) {
    GaussianModel model = new GaussianModel(t -> 7 - 11 * t, deviation, Parameterization.NOISE);
    return new Codec(new DiffusionChain(model, DATA, GRID.times()), true);
  }

  private static Codec.Compressed compressed(Order order, int chunk) throws IOException {
    Optional<CodecModel.InGraph> settings =
        Optional.of(new CodecModel.InGraph("2", "here", "on", 2, true))
            .filter(it -> order == Order.BOTTOM_UP);
    CodecModel model = new CodecModel("abc", "average", 7, settings, 5);
    CodecHeader header =
        new CodecHeader(
            "runs/x",
            model,
            SHAPE,
            16,
            2,
            true,
            order,
            GRID,
            8,
            24,
            8,
            3,
            PixelFormat.IDX,
            List.of("some.idx"),
            List.of());
    return codec(0.5).compress(IMAGES, header, chunk, done -> {});
  }

  private CompressedFile read(byte[] bytes) throws IOException {
    Path file = folder.resolve("file.twd");
    Files.write(file, bytes);
    return CompressedFile.read(file);
  }

  private static void assertSame(LevelImages images, int from, int to) {
    assertThat(images.labels()).isEqualTo(Arrays.copyOfRange(IMAGES.labels(), from, to));
    assertThat(images.levels()).isDeepEqualTo(Arrays.copyOfRange(IMAGES.levels(), from, to));
  }

  @ParameterizedTest
  @EnumSource(Order.class)
  void whatIsReadIsWhatWasCompressed(Order order) throws IOException {
    Codec.Compressed compressed = compressed(order, 11);
    CompressedFile file = read(compressed.bytes());
    assertThat(file.header()).isEqualTo(compressed.file().header());
    assertThat(file.header().count()).isEqualTo(COUNT);
    Codec.Decompressed found = codec(0.5).decompress(file, done -> {});
    assertThat(found.problems()).isEmpty();
    assertSame(found.images(), 0, COUNT);
    assertThat(compressed.net() + compressed.beforehand() + compressed.labels())
        .isLessThanOrEqualTo(8.0 * compressed.bytes().length);
  }

  /** Every byte in turn: an error, or what is left is right. */
  @ParameterizedTest
  @EnumSource(Order.class)
  void aFlippedByteIsTold(Order order) throws IOException {
    byte[] bytes = compressed(order, 11).bytes();
    for (int at = 0; at < bytes.length; at++) {
      byte[] flipped = bytes.clone();
      flipped[at] ^= (byte) (1 << at % 8);
      assertToldOrRight(flipped, at);
    }
  }

  @Test
  void aFileThatWasCutOffIsTold() throws IOException {
    byte[] bytes = compressed(Order.BOTTOM_UP, 11).bytes();
    for (int length = 0; length < bytes.length; length++) {
      assertToldOrRight(Arrays.copyOf(bytes, length), length);
    }
    assertThatThrownBy(() -> read(Arrays.copyOf(bytes, bytes.length + 1)))
        .isInstanceOf(FileFormatException.class)
        .hasMessageContaining("after its last chunk");
  }

  private void assertToldOrRight(byte[] bytes, int at) throws IOException {
    try {
      CompressedFile file = read(bytes);
      Codec.Decompressed found = codec(0.5).decompress(file, done -> {});
      assertThat(found.problems()).as("byte %d", at).isNotEmpty();
      for (int i = 0; i < found.places().length; i++) {
        assertThat(found.images().levels()[i]).isEqualTo(IMAGES.levels()[found.places()[i]]);
        assertThat(found.images().labels()[i]).isEqualTo(IMAGES.labels()[found.places()[i]]);
      }
    } catch (FileFormatException told) {
      assertThat(told).hasMessageContaining("file.twd");
    }
  }

  @Test
  void aDamagedChunkLeavesTheOthers() throws IOException {
    Codec.Compressed compressed = compressed(Order.BOTTOM_UP, 11);
    byte[] bytes = compressed.bytes();
    int last = compressed.file().chunks().get(2).orElseThrow().length;
    bytes[bytes.length - last - 1] ^= 4;
    Codec.Decompressed found = codec(0.5).decompress(read(bytes), done -> {});
    assertThat(found.problems())
        .containsExactly(
            "Chunk 2 of 3 with the examples 12 to 22 cannot be decoded: its bytes are damaged or"
                + " missing.");
    assertSame(found.images().slice(0, 11), 0, 11);
    assertSame(found.images().slice(11, 19), 22, COUNT);
  }

  /** Even where checksums are right: the bits do not end as they began. */
  @ParameterizedTest
  @EnumSource(Order.class)
  void aChainThatIsNotQuiteTheSameIsTold(Order order) throws IOException {
    CompressedFile file = read(compressed(order, COUNT).bytes());
    Codec.Decompressed found = codec(0.5000001).decompress(file, done -> {});
    assertThat(found.images().count()).isZero();
    assertThat(found.problems()).hasSize(1);
    assertThat(codec(0.5000001).probe(8)).isNotEqualTo(codec(0.5).probe(8));
    assertThat(codec(0.5).probe(8)).isEqualTo(codec(0.5).probe(8));
  }

  /** A chunk with a right checksum and bits that make no sense. */
  @ParameterizedTest
  @EnumSource(Order.class)
  void nonsenseWithARightChecksumEndsInAProblem(Order order) throws IOException {
    CompressedFile file = compressed(order, COUNT).file();
    byte[] bytes = file.chunks().get(0).orElseThrow();
    for (int at = 0; at < bytes.length; at++) {
      byte[] flipped = bytes.clone();
      flipped[at] ^= (byte) (1 << at % 8);
      CompressedFile nonsense = new CompressedFile(file.header(), List.of(Optional.of(flipped)));
      Codec.Decompressed found = codec(0.5).decompress(nonsense, done -> {});
      assertThat(found.problems()).as("byte %d", at).hasSize(1);
    }
  }

  /** A checksum keeps nobody from making another one. */
  @Test
  void forgedNumbersTakeNoMemory() throws IOException {
    byte[] bytes = compressed(Order.BOTTOM_UP, 11).bytes();
    int length = ByteBuffer.wrap(bytes).getInt(6);
    for (int at = 10; at + 4 <= 10 + length; at++) {
      for (int forged : new int[] {Integer.MAX_VALUE, Integer.MIN_VALUE, 0x7fff7fff}) {
        byte[] other = bytes.clone();
        ByteBuffer.wrap(other).putInt(at, forged);
        CRC32C sum = new CRC32C();
        sum.update(other, 0, 10 + length);
        ByteBuffer.wrap(other).putInt(10 + length, (int) sum.getValue());
        try {
          CompressedFile file = read(other);
          assertThat(file.header().count()).as("forged at %d", at).isBetween(1, 3 * 65_535);
        } catch (FileFormatException told) {
          assertThat(told).hasMessageContaining("file.twd");
        }
      }
    }
  }

  @Test
  void forgedBatchesTakeNoMemory() throws IOException {
    CompressedFile file = compressed(Order.BOTTOM_UP, COUNT).file();
    byte[] forged = file.chunks().get(0).orElseThrow();
    ByteBuffer.wrap(forged).putShort(0, (short) 0xffff).putShort(4, (short) 0xffff);
    CompressedFile nonsense = new CompressedFile(file.header(), List.of(Optional.of(forged)));
    assertThat(codec(0.5).decompress(nonsense, done -> {}).problems()).hasSize(1);
  }

  @Test
  void saysWhatIsNoSuchFile() {
    assertThatThrownBy(() -> CompressedFile.read(folder.resolve("none.twd")))
        .isInstanceOf(FileFormatException.class)
        .hasMessageContaining("There is no file");
    assertThatThrownBy(() -> read(new byte[40]))
        .isInstanceOf(FileFormatException.class)
        .hasMessageContaining("not a file that 'tweedie compress' wrote");
  }
}
