package org.tweedie.study.design;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.tweedie.api.plugin.Kind;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.engine.config.ConfigReader;
import org.tweedie.engine.config.Layer;
import org.tweedie.engine.config.Merger;
import org.tweedie.engine.config.Value;
import org.tweedie.engine.config.Value.Entry;
import org.tweedie.engine.config.Value.Items;
import org.tweedie.engine.config.Value.Mapping;
import org.tweedie.engine.config.Value.Scalar;
import org.tweedie.engine.config.YamlWriter;
import org.tweedie.engine.plugin.OptionType;
import org.tweedie.engine.plugin.Registry;
import org.tweedie.engine.problem.Closest;
import org.tweedie.engine.problem.Location;
import org.tweedie.engine.problem.Problems;

/** Reads what a study varies: its axes, its list, and the settings that name their values. */
final class StudyAxes {

  private static final String LABEL = "label";

  private final Problems problems;
  private final Registry registry;
  private final String seed;
  private final Map<String, List<Axis.Level>> axes = new LinkedHashMap<>();
  private final List<Map<String, String>> list = new ArrayList<>();
  private final AxisReferences references;

  /**
   * Reads for a study.
   *
   * @param seed the option that its seeds are, which is no axis
   */
  StudyAxes(Problems problems, Registry registry, String seed) {
    this.problems = problems;
    this.registry = registry;
    this.seed = seed;
    references = new AxisReferences(axes, problems);
  }

  List<Axis> axes() {
    return axes.entrySet().stream()
        .map(axis -> new Axis(axis.getKey(), axis.getValue()))
        .filter(axis -> !axis.values().isEmpty())
        .toList();
  }

  List<Map<String, String>> list() {
    return list;
  }

  /** Reads the sections {@code axes} and {@code list}. */
  void read(Mapping study, StudyDesign design) {
    Optional<Entry> written = StudyReader.entry(study, "axes");
    Optional<Entry> listed = StudyReader.entry(study, "list");
    written.ifPresent(this::axes);
    if (design != StudyDesign.LIST) {
      if (written.isEmpty()) {
        problems.add(
            "missing-section",
            study.location(),
            "axes",
            "The study varies nothing. Please add axes, as in 'axes: {schedule: [linear, cosine]}'.");
      }
      listed.ifPresent(
          entry ->
              problems.add(
                  "wrong-form",
                  entry.key(),
                  "list",
                  "A list belongs to 'design: list'; this study is a %s."
                      .formatted(OptionType.word(design))));
    } else if (listed.isPresent() && listed.get().value() instanceof Items items) {
      items.values().forEach(this::listed);
    } else {
      problems.add(
          "missing-section",
          listed.map(entry -> entry.value().location()).orElse(study.location()),
          "list",
          "'design: list' needs a list of maps, as in 'list: [{schedule: linear}, {schedule: cosine}]'.");
    }
  }

  private void axes(Entry written) {
    if (!(written.value() instanceof Mapping mapping)) {
      problems.add(
          "wrong-type",
          written.value().location(),
          "axes",
          "'axes' is a map from what is varied to its values, not %s."
              .formatted(written.value().found()));
      return;
    }
    mapping.entries().forEach(this::axis);
  }

  private void axis(String name, Entry entry) {
    if (!(entry.value() instanceof Items items) || items.values().isEmpty()) {
      problems.add(
          "wrong-type",
          entry.value().location(),
          "axes." + name,
          "The axis '%s' needs a list of values, as in [a, b], not %s."
              .formatted(name, entry.value() instanceof Items ? "none" : entry.value().found()));
      return;
    }
    List<Axis.Level> levels = axes.computeIfAbsent(name, any -> new ArrayList<>());
    for (Value value : items.values()) {
      Optional<Axis.Level> read = level(name, entry.key(), value);
      if (read.isEmpty()) {
        // What is wrong with one is wrong with all.
        return;
      }
      read.ifPresent(
          level -> {
            if (levels.stream().anyMatch(other -> other.text().equals(level.text()))) {
              problems.add(
                  "duplicate-value",
                  value.location(),
                  "axes." + name,
                  "The axis '%s' has the value '%s' already.".formatted(name, level.text()));
            }
            levels.add(level);
          });
    }
  }

  private Optional<Axis.Level> level(String name, Location key, Value value) {
    if (isPath(name)) {
      if (name.equals(seed)) {
        seedIsTaken(key);
      }
      Optional<Scalar> label = label(value);
      Value plain = label.isPresent() ? ((Mapping) value).without(LABEL) : value;
      Value inner = plain;
      List<String> path = List.of(name.split("\\."));
      for (int i = path.size() - 1; i > 0; i--) {
        inner = Mapping.of(value.location(), path.get(i), inner);
      }
      Mapping settings = Mapping.of(value.location(), path.get(0), inner);
      String text = label.map(Scalar::text).orElseGet(() -> YamlWriter.line(plain));
      return Optional.of(new Axis.Level(text, new Layer(settings)));
    }
    Optional<Scalar> label = label(value);
    if (label.isPresent()) {
      return settings(((Mapping) value).without(LABEL), "axes." + name, seed, problems, registry)
          .map(settings -> new Axis.Level(label.get().text(), new Layer(settings)));
    }
    List<String> paths =
        Stream.concat(Kinds.all().stream().map(Kind::key), ConfigReader.SECTIONS.stream()).toList();
    problems.add(
        "wrong-axis",
        value.location(),
        "axes." + name,
        "'%s' is neither a component nor an option's path (as in sampler.steps).%s"
            .formatted(name, Closest.question(name, paths)),
        "The values of an axis with a name of its own are maps, as in {label: small, network.channels: 16}.");
    return Optional.empty();
  }

