package org.tweedie.study.design;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.tweedie.engine.config.BesideFile;
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
import org.tweedie.engine.problem.Location;
import org.tweedie.engine.problem.Problems;

/**
 * Reads what all trials of a study share: a file, an example, a config in the study itself, or a
 * run whose network they use.
 */
final class StudyBase {

  private static final String RUN = "run";

  private final Problems problems;
  private final Registry registry;
  private final Function<String, Optional<String>> examples;
  private final List<Mapping> own = new ArrayList<>();
  private Optional<Path> run = Optional.empty();

  StudyBase(Problems problems, Registry registry, Function<String, Optional<String>> examples) {
    this.problems = problems;
    this.registry = registry;
    this.examples = examples;
  }

  /** The run whose network all trials use; empty where they train their own. */
  Optional<Path> run() {
    return run;
  }

  /** The option that the seeds of the study are: of training, or of samples. */
  String seed() {
    return run.isPresent() ? "sample.seed" : "train.seed";
  }

  /** What the base says, with what is set for all trials laid over it. */
  Optional<Mapping> read(Mapping study, StudyArguments arguments, Path folder) {
    Optional<Entry> base = StudyReader.entry(study, "base");
    if (base.isEmpty()) {
      problems.add(
          "missing-section",
          study.location(),
          "base",
          "The study names no base. Please add 'base: FILE', an example's name, 'base: {run: FOLDER}',"
              + " or the config itself.");
      return Optional.empty();
    }
    List<Mapping> layers = new ArrayList<>(layers(base.get().value(), folder));
    StudyReader.entry(study, "set")
        .flatMap(set -> StudyAxes.settings(set.value(), "set", seed(), problems, registry))
        .ifPresent(own::add);
    arguments.set().forEach(text -> Overrides.parse(text, problems).ifPresent(own::add));
    layers.addAll(own);
    return merged(layers);
  }

  private Optional<Mapping> merged(List<Mapping> layers) {
    return layers.stream().reduce(new Merger(registry, problems)::merge);
  }

  /** The base for a study's own file, with what is set for all trials in it. */
  Value written() {
    Location location = Location.of("base");
    Optional<Mapping> settings = merged(own);
    if (run.isEmpty()) {
      return settings.orElse(Mapping.empty(location));
    }
    List<Value> parts = new ArrayList<>();
    parts.add(Mapping.of(location, RUN, new Scalar(location, Tag.STR, run.get().toString())));
    settings.ifPresent(parts::add);
    return new Items(location, parts);
  }

  /** The layers of a run's own config; those of all else are kept in {@link #own} instead. */
  private List<Mapping> layers(Value base, Path folder) {
    if (base instanceof Mapping inline && inline.entries().keySet().equals(Set.of(RUN))) {
      return run(Objects.requireNonNull(inline.entries().get(RUN)).value(), folder).stream()
          .toList();
    } else if (base instanceof Mapping inline) {
      own.add(BesideFile.resolved(inline));
      return List.of();
    } else if (base instanceof Items items) {
      return items.values().stream().flatMap(item -> layers(item, folder).stream()).toList();
    } else if (base instanceof Scalar word && word.isText()) {
      named(word, folder).flatMap(this::config).ifPresent(own::add);
      return List.of();
    }
    problems.add(
        "wrong-type",
        base.location(),
        "base",
        "'base' is a file, an example's name, a config, or {run: FOLDER}, not %s."
            .formatted(base.found()));
    return List.of();
  }

  private Optional<Value> named(Scalar word, Path folder) {
    Path file = folder.resolve(word.text());
    if (Files.exists(file)) {
      return ConfigReader.document(file, problems);
    }
    Optional<String> example = examples.apply(word.text());
    if (example.isEmpty()) {
      problems.add(
          "missing-file",
          word.location(),
          "base",
          "There is neither a file '%s' nor an example of that name.".formatted(file));
    }
    return example.flatMap(
        text -> YamlParser.document("examples/" + word.text() + ".yaml", text, problems));
  }

  /** Beside the study, else in the working directory. */
  private Optional<Mapping> run(Value value, Path folder) {
    Optional<Path> found =
        value instanceof Scalar word && word.isText()
            ? Stream.of(folder.resolve(word.text()), Path.of(word.text()))
                .filter(path -> Files.exists(path.resolve("config.yaml")))
                .findFirst()
            : Optional.empty();
    if (found.isEmpty()) {
      problems.add(
          "missing-run",
          value.location(),
          "base.run",
          "There is no run in %s: it has no config.yaml. 'tweedie train' makes runs."
              .formatted(value instanceof Scalar word ? "'" + word.text() + "'" : value.found()));
      return Optional.empty();
    }
    run = found.map(path -> path.toAbsolutePath().normalize());
    return ConfigReader.document(found.get().resolve("config.yaml"), problems)
        .flatMap(this::config);
  }

  /** A config is a map. */
  Optional<Mapping> config(Value value) {
    if (value instanceof Mapping mapping) {
      return Optional.of(BesideFile.resolved(mapping));
    }
    problems.add(
        "wrong-type",
        value.location(),
        "",
        "A config is a map from sections to options, not %s.".formatted(value.found()));
    return Optional.empty();
  }
}
