package org.tweedie.engine.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.tweedie.api.plugin.Kind;
import org.tweedie.engine.config.Value.Entry;
import org.tweedie.engine.config.Value.Items;
import org.tweedie.engine.config.Value.Mapping;
import org.tweedie.engine.config.Value.Scalar;
import org.tweedie.engine.plugin.OptionType;
import org.tweedie.engine.plugin.Registry;
import org.tweedie.engine.problem.Problems;

/**
 * Lays something over a list of components. A list, a word, or a map with a type takes the list's
 * place. A map whose keys are numbers, counted from 0, changes those of the list ({@code
 * guidance.1.scale}); a map of options without a type changes the only one of the list that has
 * them ({@code guidance.scale}), and is refused where there are several or none. A section's name
 * with a plus appends ({@code guidance+}).
 */
final class ListMerger {

  static final String APPEND = "+";

  /** Lays one component over another. */
  interface OfOne {
    Value merge(Kind<?> kind, Value below, Value above);
  }

  private final Kind<?> kind;
  private final Registry registry;
  private final Problems problems;
  private final OfOne one;

  ListMerger(Kind<?> kind, Registry registry, Problems problems, OfOne one) {
    this.kind = kind;
    this.registry = registry;
    this.problems = problems;
    this.one = one;
  }

  /** Whether a value changes components of a list by their numbers. */
  static boolean isNumbered(Value value) {
    return value instanceof Mapping mapping
        && !mapping.entries().isEmpty()
        && mapping.entries().keySet().stream().allMatch(key -> key.matches("\\d{1,6}"));
  }

  /** The components that were there, followed by others. */
  static Value append(Optional<Value> below, Value above) {
    List<Value> all = new ArrayList<>(below.map(ListMerger::items).orElse(List.of()));
    all.addAll(items(above));
    return new Items(above.location(), all);
  }

  Value merge(Value below, Value above) {
    if (!(above instanceof Mapping over) || ComponentReader.typeName(over).isPresent()) {
      return above;
    }
    List<Value> items = new ArrayList<>(items(below));
    if (isNumbered(over)) {
      over.entries().forEach((key, entry) -> change(items, key, entry));
    } else {
      over.entries().forEach((key, entry) -> changeWhoeverHas(items, key, entry));
    }
    return below instanceof Items ? new Items(below.location(), items) : items.get(0);
  }

  private void change(List<Value> items, String key, Entry entry) {
    int index = Integer.parseInt(key);
    if (index < items.size()) {
      items.set(index, one.merge(kind, items.get(index), entry.value()));
      return;
    }
    problems.add(
        "unknown-component",
        entry.key(),
        kind.key() + "." + key,
        "There is no %s number %d: the config has %s, numbered from 0."
            .formatted(kind.word(), index, counted(items)));
  }

  private void changeWhoeverHas(List<Value> items, String option, Entry entry) {
    List<Integer> having =
        IntStream.range(0, items.size()).filter(i -> has(items.get(i), option)).boxed().toList();
    if (having.size() == 1) {
      int index = having.get(0);
      Value over = Mapping.of(entry.key(), option, entry.value());
      items.set(index, one.merge(kind, items.get(index), over));
    } else if (having.isEmpty()) {
      problems.add(
          "unknown-option",
          entry.key(),
          kind.key() + "." + option,
          "None of the list has an option '%s': it is %s.".formatted(option, counted(items)));
    } else {
      problems.add(
          "ambiguous-option",
          entry.key(),
          kind.key() + "." + option,
          "Several of the list have an option '%s'. Please say which one: %s."
              .formatted(
                  option,
                  having.stream()
                      .map(
                          i -> "%s.%d.%s (%s)".formatted(kind.key(), i, option, name(items.get(i))))
                      .collect(Collectors.joining(", "))));
    }
  }

  private boolean has(Value component, String option) {
    return registry.find(kind, name(component)).stream()
        .flatMap(type -> type.optionTypes().stream())
        .map(OptionType::name)
        .anyMatch(option::equals);
  }

  private static String counted(List<Value> items) {
    return items.stream().map(ListMerger::name).collect(Collectors.joining(", ", "[", "]"));
  }

  private static String name(Value component) {
    return Merger.asMap(component) instanceof Mapping mapping
        ? ComponentReader.typeName(mapping).orElse("")
        : component.found();
  }

  private static List<Value> items(Value value) {
    if (value instanceof Items items) {
      return items.values();
    }
    return value instanceof Scalar scalar && scalar.isNull() ? List.of() : List.of(value);
  }
}
