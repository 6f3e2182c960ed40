package org.tweedie.engine.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Named tensors in a file of the safetensors format, which Python and others read too: the header's
 * length as eight little-endian bytes, a header in JSON, and the values, little-endian and one
 * tensor after the other (https://github.com/huggingface/safetensors, "Format"). Values are 32-bit
 * floats.
 *
 * @param tensors by name, in the order of the file
 * @param metadata texts by name
 */
public record Safetensors(Map<String, Tensor> tensors, Map<String, String> metadata) {

  private static final int LENGTH_BYTES = Long.BYTES;
  private static final int CHUNK_BYTES = 1 << 20;
  private static final JsonMapper JSON = new JsonMapper();

  /** Copies the maps, keeping their order. */
  public Safetensors {
    tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
  }

  /**
   * Writes the file whole or not at all.
   *
   * @throws IOException if it cannot be written
   */
  public void write(Path path) throws IOException {
    AtomicFile.write(path, this::write);
  }

  /** Writes the same to a channel, and leaves it open. */
  public void write(WritableByteChannel channel) throws IOException {
    byte[] header = header();
    ByteBuffer buffer =
        ByteBuffer.allocateDirect(Math.max(CHUNK_BYTES, LENGTH_BYTES + header.length))
            .order(ByteOrder.LITTLE_ENDIAN);
    AtomicFile.writeAll(channel, buffer.putLong(header.length).put(header).flip());
    for (Tensor tensor : tensors.values()) {
      writeValues(channel, tensor.values(), buffer);
    }
  }

  private byte[] header() {
    ObjectNode root = JSON.createObjectNode();
    if (!metadata.isEmpty()) {
      ObjectNode texts = root.putObject(SafetensorsHeader.METADATA);
      metadata.forEach(texts::put);
    }
    long offset = 0;
    for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
      Tensor tensor = entry.getValue();
      long end = offset + (long) tensor.values().length * Float.BYTES;
      ObjectNode node = root.putObject(entry.getKey());
      node.put("dtype", StoredFloats.F32.name());
      ArrayNode shape = node.putArray("shape");
      for (long size : tensor.shape()) {
        shape.add(size);
      }
      node.putArray("data_offsets").add(offset).add(end);
      offset = end;
    }
    String json = JSON.writeValueAsString(root);
    int length = json.getBytes(StandardCharsets.UTF_8).length;
    // Spaces at the end bring the values to a multiple of eight bytes, as the format recommends.
    return (json + " ".repeat(-length & 7)).getBytes(StandardCharsets.UTF_8);
  }

  private static void writeValues(WritableByteChannel channel, float[] values, ByteBuffer buffer)
      throws IOException {
    for (int from = 0; from < values.length; ) {
      FloatBuffer floats = buffer.clear().asFloatBuffer();
      int count = Math.min(floats.capacity(), values.length - from);
      floats.put(values, from, count);
      AtomicFile.writeAll(channel, buffer.limit(count * Float.BYTES));
      from += count;
    }
  }

  /**
   * Reads a file.
   *
   * @throws FileFormatException if it is not of this format, damaged, or holds other values than
   *     32-bit floats
   * @throws IOException if it is missing or cannot be read
   */
  public static Safetensors read(Path path) throws IOException {
    return read(path, EnumSet.of(StoredFloats.F32));
  }

  /**
   * Reads a file that may hold floats of 16 bits too, which become the same numbers in 32.
   *
   * @throws FileFormatException if it is not of this format, damaged, or holds other values than
   *     floats of 32 or 16 bits
   * @throws IOException if it is missing or cannot be read
   */
  public static Safetensors readWidened(Path path) throws IOException {
    return read(path, EnumSet.allOf(StoredFloats.class));
  }

  private static Safetensors read(Path path, Set<StoredFloats> kinds) throws IOException {
    long fileSize = Files.size(path);
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      SafetensorsHeader header = SafetensorsHeader.read(path, channel, fileSize, kinds);
      ByteBuffer buffer = ByteBuffer.allocateDirect(CHUNK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      for (SafetensorsHeader.Entry entry : header.entries()) {
        float[] values =
            new float[Math.toIntExact((entry.end() - entry.begin()) / entry.kind().bytes())];
        channel.position(header.size() + entry.begin());
        if (entry.kind() == StoredFloats.F32) {
          readValues(path, channel, values, buffer);
        } else {
          readWidened(path, channel, values, buffer, entry.kind());
        }
        tensors.put(entry.name(), new Tensor(entry.shape(), values));
      }
      return new Safetensors(tensors, header.metadata());
    }
  }

  private static void readValues(Path path, FileChannel channel, float[] values, ByteBuffer buffer)
      throws IOException {
    for (int from = 0; from < values.length; ) {
      int count = Math.min(CHUNK_BYTES / Float.BYTES, values.length - from);
      SafetensorsHeader.fill(path, channel, buffer.clear().limit(count * Float.BYTES));
      buffer.flip().asFloatBuffer().get(values, from, count);
      from += count;
    }
  }

  private static void readWidened(
      Path path, FileChannel channel, float[] values, ByteBuffer buffer, StoredFloats kind)
      throws IOException {
    for (int from = 0; from < values.length; ) {
      int count = Math.min(CHUNK_BYTES / kind.bytes(), values.length - from);
      SafetensorsHeader.fill(path, channel, buffer.clear().limit(count * kind.bytes()));
      ShortBuffer halves = buffer.flip().asShortBuffer();
      for (int i = 0; i < count; i++) {
        values[from + i] = kind.widened(halves.get(i));
      }
      from += count;
    }
  }
}
