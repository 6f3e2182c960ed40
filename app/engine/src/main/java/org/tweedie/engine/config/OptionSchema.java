package org.tweedie.engine.config;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import org.tweedie.engine.plugin.OptionType;
import org.tweedie.engine.plugin.Range;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** One option in a JSON Schema. */
final class OptionSchema {

  private static final LoadSettings YAML =
      LoadSettings.builder().setSchema(new CoreSchema()).build();
  private static final String TYPE = "type";

  private OptionSchema() {}

  static void write(ObjectNode node, OptionType option) {
    Range range = option.range();
    node.put("description", description(option));
    boolean isText = OptionType.element(option.type()) == String.class;
    if (OptionType.isList(option.type())) {
      node.put(TYPE, "array");
      length(node, range, "minItems", "maxItems");
      element(node.putObject("items"), option);
    } else {
      element(node, option);
      if (isText) {
        length(node, range, "minLength", "maxLength");
      }
    }
    byDefault(option).ifPresent(value -> node.set("default", value));
  }

  /** With what an editor does not show of a schema by itself. */
  private static String description(OptionType option) {
    return "%s (%s%s; %s)"
        .formatted(
            option.description().orElse(option.name()),
            option.typeWord(),
            option.allowed().map(allowed -> ", " + allowed).orElse(""),
            option.defaultText().map(text -> "default " + text).orElse("must be given"));
  }

  private static void element(ObjectNode node, OptionType option) {
    Class<?> type = OptionType.element(option.type());
    Range range = option.range();
    if (type.isEnum()) {
      words(node.putArray("enum"), OptionType.words(type));
    } else if (type == boolean.class || type == Boolean.class) {
      node.put(TYPE, "boolean");
    } else if (type == String.class) {
      // A number is a text as well, taken as it was written.
      node.putArray(TYPE).add("string").add("number");
      range.pattern().ifPresent(pattern -> node.put("pattern", "^(?:" + pattern + ")$"));
    } else if (OptionType.isWhole(type)) {
      node.put(TYPE, "integer");
      boolean isInt = type == int.class || type == Integer.class;
      node.put("minimum", BigInteger.valueOf(isInt ? Integer.MIN_VALUE : Long.MIN_VALUE));
      node.put("maximum", BigInteger.valueOf(isInt ? Integer.MAX_VALUE : Long.MAX_VALUE));
    } else {
      node.put(TYPE, "number");
    }
    range.low().ifPresent(bound -> bound(node, bound, "minimum", "exclusiveMinimum"));
    range.high().ifPresent(bound -> bound(node, bound, "maximum", "exclusiveMaximum"));
  }

  private static void bound(ObjectNode node, Range.Bound bound, String closed, String open) {
    node.remove(closed);
    node.put(bound.included() ? closed : open, bound.limit());
  }

  /** YAML takes some words for other things than texts. */
  private static void words(ArrayNode node, List<String> words) {
    words.forEach(node::add);
    words.stream()
        .filter(word -> word.equals("true") || word.equals("false"))
        .forEach(word -> node.add(Boolean.parseBoolean(word)));
  }

  private static void length(ObjectNode node, Range range, String least, String most) {
    range
        .length()
        .ifPresent(
            length -> {
              if (length.min() > 0) {
                node.put(least, length.min());
              }
              if (length.max() < Integer.MAX_VALUE) {
                node.put(most, length.max());
              }
            });
  }

  /** Empty where the default is no YAML, which is its author's fault and told when it is used. */
  private static Optional<JsonNode> byDefault(OptionType option) {
    boolean isWord =
        !OptionType.isList(option.type())
            && (option.type() == String.class || OptionType.element(option.type()).isEnum());
    try {
      return option
          .defaultText()
          .map(
              text -> {
                Object value = new Load(YAML).loadFromString(text);
                return isWord && !(value instanceof String) ? text : value;
              })
          .map(value -> JsonMapper.shared().valueToTree(value));
    } catch (YamlEngineException broken) {
      return Optional.empty();
    }
  }
}
