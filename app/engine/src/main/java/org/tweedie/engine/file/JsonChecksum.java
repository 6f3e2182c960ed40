package org.tweedie.engine.file;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32C;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A checksum that a JSON object keeps of itself, so that a number that a disk or an editor changed
 * is seen where all else would still be well-formed. It is of the values in their order, whatever
 * their layout, and no seal: whoever means to deceive can calculate it too.
 */
public final class JsonChecksum {

  /** The key of the checksum, the last one of an object. */
  public static final String KEY = "checksum";

  /** What to say of a file that does not fit its checksum, as the end of a sentence. */
  public static final String CHANGED = "it was changed after it was written";

  private static final JsonMapper JSON = new JsonMapper();

  private JsonChecksum() {}

  /** An object with its checksum, in place of one that it may have. */
  public static ObjectNode added(ObjectNode object) {
    ObjectNode summed = object.deepCopy();
    summed.remove(KEY);
    summed.put(KEY, of(summed));
    return summed;
  }

  /** Whether it is as it was written; of what has no checksum nobody can tell that it is not. */
  public static boolean fits(JsonNode value) {
    Optional<JsonNode> written = Optional.ofNullable(value.get(KEY));
    if (written.isEmpty() || !(value instanceof ObjectNode object)) {
      return true;
    }
    ObjectNode rest = object.deepCopy();
    rest.remove(KEY);
    return written.get().isString() && written.get().stringValue().equals(of(rest));
  }

  private static String of(ObjectNode object) {
    CRC32C sum = new CRC32C();
    sum.update(JSON.writeValueAsString(object).getBytes(StandardCharsets.UTF_8));
    return String.format(Locale.ROOT, "crc32c %08x", sum.getValue());
  }
}
