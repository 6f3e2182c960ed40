package org.tweedie.engine.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.tweedie.engine.config.Value.Entry;
import org.tweedie.engine.config.Value.Items;
import org.tweedie.engine.config.Value.Mapping;
import org.tweedie.engine.config.Value.Scalar;
import org.tweedie.engine.file.JsonFault;
import org.tweedie.engine.problem.Location;
import org.tweedie.engine.problem.Problems;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads JSON that somebody else sent into values with positions, so that they are checked and told
 * as those of a config: one document, duplicate keys reported. What is deeper, longer or more than
 * any config is refused.
 */
public final class JsonDocument {

  private static final int DEEPEST = 20;
  private static final int LONGEST_NUMBER = 64;
  private static final int LONGEST_NAME = 200;
  private static final int MOST_VALUES = 10_000;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEEPEST)
                  .maxNumberLength(LONGEST_NUMBER)
                  .maxNameLength(LONGEST_NAME)
                  .build())
          .build();

  private final String source;
  private final JsonParser parser;
  private final Problems problems;
  private int count;

  private JsonDocument(String source, JsonParser parser, Problems problems) {
    this.source = source;
    this.parser = parser;
    this.problems = problems;
  }

  /** What is more than is read. */
  private static final class TooMuch extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Location location;

    TooMuch(Location location, String message) {
      super(message);
      this.location = location;
    }
  }

  /**
   * Reads a text; empty where it is no JSON, which is then among the problems.
   *
   * @param source what to call it in messages
   * @param text in UTF-8
   */
  public static Optional<Value> read(String source, byte[] text, Problems problems) {
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text)) {
      return new JsonDocument(source, parser, problems).document();
    } catch (JacksonException broken) {
      TokenStreamLocation at = broken.getLocation();
      boolean known = at != null && at.getLineNr() > 0;
      problems.add(
          "syntax",
          known
              ? new Location(source, at.getLineNr(), Math.max(1, at.getColumnNr()))
              : new Location(source, 1, 1),
          "",
          "This is not JSON: %s."
              .formatted(
                  JsonFault.words(broken).replaceFirst(" \\(line \\d+, column \\d+\\)$", "")));
    } catch (TooMuch unread) {
      problems.add("syntax", unread.location, "", String.valueOf(unread.getMessage()));
    }
    return Optional.empty();
  }

  private Optional<Value> document() {
    JsonToken first = parser.nextToken();
    if (first == null) {
      problems.add("syntax", new Location(source, 1, 1), "", "There is nothing in it.");
      return Optional.empty();
    }
    Value value = value(first, "");
    if (parser.nextToken() != null) {
      problems.add("syntax", here(), "", "There is more behind the end of the JSON.");
      return Optional.empty();
    }
    return Optional.of(value);
  }

  private Location here() {
    TokenStreamLocation at = parser.currentTokenLocation();
    return new Location(source, Math.max(1, at.getLineNr()), Math.max(1, at.getColumnNr()));
  }

  private Value value(JsonToken token, String path) {
    Location location = here();
    if (++count > MOST_VALUES) {
      throw new TooMuch(location, "It has more than %d values.".formatted(MOST_VALUES));
    }
    return switch (token) {
      case START_OBJECT -> mapping(location, path);
      case START_ARRAY -> items(location, path);
      case VALUE_NUMBER_INT -> new Scalar(location, Tag.INT, parser.getString());
      case VALUE_NUMBER_FLOAT -> new Scalar(location, Tag.FLOAT, parser.getString());
      case VALUE_TRUE, VALUE_FALSE -> new Scalar(location, Tag.BOOL, parser.getString());
      case VALUE_NULL -> new Scalar(location, Tag.NULL, "null");
      default -> new Scalar(location, Tag.STR, parser.getString());
    };
  }

  private Items items(Location location, String path) {
    List<Value> values = new ArrayList<>();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      values.add(value(token, path + "[" + values.size() + "]"));
    }
    return new Items(location, values);
  }

  private Mapping mapping(Location location, String path) {
    Mapping mapping = Mapping.empty(location);
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      Location at = here();
      String name = parser.currentName();
      String keyPath = path.isEmpty() ? name : path + "." + name;
      Entry entry = new Entry(at, value(parser.nextToken(), keyPath));
      mapping.add(name, entry, keyPath, problems);
    }
    return mapping;
  }
}
