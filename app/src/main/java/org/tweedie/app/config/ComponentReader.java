package org.tweedie.app.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.tweedie.app.config.Value.Entry;
import org.tweedie.app.config.Value.Mapping;
import org.tweedie.app.config.Value.Scalar;
import org.tweedie.app.plugin.ComponentType;
import org.tweedie.app.plugin.Kind;
import org.tweedie.app.plugin.Registry;
import org.tweedie.app.problem.Closest;
import org.tweedie.app.problem.Location;
import org.tweedie.app.problem.Problems;

/** Reads components: a word, or a map with {@code type} and options. */
final class ComponentReader {

  /** What a run takes where its config says nothing; there is no data to take by default. */
  private static final Map<Kind, String> DEFAULTS =
      Map.of(
          Kind.SCHEDULE, "linear",
          Kind.NETWORK, "unet",
          Kind.PRECONDITIONING, "none",
          Kind.OBJECTIVE, "vlb",
          Kind.TIMES, "low-discrepancy",
          Kind.SAMPLER, "ancestral",
          Kind.GUIDANCE, "none");

  private static final String TYPE = "type";

  private final Registry registry;
  private final OptionBinder binder;
  private final Problems problems;

  ComponentReader(Registry registry, OptionBinder binder, Problems problems) {
    this.registry = registry;
    this.binder = binder;
    this.problems = problems;
  }

  static Optional<String> defaultName(Kind kind) {
    return Optional.ofNullable(DEFAULTS.get(kind));
  }

  /** The type that a component's map names. */
  static Optional<String> typeName(Mapping component) {
    return Optional.ofNullable(component.entries().get(TYPE))
        .map(Entry::value)
        .filter(value -> value instanceof Scalar word && word.isText())
        .map(value -> ((Scalar) value).text());
  }

  /** The component of a kind, if all is well with it. */
  Optional<Choice> choose(Kind kind, Mapping config) {
    Value value =
        Optional.ofNullable(config.entries().get(kind.key()))
            .map(Entry::value)
            .filter(given -> !(given instanceof Scalar scalar && scalar.isNull()))
            .orElse(Mapping.empty(config.location()));
    if (value instanceof Scalar word && word.isText()) {
      return choose(kind, word.text(), word.location(), Mapping.empty(word.location()));
    } else if (value instanceof Mapping mapping) {
      return fromMap(kind, mapping);
    }
    problems.add(
        "wrong-type",
        value.location(),
        kind.key(),
        "'%s' is a word, or a map with 'type' and options, not %s."
            .formatted(kind.key(), value.found()),
        available(kind));
    return Optional.empty();
  }

  private Optional<Choice> fromMap(Kind kind, Mapping mapping) {
    Entry type = mapping.entries().get(TYPE);
    if (type == null) {
      Optional<String> name = defaultName(kind);
      if (name.isEmpty()) {
        problems.add(
            "missing-component",
            mapping.location(),
            kind.key(),
            "The config names no %s. Please add '%s: NAME'.".formatted(kind.word(), kind.key()),
            available(kind));
      }
      return name.flatMap(known -> choose(kind, known, mapping.location(), mapping));
    }
    if (type.value() instanceof Scalar word && word.isText()) {
      return choose(kind, word.text(), word.location(), mapping.without(TYPE));
    }
    problems.add(
        "wrong-type",
        type.value().location(),
        kind.key() + "." + TYPE,
        "'type' is the name of %s, not %s.".formatted(kind.wordWithArticle(), type.value().found()),
        available(kind));
    return Optional.empty();
  }

  private Optional<Choice> choose(Kind kind, String name, Location location, Mapping options) {
    List<ComponentType> found = registry.find(kind, name);
    if (found.size() != 1) {
      unclear(kind, name, location, found);
      return Optional.empty();
    }
    ComponentType type = found.get(0);
    String reference = registry.reference(type);
    if (type.options().isEmpty()) {
      boolean fits = binder.rejectAll(options, kind.key(), "'" + name + "'");
      return fits
          ? Optional.of(new Choice(type, reference, Optional.empty(), location))
          : Optional.empty();
    }
    return binder
        .bind(type.options().get(), options, kind.key(), "'" + name + "'", location)
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

  private void unclear(Kind kind, String name, Location location, List<ComponentType> found) {
    if (found.isEmpty()) {
      problems.add(
          "unknown-component",
          location,
          kind.key(),
          "There is no %s '%s'.%s"
                  .formatted(kind.word(), name, Closest.question(name, registry.names(kind)))
              + pluginThatIsMissing(name),
          available(kind));
    } else {
      problems.add(
          "ambiguous-component",
          location,
          kind.key(),
          "There are %d %ss named '%s'. Please write one of these:"
              .formatted(found.size(), kind.word(), name),
          found.stream()
              .map(type -> type.fullName() + " (" + type.origin() + ")")
              .collect(Collectors.joining("; ")));
    }
  }

  private String available(Kind kind) {
    return "Available: " + registry.available(kind);
  }
}
