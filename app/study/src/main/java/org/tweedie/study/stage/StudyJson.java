package org.tweedie.study.stage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.tweedie.engine.file.AtomicFile;
import org.tweedie.engine.file.JsonChecksum;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The files of a study: records as JSON, written whole or not at all. */
public final class StudyJson {

  private static final JsonMapper LINES = new JsonMapper();

  private static final JsonMapper FILES =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private StudyJson() {}

  /**
   * What a file says; empty where there is none, or none that can be read, or where it was changed
   * after it was written. Earlier versions wrote files without a checksum.
   */
  public static <T> Optional<T> read(Path file, Class<T> type) throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      JsonNode written = FILES.readTree(Files.readAllBytes(file));
      return JsonChecksum.fits(written)
          ? Optional.ofNullable(FILES.treeToValue(written, type))
          : Optional.empty();
    } catch (JacksonException damaged) {
      // Written whole or not at all, so the disk or a person did this; other files tell.
      return Optional.empty();
    }
  }

  /** The format of a file: of one without a number 1, of none the one that is written today. */
  public static int format(Path file) throws IOException {
    try {
      return Files.exists(file)
          ? FILES.readTree(Files.readAllBytes(file)).path("format").asInt(1)
          : StageFolder.FORMAT;
    } catch (JacksonException damaged) {
      return StageFolder.FORMAT;
    }
  }

  /** Writes a file, with a checksum in it. */
  public static void write(Path file, Object record) throws IOException {
    ObjectNode summed = JsonChecksum.added(FILES.valueToTree(record));
    AtomicFile.write(file, FILES.writeValueAsString(summed) + "\n");
  }

  /** A record on one line. */
  static String line(Object record) {
    return LINES.writeValueAsString(record);
  }

  /** The record of a line; empty where it is none. */
  static <T> Optional<T> parse(String line, Class<T> type) {
    try {
      return Optional.ofNullable(LINES.readValue(line, type));
    } catch (JacksonException other) {
      return Optional.empty();
    }
  }
}
