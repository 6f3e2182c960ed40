package org.tweedie.engine.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {

  /** A good file; each writing waits for the disk, so it is made once. */
  private static final byte[] WHOLE = whole();

  @TempDir Path folder;

  private static byte[] whole() {
    try {
      Path path = Files.createTempFile("tweedie", ".safetensors");
      try {
        new Safetensors(tensors(), Map.of("step", "12")).write(path);
        return Files.readAllBytes(path);
      } finally {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path file(String header, int valueBytes) throws IOException {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer buffer =
        ByteBuffer.allocate(8 + json.length + valueBytes).order(ByteOrder.LITTLE_ENDIAN);
    buffer.putLong(json.length).put(json);
    return Files.write(folder.resolve("x.safetensors"), buffer.array());
  }

  private static Map<String, Tensor> tensors() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put(
        "z/weight", new Tensor(new long[] {2, 3}, new float[] {1, -2, 3.5f, 0, -0f, 1e-40f}));
    tensors.put("a \"quoted\" ü", new Tensor(new long[] {}, new float[] {Float.NaN}));
    tensors.put("empty", new Tensor(new long[] {0, 4}, new float[0]));
    tensors.put("b", new Tensor(new long[] {1}, new float[] {Float.NEGATIVE_INFINITY}));
    return tensors;
  }

  @Test
  void readsWhatItWroteInTheSameOrder() throws IOException {
    Path path = folder.resolve("x.safetensors");
    new Safetensors(tensors(), Map.of("step", "12")).write(path);
    Safetensors read = Safetensors.read(path);
    assertThat(read.tensors()).containsExactlyEntriesOf(tensors());
    assertThat(read.metadata()).containsExactly(Map.entry("step", "12"));
  }

  @Test
  void hasTheBytesOfTheFormat() throws IOException {
    Path path = folder.resolve("x.safetensors");
    new Safetensors(
            Map.of("w", new Tensor(new long[] {1, 2}, new float[] {1, -2})), Map.of("k", "v"))
        .write(path);
    String header =
        "{\"__metadata__\":{\"k\":\"v\"},"
            + "\"w\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[0,8]}}";
    byte[] bytes = Files.readAllBytes(path);
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int length = (int) buffer.getLong();
    assertThat(length % 8).isZero();
    assertThat(new String(bytes, 8, length, StandardCharsets.UTF_8)).startsWith(header);
    assertThat(new String(bytes, 8, length, StandardCharsets.UTF_8).strip()).isEqualTo(header);
    assertThat(buffer.getFloat(8 + length)).isEqualTo(1);
    assertThat(buffer.getFloat(12 + length)).isEqualTo(-2);
    assertThat(bytes).hasSize(16 + length);
  }

  @Test
  void nothingAtAllIsAFileToo() throws IOException {
    Path path = folder.resolve("x.safetensors");
    new Safetensors(Map.of(), Map.of()).write(path);
    assertThat(Safetensors.read(path)).isEqualTo(new Safetensors(Map.of(), Map.of()));
  }

  @ParameterizedTest
  @CsvSource({
    "F16, 3c00, 1",
    "F16, c000, -2",
    "F16, 3555, 0.333251953125",
    "F16, 7bff, 65504",
    "F16, 0001, 5.9604644775390625e-8",
    "F16, 03ff, 6.097555160522461e-5",
    "F16, 8000, -0.0",
    "F16, fc00, -Infinity",
    "F16, 7e00, NaN",
    "BF16, 3f80, 1",
    "BF16, c040, -3",
    "BF16, 0001, 9.183549615799121e-41",
    "BF16, ff80, -Infinity"
  })
  void floatsOf16BitsAreTheSameNumbers(String kind, String bits, float value) throws IOException {
    Path path =
        file("{\"h\":{\"dtype\":\"%s\",\"shape\":[1],\"data_offsets\":[0,2]}}".formatted(kind), 2);
    byte[] bytes = Files.readAllBytes(path);
    int all = Integer.parseInt(bits, 16);
    bytes[bytes.length - 2] = (byte) all;
    bytes[bytes.length - 1] = (byte) (all >> 8);
    Files.write(path, bytes);
    assertThat(Safetensors.readWidened(path).tensors().get("h"))
        .isEqualTo(new Tensor(new long[] {1}, new float[] {value}));
    assertThatThrownBy(() -> Safetensors.read(path))
        .isInstanceOf(FileFormatException.class)
        .hasMessage(
            "%s holds the tensor 'h' of dtype %s; only F32 can be read here. Convert it first.",
            path, kind);
  }

  /** More values than a chunk of the buffer holds, and not a multiple of it. */
  @Test
  void largeTensorsSurvive() throws IOException {
    float[] values = new float[1_000_003];
    for (int i = 0; i < values.length; i++) {
      values[i] = i * 0.37f;
    }
    Tensor tensor = new Tensor(new long[] {values.length}, values);
    Path path = folder.resolve("x.safetensors");
    new Safetensors(Map.of("large", tensor, "more", tensor), Map.of()).write(path);
    assertThat(Safetensors.read(path).tensors().get("large")).isEqualTo(tensor);
    assertThat(Safetensors.read(path).tensors().get("more")).isEqualTo(tensor);
  }

  @Test
  void tensorsMayBeListedInAnotherOrderThanTheyLie() throws IOException {
    Path path =
        file(
            "{\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]},"
                + "\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}   ",
            8);
    assertThat(Safetensors.read(path).tensors()).containsOnlyKeys("a", "b");
  }

  @Property(tries = 300, seed = "1")
  void neverReadsADamagedHeaderAsAnythingElse(
      @ForAll @Size(max = 60) byte[] noise, @ForAll byte position) throws IOException {
    byte[] bytes = WHOLE.clone();
    Path path = Files.createTempFile("tweedie", ".safetensors");
    try {
      int from = Math.min(Byte.toUnsignedInt(position), bytes.length - noise.length);
      System.arraycopy(noise, 0, bytes, from, noise.length);
      Files.write(path, bytes);
      try {
        Safetensors.read(path);
      } catch (FileFormatException e) {
        assertThat(e).hasMessageContaining(path.toString());
      }
    } finally {
      Files.delete(path);
    }
  }

  @Test
  void everyTruncationIsToldOf() throws IOException {
    Path path = folder.resolve("x.safetensors");
    for (int length = 0; length < WHOLE.length; length++) {
      Files.write(path, Arrays.copyOf(WHOLE, length));
      assertThatThrownBy(() -> Safetensors.read(path))
          .as("cut to %d bytes", length)
          .isInstanceOf(FileFormatException.class)
          .hasMessageContaining("is not a safetensors file, or damaged");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[1]                                                              |0|not a JSON object",
        "{\"a\":                                                          |0|not valid JSON",
        "{} {}                                                            |0|not valid JSON",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
            + "\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}|8|not valid JSON",
        "{\"a\":{\"shape\":[1],\"data_offsets\":[0,4]}}                   |4|'a' has no dtype",
        "{\"a\":{\"dtype\":\"BF16\",\"shape\":[2],\"data_offsets\":[0,4]}}|4|of dtype BF16",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}}|4|no valid shape",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1.5],\"data_offsets\":[0,4]}}|4|no valid shape",
        "{\"a\":{\"dtype\":\"F32\",\"data_offsets\":[0,4]}}               |4|no valid shape",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1]}}                        |4|no valid data_offsets",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,0]}} |4|no valid data_offsets",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}} |4|its shape [2] does not",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[3037000500,3037000500],\"data_offsets\":[0,4]}}|4|2^31",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}} |8|a hole before",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
            + "\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}|8|'b' overlaps",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}} |9|should have 4 bytes",
        "{\"__metadata__\":{\"a\":1}}                                     |0|metadata 'a' is not a",
        "{\"__metadata__\":[]}                                            |0|metadata are not",
        "{\"a\":7}                                                        |0|'a' has no dtype",
      })
  void tellsWhatIsWrong(String header, int valueBytes, String message) throws IOException {
    Path path = file(header, valueBytes);
    assertThatThrownBy(() -> Safetensors.read(path))
        .isInstanceOf(FileFormatException.class)
        .hasMessageContaining(path.toString())
        .hasMessageContaining(message);
  }

  @Test
  void aLengthThatWouldFillTheMemoryIsToldOf() throws IOException {
    for (long length : new long[] {Long.MAX_VALUE, -1, 100_000_001, 0}) {
      Path path =
          Files.write(
              folder.resolve("x.safetensors"),
              ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN).putLong(length).array());
      assertThatThrownBy(() -> Safetensors.read(path))
          .isInstanceOf(FileFormatException.class)
          .hasMessageContaining("its header would have");
    }
  }

  @Test
  void aMissingFileStaysAMissingFile() {
    assertThatThrownBy(() -> Safetensors.read(folder.resolve("none")))
        .isInstanceOf(NoSuchFileException.class);
  }
}
