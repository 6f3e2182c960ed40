package org.tweedie.study.design;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tweedie.engine.config.Value;
import org.tweedie.engine.config.Value.Entry;
import org.tweedie.engine.config.Value.Items;
import org.tweedie.engine.config.Value.Mapping;
import org.tweedie.engine.config.YamlWriter;
import org.tweedie.engine.problem.Closest;
import org.tweedie.engine.problem.Problems;

/**
 * Reads where a study names values of its axes.
 *
 * @param axes the axes, which may grow meanwhile
 * @param problems where to tell what is wrong
 */
record AxisReferences(Map<String, List<Axis.Level>> axes, Problems problems) {

  /** Settings that need not name all axes: axis to one or several values. */
  Map<String, Set<String>> partial(Value value, String section) {
    Map<String, Set<String>> partial = new LinkedHashMap<>();
    if (!(value instanceof Mapping mapping)) {
      problems.add(
          "wrong-type",
          value.location(),
          section,
          "Settings are a map from axes to values, not %s.".formatted(value.found()));
      return partial;
    }
    mapping
        .entries()
        .forEach(
            (name, entry) -> {
              Set<String> texts = texts(name, entry, section);
              if (!texts.isEmpty()) {
                partial.put(name, texts);
              }
            });
    return partial;
  }

  /** The values of an axis that are named, one or a list of them. */
  Set<String> texts(String name, Entry entry, String section) {
    List<Axis.Level> levels = axes.get(name);
    if (levels == null) {
      problems.add(
          "unknown-axis",
          entry.key(),
          section + "." + name,
          "There is no axis '%s'.%s  Axes: %s"
              .formatted(
                  name, Closest.question(name, axes.keySet()), String.join(", ", axes.keySet())));
      return Set.of();
    }
    List<String> known = levels.stream().map(Axis.Level::text).toList();
    String whole = YamlWriter.line(entry.value());
    List<Value> values =
        entry.value() instanceof Items items && !known.contains(whole)
            ? items.values()
            : List.of(entry.value());
    Set<String> texts = new LinkedHashSet<>();
    for (Value value : values) {
      String text = YamlWriter.line(value);
      if (known.contains(text)) {
        texts.add(text);
      } else {
        problems.add(
            "unknown-value",
            value.location(),
            section + "." + name,
            "The axis '%s' has no value '%s'.%s  Values: %s"
                .formatted(name, text, Closest.question(text, known), String.join(", ", known)));
      }
    }
    return texts;
  }
}
