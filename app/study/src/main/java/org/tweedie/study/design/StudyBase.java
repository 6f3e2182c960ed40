package org.tweedie.study.design;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.tweedie.engine.config.ConfigReader;
import org.tweedie.engine.config.Merger;
import org.tweedie.engine.config.Overrides;
import org.tweedie.engine.config.Value;
import org.tweedie.engine.config.Value.Entry;
import org.tweedie.engine.config.Value.Items;
import org.tweedie.engine.config.Value.Mapping;
import org.tweedie.engine.config.Value.Scalar;
import org.tweedie.engine.config.YamlParser;
import org.tweedie.engine.plugin.Registry;
import org.tweedie.engine.problem.Problems;

/** Reads what all trials of a study share: a file, an example, or a config in the study itself. */
final class StudyBase {

  private final Problems problems;
  private final Registry registry;
  private final Function<String, Optional<String>> examples;

  StudyBase(Problems problems, Registry registry, Function<String, Optional<String>> examples) {
    this.problems = problems;
    this.registry = registry;
    this.examples = examples;
  }

  /** What the base says, with what is set for all trials laid over it. */
  Optional<Mapping> read(Mapping study, StudyArguments arguments, Path folder) {
    Optional<Entry> base = StudyReader.entry(study, "base");
    if (base.isEmpty()) {
      problems.add(
          "missing-section",
          study.location(),
          "base",
          "The study names no base. Please add 'base: FILE', an example's name, or the config itself.");
      return Optional.empty();
    }
    List<Mapping> layers = new ArrayList<>(layers(base.get().value(), folder));
    StudyReader.entry(study, "set")
        .flatMap(set -> StudyAxes.settings(set.value(), "set", problems, registry))
        .ifPresent(layers::add);
    arguments.set().forEach(text -> Overrides.parse(text, problems).ifPresent(layers::add));
    return layers.stream().reduce(new Merger(registry, problems)::merge);
  }

  private List<Mapping> layers(Value base, Path folder) {
    if (base instanceof Mapping inline) {
      return List.of(inline);
    } else if (base instanceof Items items) {
      return items.values().stream().flatMap(item -> layers(item, folder).stream()).toList();
    } else if (base instanceof Scalar word && word.isText()) {
      Path file = folder.resolve(word.text());
      Optional<Value> value =
          Files.exists(file)
              ? ConfigReader.document(file, problems)
              : examples
                  .apply(word.text())
                  .flatMap(
                      text ->
                          YamlParser.document("examples/" + word.text() + ".yaml", text, problems));
      if (!Files.exists(file) && examples.apply(word.text()).isEmpty()) {
        problems.add(
            "missing-file",
            word.location(),
            "base",
            "There is neither a file '%s' nor an example of that name.".formatted(file));
      }
      return value.flatMap(this::config).stream().toList();
    }
    problems.add(
        "wrong-type",
        base.location(),
        "base",
        "'base' is a file, an example's name or a config, not %s.".formatted(base.found()));
    return List.of();
  }

  /** A config is a map. */
  Optional<Mapping> config(Value value) {
    if (value instanceof Mapping mapping) {
      return Optional.of(mapping);
    }
    problems.add(
        "wrong-type",
        value.location(),
        "",
        "A config is a map from sections to options, not %s.".formatted(value.found()));
    return Optional.empty();
  }
}
