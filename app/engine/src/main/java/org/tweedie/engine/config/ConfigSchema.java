package org.tweedie.engine.config;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.plugin.Kind;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.engine.plugin.ComponentType;
import org.tweedie.engine.plugin.OptionType;
import org.tweedie.engine.plugin.Registry;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The JSON Schema (2020-12) of configs, so that an editor completes and checks them. It is made of
 * the same descriptions that configs are read by, so the two cannot say different things.
 *
 * <p>A component's map is told apart by its type with {@code if} and {@code then}, not with {@code
 * oneOf}: a validator then speaks of the wrong option, and not of twenty samplers none of which
 * fits.
 */
public final class ConfigSchema {

  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
  private static final String TYPE = "type";
  private static final String DEFS = "$defs";
  private static final String REF = "$ref";
  private static final String REQUIRED = "required";
  private static final String OBJECT = "object";

  private final Registry registry;
  private final boolean partial;
  private final ObjectNode root = MAPPER.createObjectNode();

  private ConfigSchema(Registry registry, boolean partial) {
    this.registry = registry;
    this.partial = partial;
  }

  /**
   * The schema of all that can be written with some components.
   *
   * @param partial whether it is for files that are laid over others: nothing need be given, and a
   *     component's map may leave out its type
   * @return JSON
   */
  public static String of(Registry registry, boolean partial) {
    return MAPPER.writeValueAsString(new ConfigSchema(registry, partial).write());
  }

  private ObjectNode write() {
    root.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    root.put("title", "A config of Tweedie");
    root.put(TYPE, OBJECT);
    ObjectNode properties = root.putObject("properties");
    List<String> needed = new ArrayList<>();
    root.putObject(DEFS);
    for (Kind<?> kind : Kinds.all()) {
      refer(properties.putObject(kind.key()), kind.key());
      kind(kind);
      if (byDefault(kind).isEmpty() && !kind.isOptional()) {
        needed.add(kind.key());
      }
    }
    for (RecordComponent component : RunConfig.class.getRecordComponents()) {
      if (component.getType().isRecord()) {
        section(
            component.getName(),
            properties.putObject(component.getName()),
            component.getType().asSubclass(Record.class));
      }
    }
    former((ObjectNode) properties.get(FormerEvaluate.SECTION).get("properties"));
    require(root, needed);
    root.put("additionalProperties", false);
    return root;
  }

  private void section(String name, ObjectNode node, Class<? extends Record> options) {
    Optional.ofNullable(options.getAnnotation(Description.class))
        .ifPresent(description -> node.put("description", description.value()));
    node.putArray(TYPE).add(OBJECT).add("null");
    ObjectNode properties = node.putObject("properties");
    options(node, properties, ComponentType.optionTypes(options));
    MovedOptions.of(name).forEach((option, now) -> moved(properties.putObject(option), now));
    MovedOptions.formerSwitch(name)
        .ifPresent(
            option -> properties.putObject(option).put(TYPE, "boolean").put("deprecated", true));
  }

  /** An option of a component that an old config says in the section. */
  private void moved(ObjectNode node, MovedOptions.Place now) {
    byDefault(now.kind()).stream()
        .flatMap(type -> type.optionTypes().stream())
        .filter(option -> option.name().equals(now.option()))
        .forEach(option -> OptionSchema.write(node, option));
    node.remove("default");
    node.put("description", "now " + now.path());
    node.put("deprecated", true);
  }

  /** What is still read, so that configs of that time are not told to be wrong. */
  private static void former(ObjectNode properties) {
    for (OptionType option : ComponentType.optionTypes(FormerEvaluateOptions.class)) {
      ObjectNode node = properties.putObject(option.name());
      OptionSchema.write(node, option);
      node.put("deprecated", true);
    }
  }

  private void kind(Kind<?> kind) {
    if (kind.isList()) {
      ObjectNode node = def(kind.key());
      node.putObject("if").put(TYPE, "array");
      ObjectNode list = node.putObject("then");
      if (!kind.isOptional()) {
        list.put("minItems", 1);
      }
      refer(list.putObject("items"), kind.key() + ".one");
      refer(node.putObject("else"), kind.key() + ".one");
      one(kind, kind.key() + ".one");
    } else {
      one(kind, kind.key());
    }
    names(def(kind.key() + ".word"), kind, true);
    names(def(kind.key() + ".name"), kind, false);
    map(kind);
    registry.all(kind).forEach(this::component);
  }

