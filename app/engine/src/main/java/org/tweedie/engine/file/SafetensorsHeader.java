package org.tweedie.engine.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a safetensors file says it contains, checked against its size.
 *
 * @param size bytes before the values
 * @param entries the tensors in the header's order
 * @param metadata texts by name
 */
record SafetensorsHeader(long size, List<Entry> entries, Map<String, String> metadata) {

  static final String METADATA = "__metadata__";

  /** The format's own limit, which keeps a damaged length from claiming the memory. */
  private static final long MAX_LENGTH = 100_000_000;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** A tensor and where its values lie, counted from the end of the header. */
  record Entry(String name, StoredFloats kind, long[] shape, long begin, long end) {}

  static SafetensorsHeader read(
      Path path, FileChannel channel, long fileSize, Set<StoredFloats> kinds) throws IOException {
    if (fileSize < Long.BYTES) {
      throw damaged(path, "it has only %d bytes".formatted(fileSize));
    }
    ByteBuffer lengthBytes = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    fill(path, channel, lengthBytes);
    long length = lengthBytes.flip().getLong();
    if (length < 2 || length > MAX_LENGTH) {
      throw damaged(
          path, "its header would have %s bytes".formatted(Long.toUnsignedString(length)));
    }
    if (length > fileSize - Long.BYTES) {
      throw damaged(path, "it ends within its header");
    }
    ByteBuffer header = ByteBuffer.allocate((int) length);
    fill(path, channel, header);
    JsonNode root = parse(path, header.array());
    List<Entry> entries = new ArrayList<>();
    Map<String, String> metadata = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> property : root.properties()) {
      if (property.getKey().equals(METADATA)) {
        readMetadata(path, property.getValue(), metadata);
      } else {
        entries.add(entry(path, property.getKey(), property.getValue(), kinds));
      }
    }
    checkCoverage(path, entries, fileSize - Long.BYTES - length);
    return new SafetensorsHeader(Long.BYTES + length, List.copyOf(entries), metadata);
  }

  /** Reads until the buffer is full. */
  static void fill(Path path, FileChannel channel, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        throw damaged(path, "it was cut off while it was read");
      }
    }
  }

  private static JsonNode parse(Path path, byte[] header) throws FileFormatException {
    try {
      // As bytes, of which a wrong one is told; a text would have another letter there.
      JsonNode root = JSON.readTree(header);
      if (header[0] == '{' && root.isObject()) {
        return root;
      }
    } catch (JacksonException e) {
      throw new FileFormatException(
          "%s is not a safetensors file, or damaged: its header is not valid JSON (%s)."
              .formatted(path, JsonFault.words(e)),
          e);
    }
    throw damaged(path, "its header is not a JSON object");
  }

  private static void readMetadata(Path path, JsonNode node, Map<String, String> metadata)
      throws FileFormatException {
    for (Map.Entry<String, JsonNode> text : node.properties()) {
      if (!text.getValue().isString()) {
        throw damaged(path, "its metadata '%s' is not a text".formatted(text.getKey()));
      }
      metadata.put(text.getKey(), text.getValue().stringValue());
    }
    if (!node.isObject()) {
      throw damaged(path, "its metadata are not a JSON object");
    }
  }

  private static Entry entry(Path path, String name, JsonNode node, Set<StoredFloats> kinds)
      throws FileFormatException {
    JsonNode dtype = node.path("dtype");
    if (!dtype.isString()) {
      throw damaged(path, "the tensor '%s' has no dtype".formatted(name));
    }
    Optional<StoredFloats> kind = StoredFloats.of(dtype.stringValue()).filter(kinds::contains);
    if (kind.isEmpty()) {
      throw new FileFormatException(
          "%s holds the tensor '%s' of dtype %s; only %s can be read here. Convert it first."
              .formatted(
                  path,
                  name,
                  dtype.stringValue(),
                  kinds.stream().map(StoredFloats::name).collect(Collectors.joining(", "))));
    }
    long[] shape = longs(path, name, node.path("shape"), "shape");
    long[] offsets = longs(path, name, node.path("data_offsets"), "data_offsets");
    if (offsets.length != 2 || offsets[0] > offsets[1]) {
      throw damaged(path, "the tensor '%s' has no valid data_offsets".formatted(name));
    }
    if (offsets[1] - offsets[0] != bytes(path, name, shape, kind.get())) {
      throw damaged(
          path,
          "the tensor '%s' has %d bytes, but its shape %s does not"
              .formatted(name, offsets[1] - offsets[0], node.path("shape")));
    }
    return new Entry(name, kind.get(), shape, offsets[0], offsets[1]);
  }

  private static long[] longs(Path path, String name, JsonNode node, String what)
      throws FileFormatException {
    boolean valid = node.isArray();
    for (JsonNode element : node) {
      valid &= element.isIntegralNumber() && element.canConvertToLong() && element.longValue() >= 0;
    }
    if (!valid) {
      throw damaged(path, "the tensor '%s' has no valid %s".formatted(name, what));
    }
    return node.valueStream().mapToLong(JsonNode::longValue).toArray();
  }

  /** Bytes of a tensor, which must fit into one Java array. */
  private static long bytes(Path path, String name, long[] shape, StoredFloats kind)
      throws FileFormatException {
    try {
      long count = 1;
      for (long size : shape) {
        count = Math.multiplyExact(count, size);
      }
      return (long) Math.toIntExact(count) * kind.bytes();
    } catch (ArithmeticException e) {
      throw new FileFormatException(
          "%s holds the tensor '%s' with more than 2^31 values.".formatted(path, name), e);
    }
  }

  /** The format wants the values without overlaps, holes or anything behind them. */
  private static void checkCoverage(Path path, List<Entry> entries, long available)
      throws FileFormatException {
    long end = 0;
    List<Entry> sorted = new ArrayList<>(entries);
    sorted.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
    for (Entry entry : sorted) {
      if (entry.begin() != end) {
        throw damaged(
            path,
            entry.begin() < end
                ? "the tensor '%s' overlaps the one before it".formatted(entry.name())
                : "there is a hole before the tensor '%s'".formatted(entry.name()));
      }
      end = entry.end();
    }
    if (end != available) {
      throw damaged(path, "it should have %d bytes of values and has %d".formatted(end, available));
    }
  }

  private static FileFormatException damaged(Path path, String what) {
    return new FileFormatException(
        "%s is not a safetensors file, or damaged: %s.".formatted(path, what));
  }
}
