package org.tweedie.engine.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import org.tweedie.engine.problem.RunException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A file of a run's own that is one JSON object with a checksum of itself. */
public final class CheckedJson {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private CheckedJson() {}

  /** Writes an object, with its checksum. */
  public static void write(ObjectNode object, Path file) throws IOException {
    AtomicFile.write(file, JSON.writeValueAsString(JsonChecksum.added(object)) + "\n");
  }

  /**
   * Reads what {@link #write} wrote; a file without a checksum is of an earlier version.
   *
   * @param damaged what to throw, by what is wrong with the file
   */
  public static ObjectNode read(Path file, Function<String, RunException> damaged) {
    JsonNode tree;
    try {
      tree = JSON.readTree(Files.readAllBytes(file));
    } catch (JacksonException broken) {
      throw damaged.apply(JsonFault.words(broken));
    } catch (IOException unread) {
      throw damaged.apply(String.valueOf(unread.getMessage()));
    }
    if (!(tree instanceof ObjectNode object)) {
      throw damaged.apply("it holds no object");
    }
    if (!JsonChecksum.fits(object)) {
      throw damaged.apply(JsonChecksum.CHANGED);
    }
    return object;
  }
}