  /** A component: a word, or a map. */
  private void one(Kind<?> kind, String name) {
    ObjectNode node = def(name);
    node.put("title", kind.word());
    node.put(
        "description",
        kind.wordWithArticle()
            + ": its name, or a map with its type and options"
            + byDefault(kind)
                .map(type -> " (default " + registry.reference(type) + ")")
                .orElse(""));
    byDefault(kind).ifPresent(type -> node.put("default", registry.reference(type)));
    node.putObject("if").put(TYPE, OBJECT);
    refer(node.putObject("then"), kind.key() + ".map");
    refer(node.putObject("else"), kind.key() + ".word");
  }

  /**
   * The names of a kind. Short ones alone are completed; full ones are checked as soon as there is
   * a slash.
   *
   * @param alone whether a name stands for its component with all defaults
   */
  private void names(ObjectNode node, Kind<?> kind, boolean alone) {
    List<ComponentType> types =
        registry.all(kind).stream()
            .filter(type -> !alone || partial || type.optionTypes().stream().allMatch(this::isFree))
            .toList();
    ObjectNode full = node.putObject("if");
    full.put(TYPE, "string").put("pattern", "/");
    ArrayNode fullNames = node.putObject("then").putArray("enum");
    types.forEach(type -> fullNames.add(type.fullName()));
    ObjectNode brief = node.putObject("else");
    ArrayNode words = brief.putArray("enum");
    // Not of the standard: editors show these beside the words.
    ArrayNode descriptions = brief.putArray("enumDescriptions");
    for (ComponentType type : types) {
      if (isUnique(type)) {
        words.add(type.name());
        descriptions.add(type.description().orElse("") + " (" + type.origin() + ")");
      }
    }
    if (alone && (partial || byDefault(kind).isPresent() || kind.isOptional())) {
      words.addNull();
      descriptions.add(byDefault(kind).isPresent() || partial ? "the default" : "none");
    }
  }

  private void map(Kind<?> kind) {
    ObjectNode node = def(kind.key() + ".map");
    node.put(TYPE, OBJECT);
    refer(node.putObject("properties").putObject(TYPE), kind.key() + ".name");
    if (byDefault(kind).isEmpty()) {
      require(node, List.of(TYPE));
    }
    if (registry.all(kind).isEmpty()) {
      return;
    }
    ArrayNode cases = node.putArray("allOf");
    for (ComponentType type : registry.all(kind)) {
      ObjectNode ofType = cases.addObject();
      ArrayNode names = condition(ofType).putObject("properties").putObject(TYPE).putArray("enum");
      names.add(type.fullName());
      if (isUnique(type)) {
        names.add(type.name());
      }
      refer(ofType.putObject("then"), variant(type));
    }
    if (partial) {
      ObjectNode ofAny = cases.addObject();
      ArrayNode any = ofAny.putObject("else").putArray("anyOf");
      condition(ofAny);
      registry.all(kind).forEach(type -> refer(any.addObject(), variant(type)));
    } else {
      byDefault(kind)
          .ifPresent(
              type -> {
                ObjectNode ofDefault = cases.addObject();
                condition(ofDefault);
                refer(ofDefault.putObject("else"), variant(type));
              });
    }
  }

  /** The condition that a map names its type. */
  private static ObjectNode condition(ObjectNode node) {
    ObjectNode condition = node.putObject("if");
    condition.putArray(REQUIRED).add(TYPE);
    return condition;
  }

  private void component(ComponentType type) {
    ObjectNode node = def(variant(type));
    node.put("title", type.fullName());
    type.description().ifPresent(text -> node.put("description", text));
    node.put(TYPE, OBJECT);
    ObjectNode properties = node.putObject("properties");
    refer(properties.putObject(TYPE), type.kind().key() + ".name");
    options(node, properties, type.optionTypes());
  }

  private void options(ObjectNode node, ObjectNode properties, List<OptionType> options) {
    options.forEach(option -> OptionSchema.write(properties.putObject(option.name()), option));
    require(
        node, options.stream().filter(option -> !isFree(option)).map(OptionType::name).toList());
    node.put("additionalProperties", false);
  }

  private boolean isFree(OptionType option) {
    return option.defaultText().isPresent();
  }

  private void require(ObjectNode node, List<String> names) {
    if (!partial && !names.isEmpty()) {
      names.forEach(node.withArray(REQUIRED)::add);
    }
  }

  private Optional<ComponentType> byDefault(Kind<?> kind) {
    return registry.byDefault(kind);
  }

  private boolean isUnique(ComponentType type) {
    return registry.find(type.kind(), type.name()).size() == 1;
  }

  private String variant(ComponentType type) {
    return Stream.of(type.kind().key(), type.origin().plugin(), type.name())
        .reduce((left, right) -> left + "." + right)
        .orElseThrow();
  }

  private ObjectNode def(String name) {
    return ((ObjectNode) root.get(DEFS)).putObject(name);
  }

  private static void refer(ObjectNode node, String name) {
    node.put(REF, "#/" + DEFS + "/" + name);
  }
}
