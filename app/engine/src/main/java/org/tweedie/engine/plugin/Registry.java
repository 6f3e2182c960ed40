package org.tweedie.engine.plugin;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.tweedie.api.plugin.Kind;
import org.tweedie.api.plugin.Kinds;

/**
 * All components that can be chosen. A component is called {@code name} where only one of its kind
 * has that name, and {@code plugin/name} always; this holds for built-in ones too, so that no jar
 * takes a name over in silence. Immutable.
 */
public final class Registry {

  private final List<ComponentType> components;
  private final List<Suggestion> suggestions;

  /** A registry of these components. */
  public Registry(List<ComponentType> components) {
    this(components, List.of());
  }

  Registry(List<ComponentType> components, List<Suggestion> suggestions) {
    this.suggestions = List.copyOf(suggestions);
    this.components =
        components.stream()
            .sorted(
                Comparator.<ComponentType>comparingInt(type -> Kinds.all().indexOf(type.kind()))
                    .thenComparing(type -> !type.origin().builtIn())
                    .thenComparing(type -> type.origin().builtIn() ? "" : type.origin().plugin())
                    .thenComparing(ComponentType::name)
                    .thenComparing(ComponentType::fullName))
            .toList();
  }

  /** All, by kind; in each kind the built-in ones first, then plugin by plugin. */
  public List<ComponentType> all() {
    return components;
  }

  /** All of a kind. */
  public List<ComponentType> all(Kind<?> kind) {
    return components.stream().filter(type -> type.kind().equals(kind)).toList();
  }

  /**
   * The components that a name stands for: one where all is well, none where the name is unknown,
   * several where it is ambiguous.
   *
   * @param name {@code name} or {@code plugin/name}
   */
  public List<ComponentType> find(Kind<?> kind, String name) {
    return all(kind).stream()
        .filter(type -> type.name().equals(name) || type.fullName().equals(name))
        .toList();
  }

  /**
   * How to write a component in a config that is kept: by its short name if it is built in and that
   * is not ambiguous, else by its full one.
   */
  public String reference(ComponentType type) {
    boolean isShort = type.origin().builtIn() && find(type.kind(), type.name()).size() == 1;
    return isShort ? type.name() : type.fullName();
  }

  /** What a config has that names no component of a kind; empty where it must name one, or none. */
  public Optional<ComponentType> byDefault(Kind<?> kind) {
    return all(kind).stream().filter(ComponentType::isDefault).findFirst();
  }

  /** What built-in plugins offer to a command, in their order. */
  public List<ComponentType> suggested(String command, Kind<?> kind) {
    return suggestions.stream()
        .filter(offer -> offer.command().equals(command) && offer.kind().equals(kind))
        .flatMap(
            offer ->
                offer.names().stream()
                    .flatMap(name -> find(kind, offer.origin().plugin() + "/" + name).stream()))
        .toList();
  }

  /**
   * What to call the components of a kind that have an option, and can do without any other.
   *
   * @param option its name
   */
  public List<String> withOption(Kind<?> kind, String option) {
    return all(kind).stream()
        .filter(type -> type.optionTypes().stream().anyMatch(one -> one.name().equals(option)))
        .filter(ComponentType::isChosenByName)
        .map(this::reference)
        .toList();
  }

  /** The names that can be written for a kind: short ones where unique, full ones where not. */
  public List<String> names(Kind<?> kind) {
    return all(kind).stream().map(this::shortest).distinct().toList();
  }

  /**
   * What there is of a kind, for messages: {@code ancestral, ddim (built in); heun (acme-samplers
   * 1.2.0, plugins/acme.jar)}.
   */
  public String available(Kind<?> kind) {
    Map<String, List<String>> byOrigin = new LinkedHashMap<>();
    for (ComponentType type : all(kind)) {
      String origin = type.origin().toString();
      byOrigin.computeIfAbsent(origin, any -> new ArrayList<>()).add(shortest(type));
    }
    if (byOrigin.isEmpty()) {
      return "none";
    }
    return byOrigin.entrySet().stream()
        .map(entry -> String.join(", ", entry.getValue()) + " (" + entry.getKey() + ")")
        .collect(Collectors.joining("; "));
  }

  private String shortest(ComponentType type) {
    return find(type.kind(), type.name()).size() == 1 ? type.name() : type.fullName();
  }
}