  /** What a map is called in tables, if it says so. */
  private static Optional<Scalar> label(Value value) {
    return value instanceof Mapping mapping
            && mapping.entries().containsKey(LABEL)
            && mapping.entries().get(LABEL).value() instanceof Scalar label
        ? Optional.of(label)
        : Optional.empty();
  }

  private static boolean isPath(String name) {
    return name.contains(".") || Kinds.of(name).isPresent() || ConfigReader.SECTIONS.contains(name);
  }

  private void seedIsTaken(Location location) {
    problems.add(
        "wrong-axis",
        location,
        "axes." + seed,
        "A study's seeds are not an axis: every combination is tried with each of them.",
        "Please write 'seeds: 3', or 'seeds: [1, 2, 3]'.");
  }

  private void listed(Value value) {
    if (!(value instanceof Mapping mapping)) {
      problems.add(
          "wrong-type",
          value.location(),
          "list",
          "An entry of the list is a map of settings, not %s.".formatted(value.found()));
      return;
    }
    Map<String, String> variant = new LinkedHashMap<>();
    mapping
        .entries()
        .forEach(
            (name, entry) -> {
              if (isPath(name)) {
                List<Axis.Level> levels = axes.computeIfAbsent(name, any -> new ArrayList<>());
                level(name, entry.key(), entry.value())
                    .ifPresent(
                        level -> {
                          if (levels.stream().noneMatch(any -> any.text().equals(level.text()))) {
                            levels.add(level);
                          }
                          variant.put(name, level.text());
                        });
              } else {
                references.texts(name, entry, "list").stream()
                    .findFirst()
                    .ifPresent(text -> variant.put(name, text));
              }
            });
    list.add(variant);
  }

  /** The combinations that are left out. */
  List<Map<String, Set<String>>> exclusions(Mapping study) {
    Optional<Entry> entry = StudyReader.entry(study, "exclude");
    if (entry.isEmpty()) {
      return List.of();
    }
    if (!(entry.get().value() instanceof Items items)) {
      problems.add(
          "wrong-type",
          entry.get().value().location(),
          "exclude",
          "'exclude' is a list of maps, as in [{schedule: linear, objective.predict: noise}], not %s."
              .formatted(entry.get().value().found()));
      return List.of();
    }
    return items.values().stream().map(item -> references.partial(item, "exclude")).toList();
  }

  /** What others are compared to: what is said of it, and the first value of all other axes. */
  Map<String, String> baseline(Mapping study, StudyDesign design) {
    Map<String, String> baseline = new LinkedHashMap<>();
    Optional<Entry> entry = StudyReader.entry(study, "baseline");
    Map<String, Set<String>> said =
        entry.map(written -> references.partial(written.value(), "baseline")).orElse(Map.of());
    if (design == StudyDesign.LIST) {
      Optional<Map<String, String>> match =
          list.stream()
              .filter(
                  variant ->
                      said.entrySet().stream()
                          .allMatch(any -> any.getValue().contains(variant.get(any.getKey()))))
              .findFirst();
      if (match.isEmpty() && entry.isPresent() && problems.isEmpty()) {
        problems.add(
            "no-baseline",
            entry.get().value().location(),
            "baseline",
            "No entry of the list has these settings.");
      }
      return match.orElse(Map.of());
    }
    for (Axis axis : axes()) {
      baseline.put(
          axis.name(),
          said.containsKey(axis.name())
              ? said.get(axis.name()).iterator().next()
              : axis.values().get(0).text());
    }
    return baseline;
  }

  /** Settings whose keys may be paths, as the map that a config would be. */
  static Optional<Mapping> settings(
      Value value, String path, String seed, Problems problems, Registry registry) {
    if (!(value instanceof Mapping mapping)) {
      problems.add(
          "wrong-type",
          value.location(),
          path,
          "Settings are a map, as in {sampler.steps: 50}, not %s.".formatted(value.found()));
      return Optional.empty();
    }
    Merger merger = new Merger(registry, problems);
    Mapping settings = Mapping.empty(mapping.location());
    for (Map.Entry<String, Entry> entry : mapping.entries().entrySet()) {
      String[] keys = entry.getKey().split("\\.", -1);
      Location key = entry.getValue().key();
      if (entry.getKey().equals(seed)) {
        problems.add("wrong-axis", key, path, "A trial's seed is one of the study's 'seeds'.");
      }
      Value inner = entry.getValue().value();
      for (int i = keys.length - 1; i > 0; i--) {
        inner = Mapping.of(key, keys[i], inner);
      }
      settings = merger.merge(settings, Mapping.of(key, keys[0], inner));
    }
    return Optional.of(settings);
  }
}
