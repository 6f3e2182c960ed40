package org.tweedie.cli;

import java.util.List;
import org.tweedie.engine.plugin.ComponentType;
import org.tweedie.engine.plugin.OptionType;
import org.tweedie.engine.plugin.Registry;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Components as JSON for machines: an array of objects; what does not apply is left out. */
final class ComponentsJson {

  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private ComponentsJson() {}

  static String render(Registry registry, List<ComponentType> types) {
    ArrayNode array = MAPPER.createArrayNode();
    for (ComponentType type : types) {
      ObjectNode node = array.addObject();
      node.put("kind", type.kind().key());
      node.put("name", type.name());
      node.put("reference", registry.reference(type));
      node.put("plugin", type.origin().plugin());
      node.put("version", type.origin().version());
      node.put("builtIn", type.origin().builtIn());
      type.origin().jar().ifPresent(jar -> node.put("jar", jar.toString()));
      type.description().ifPresent(text -> node.put("description", text));
      ArrayNode options = node.putArray("options");
      type.optionTypes().forEach(option -> option(options.addObject(), option));
    }
    return MAPPER.writeValueAsString(array);
  }

  private static void option(ObjectNode node, OptionType option) {
    node.put("name", option.name());
    node.put("type", option.typeWord());
    option.defaultText().ifPresent(text -> node.put("default", text));
    option.allowed().ifPresent(text -> node.put("allowed", text));
    option.description().ifPresent(text -> node.put("description", text));
  }
}
