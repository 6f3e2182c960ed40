package org.tweedie.engine.codec;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.tweedie.engine.file.CheckedJson;
import org.tweedie.engine.problem.RunException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Chunks of a compressed file by their numbers, each with where its bits went. */
public final class EncodedChunks {

  private static final JsonMapper JSON = new JsonMapper();

  private final Map<Integer, ChunkCoder.Encoded> chunks = new TreeMap<>();

  void put(int number, ChunkCoder.Encoded chunk) {
    chunks.put(number, chunk);
  }

  ChunkCoder.Encoded get(int number) {
    ChunkCoder.Encoded chunk = chunks.get(number);
    if (chunk == null) {
      throw new RunException("Chunk %d was compressed by nobody.".formatted(number));
    }
    return chunk;
  }

  /** Writes them, whole or not at all. */
  public void write(Path file) throws IOException {
    ObjectNode object = JSON.createObjectNode();
    ObjectNode each = object.putObject("chunks");
    chunks.forEach((number, chunk) -> each.set(number.toString(), JSON.valueToTree(chunk)));
    CheckedJson.write(object, file);
  }

  /**
   * Chunks of several files.
   *
   * @param files that {@link #write} wrote
   * @throws RunException if one is damaged
   */
  public static EncodedChunks read(List<Path> files) {
    EncodedChunks all = new EncodedChunks();
    for (Path file : files) {
      ObjectNode read = CheckedJson.read(file, fault -> damaged(file, fault));
      try {
        read.path("chunks")
            .properties()
            .forEach(
                it ->
                    all.put(
                        Integer.parseInt(it.getKey()),
                        JSON.treeToValue(it.getValue(), ChunkCoder.Encoded.class)));
      } catch (JacksonException | NumberFormatException other) {
        throw damaged(file, String.valueOf(other.getMessage()));
      }
    }
    return all;
  }

  private static RunException damaged(Path file, String fault) {
    return new RunException(
        "%s is damaged: %s. Please delete it; the same command makes it again."
            .formatted(file, fault));
  }
}
