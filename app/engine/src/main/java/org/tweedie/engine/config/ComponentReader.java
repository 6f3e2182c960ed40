package org.tweedie.engine.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.tweedie.api.plugin.Kind;
import org.tweedie.engine.config.Value.Entry;
import org.tweedie.engine.config.Value.Items;
import org.tweedie.engine.config.Value.Mapping;
import org.tweedie.engine.config.Value.Scalar;
import org.tweedie.engine.plugin.ComponentType;
import org.tweedie.engine.plugin.Registry;
import org.tweedie.engine.problem.Closest;
import org.tweedie.engine.problem.Location;
import org.tweedie.engine.problem.Problems;

/** Reads components: a word, or a map with {@code type} and options. */
final class ComponentReader {

  private static final String TYPE = "type";

  private final Registry registry;
  private final OptionBinder binder;
  private final Problems problems;

  ComponentReader(Registry registry, OptionBinder binder, Problems problems) {
    this.registry = registry;
    this.binder = binder;
    this.problems = problems;
  }

  /** The type that a component's map names. */
  static Optional<String> typeName(Mapping component) {
    return Optional.ofNullable(component.entries().get(TYPE))
        .map(Entry::value)
        .filter(value -> value instanceof Scalar word && word.isText())
        .map(value -> ((Scalar) value).text());
  }

  /** The components of a kind: one, several where the kind may have a list, none if it may. */
  Optional<List<Choice>> choose(Kind<?> kind, Mapping config) {
    Value value =
        Optional.ofNullable(config.entries().get(kind.key()))
            .map(Entry::value)
            .filter(given -> !(given instanceof Scalar scalar && scalar.isNull()))
            .orElse(Mapping.empty(config.location()));
    if (kind.isOptional()
        && isEmpty(value)
        && (value instanceof Items || byDefault(kind).isEmpty())) {
      return Optional.of(List.of());
    }
    if (kind.isList() && value instanceof Items items) {
      return list(kind, items);
    }
    return component(kind, kind.key(), value).map(List::of);
  }

  /** Says nothing: it is left out, or an empty list. */
  private static boolean isEmpty(Value value) {
    return value instanceof Items items
        ? items.values().isEmpty()
        : value instanceof Mapping mapping && mapping.entries().isEmpty();
  }

  private Optional<String> byDefault(Kind<?> kind) {
    return registry.byDefault(kind).map(registry::reference);
  }

  private Optional<List<Choice>> list(Kind<?> kind, Items items) {
    if (items.values().isEmpty()) {
      problems.add(
          "missing-component",
          items.location(),
          kind.key(),
          "The list of '%s' is empty.%s"
              .formatted(
                  kind.key(),
                  byDefault(kind)
                      .map(
                          name ->
                              " For nothing, please write '%s: %s'.".formatted(kind.key(), name))
                      .orElse("")),
          available(kind));
    }
    List<Choice> choices = new ArrayList<>();
    for (int i = 0; i < items.values().size(); i++) {
      component(kind, kind.key() + "." + i, items.values().get(i)).ifPresent(choices::add);
    }
    return choices.size() == items.values().size() && !choices.isEmpty()
        ? Optional.of(choices)
        : Optional.empty();
  }

  private Optional<Choice> component(Kind<?> kind, String path, Value value) {
    if (value instanceof Scalar word && word.isText()) {
      return choose(kind, path, word.text(), word.location(), Mapping.empty(word.location()));
    } else if (value instanceof Mapping mapping) {
      return fromMap(kind, path, mapping);
    }
    problems.add(
        "wrong-type",
        value.location(),
        path,
        "'%s' is a word, or a map with 'type' and options%s, not %s."
            .formatted(
                path,
                kind.isList() && path.equals(kind.key()) ? ", or a list of these" : "",
                value.found()),
        available(kind));
    return Optional.empty();
  }

  private Optional<Choice> fromMap(Kind<?> kind, String path, Mapping mapping) {
    Entry type = mapping.entries().get(TYPE);
    if (type == null) {
      Optional<String> name = path.equals(kind.key()) ? byDefault(kind) : Optional.empty();
      if (name.isEmpty()) {
        problems.add(
            "missing-component",
            mapping.location(),
            path,
            path.equals(kind.key())
                ? "The config names no %s. Please add '%s: NAME'."
                    .formatted(kind.word(), kind.key())
                : "This one of the list names no %s. Please add 'type: NAME'."
                    .formatted(kind.word()),
            available(kind));
      }
      return name.flatMap(known -> choose(kind, path, known, mapping.location(), mapping));
    }
    if (type.value() instanceof Scalar word && word.isText()) {
      return choose(kind, path, word.text(), word.location(), mapping.without(TYPE));
    }
    problems.add(
        "wrong-type",
        type.value().location(),
        path + "." + TYPE,
        "'type' is the name of %s, not %s.".formatted(kind.wordWithArticle(), type.value().found()),
        available(kind));
    return Optional.empty();
  }

  private Optional<Choice> choose(
      Kind<?> kind, String path, String name, Location location, Mapping options) {
    List<ComponentType> found = registry.find(kind, name);
    if (found.size() != 1) {
      unclear(kind, path, name, location, found);
      return Optional.empty();
    }
    ComponentType type = found.get(0);
    String reference = registry.reference(type);
    if (type.options().isEmpty()) {
      boolean fits = binder.rejectAll(options, path, "'" + name + "'");
      return fits
          ? Optional.of(new Choice(type, reference, Optional.empty(), location))
          : Optional.empty();
    }
    return binder
        .bind(type.options().get(), options, path, "'" + name + "'", location)
        .map(bound -> new Choice(type, reference, Optional.of(bound), location));
  }

  private String pluginThatIsMissing(String name) {
    String plugin = name.replaceFirst("/.*", "");
    boolean missing =
        name.contains("/")
            && registry.all().stream().noneMatch(type -> type.origin().plugin().equals(plugin));
    return missing
        ? "\nThe plugin '%s' is not loaded: put its jar into plugins/, or name its folder with --plugins DIR."
            .formatted(plugin)
        : "";
  }

  private void unclear(
      Kind<?> kind, String path, String name, Location location, List<ComponentType> found) {
    if (found.isEmpty()) {
      problems.add(
          "unknown-component",
          location,
          path,
          "There is no %s '%s'.%s"
                  .formatted(kind.word(), name, Closest.question(name, registry.names(kind)))
              + pluginThatIsMissing(name),
          available(kind));
    } else {
      problems.add(
          "ambiguous-component",
          location,
          path,
          "There are %d %ss named '%s'. Please write one of these:"
              .formatted(found.size(), kind.word(), name),
          found.stream()
              .map(type -> type.fullName() + " (" + type.origin() + ")")
              .collect(Collectors.joining("; ")));
    }
  }

  private String available(Kind<?> kind) {
    return "Available: " + registry.available(kind);
  }
}
