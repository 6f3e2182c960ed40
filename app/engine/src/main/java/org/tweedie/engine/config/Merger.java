package org.tweedie.engine.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.tweedie.api.plugin.Kind;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.engine.config.Value.Entry;
import org.tweedie.engine.config.Value.Items;
import org.tweedie.engine.config.Value.Mapping;
import org.tweedie.engine.config.Value.Scalar;
import org.tweedie.engine.plugin.Registry;
import org.tweedie.engine.problem.Problems;

/**
 * Lays one config over another. Maps merge deeply, all else is replaced; a component whose type
 * changes drops the options of the other type. How components are laid over a list of them, {@link
 * ListMerger} says.
 */
public final class Merger {

  private final Registry registry;
  private final Problems problems;

  public Merger(Registry registry, Problems problems) {
    this.registry = registry;
    this.problems = problems;
  }

  public Mapping merge(Mapping base, Mapping over) {
    Map<String, Entry> merged = new LinkedHashMap<>(base.entries());
    over.entries().forEach((key, entry) -> lay(merged, key, entry));
    return new Mapping(base.location(), merged);
  }

  private void lay(Map<String, Entry> merged, String key, Entry above) {
    Optional<Kind<?>> appended =
        key.endsWith(ListMerger.APPEND)
            ? Kinds.of(key.substring(0, key.length() - ListMerger.APPEND.length()))
                .filter(Kind::isList)
            : Optional.empty();
    if (appended.isPresent()) {
      String section = appended.get().key();
      Optional<Value> below = Optional.ofNullable(merged.get(section)).map(Entry::value);
      merged.put(section, new Entry(above.key(), ListMerger.append(below, above.value())));
    } else if (above.value() instanceof Scalar scalar && scalar.isNull() && isSection(key)) {
      // A section's name with nothing behind it says nothing.
      if (!scalar.text().isEmpty()) {
        refuse(key, Optional.ofNullable(merged.get(key)), scalar);
      }
    } else {
      merged.merge(key, above, (below, over) -> new Entry(over.key(), section(key, below, over)));
    }
  }

  private static boolean isSection(String key) {
    return ConfigReader.SECTIONS.contains(key) || Kinds.of(key).isPresent();
  }

  /** Nobody knows whether it is meant to forget what was said, or to have none of the kind. */
  private void refuse(String key, Optional<Entry> below, Scalar written) {
    boolean canBeNone = Kinds.of(key).filter(Kind::isOptional).isPresent();
    problems.add(
        "null-section",
        written.location(),
        key,
        below
            .map(
                said ->
                    "'%s: %s' would forget all that was said of it before, at %s."
                        .formatted(key, written.text(), said.key()))
            .orElse("'%s: %s' says nothing.".formatted(key, written.text())),
        "Please leave it out to keep %s, or say what is to change.%s"
            .formatted(
                below.isPresent() ? "that" : "the defaults",
                canBeNone ? " For none at all, write '%s: []'.".formatted(key) : ""));
  }

  private Value section(String key, Entry below, Entry above) {
    Optional<Kind<?>> kind = Kinds.of(key);
    if (kind.isEmpty()) {
      return deep(below.value(), above.value());
    }
    boolean lists = below.value() instanceof Items || ListMerger.isNumbered(above.value());
    return kind.get().isList() && lists
        ? new ListMerger(kind.get(), registry, problems, this::component)
            .merge(below.value(), above.value())
        : component(kind.get(), below.value(), above.value());
  }

  private Value component(Kind<?> kind, Value below, Value above) {
    Value base = asMap(below);
    Value over = asMap(above);
    if (!(base instanceof Mapping baseMap) || !(over instanceof Mapping overMap)) {
      return over;
    }
    Optional<String> newType = ComponentReader.typeName(overMap);
    if (newType.isPresent()) {
      Optional<String> oldType =
          ComponentReader.typeName(baseMap)
              .or(() -> registry.byDefault(kind).map(registry::reference));
      if (oldType.isEmpty() || !isSame(kind, oldType.get(), newType.get())) {
        return over;
      }
    }
    return deep(base, over);
  }

  private boolean isSame(Kind<?> kind, String one, String other) {
    return one.equals(other) || registry.find(kind, one).equals(registry.find(kind, other));
  }

  /** A component that is one word, as the map that it is short for. */
  public static Value asMap(Value value) {
    return value instanceof Scalar word && word.isText()
        ? Mapping.of(word.location(), "type", word)
        : value;
  }

  private static Value deep(Value below, Value above) {
    if (!(below instanceof Mapping base) || !(above instanceof Mapping over)) {
      return above;
    }
    Map<String, Entry> merged = new LinkedHashMap<>(base.entries());
    over.entries()
        .forEach(
            (key, entry) ->
                merged.merge(
                    key,
                    entry,
                    (old, now) -> new Entry(now.key(), deep(old.value(), now.value()))));
    return new Mapping(base.location(), merged);
  }
}
