package org.tweedie.study.design;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.tweedie.engine.config.BesideFile;
import org.tweedie.engine.config.ConfigException;
import org.tweedie.engine.config.ConfigReader;
import org.tweedie.engine.config.Layer;
import org.tweedie.engine.config.Merger;
import org.tweedie.engine.config.Value;
import org.tweedie.engine.config.Value.Entry;
import org.tweedie.engine.config.Value.Mapping;
import org.tweedie.engine.config.Value.Scalar;
import org.tweedie.engine.config.YamlParser;
import org.tweedie.engine.config.YamlWriter;
import org.tweedie.engine.plugin.Registry;
import org.tweedie.engine.problem.Closest;
import org.tweedie.engine.problem.Location;
import org.tweedie.engine.problem.Problems;
import org.tweedie.study.executor.ExecutorChoice;
import org.tweedie.study.executor.ExecutorReader;

/** Reads studies; all problems are told at once. */
public final class StudyReader {

  private static final String EXECUTOR = "executor";

  private static final List<String> SECTIONS =
      List.of(
          "base",
          "set",
          "design",
          "axes",
          "list",
          "exclude",
          "baseline",
          "seeds",
          "metric",
          "metrics",
          "budget",
          EXECUTOR);

  private final Registry registry;
  private final Problems problems = new Problems();
  private final StudyBase base;

  private StudyReader(Registry registry, Function<String, Optional<String>> examples) {
    this.registry = registry;
    base = new StudyBase(problems, registry, examples);
  }

  /**
   * Reads a study's file.
   *
   * @param file the study
   * @param arguments what the command line says; it goes before the file
   * @param examples the configs that come with the program, by name
   * @param registry the components that can be chosen
   * @throws ConfigException with all problems, if there are any
   */
  public static StudyConfig read(
      Path file,
      StudyArguments arguments,
      Function<String, Optional<String>> examples,
      Registry registry) {
    StudyReader reader = new StudyReader(registry, examples);
    Optional<Value> study = ConfigReader.document(file, reader.problems);
    return reader.study(
        study, arguments, Optional.ofNullable(file.getParent()).orElse(Path.of("")));
  }

  /**
   * Reads a study's text.
   *
   * @param name what to call the text in messages
   * @param text YAML
   * @param arguments what the command line says; it goes before the text
   * @param examples the configs that come with the program, by name
   * @param registry the components that can be chosen
   * @throws ConfigException with all problems, if there are any
   */
  public static StudyConfig read(
      String name,
      String text,
      StudyArguments arguments,
      Function<String, Optional<String>> examples,
      Registry registry) {
    StudyReader reader = new StudyReader(registry, examples);
    Optional<Value> study = YamlParser.document(name, text, reader.problems);
    return reader.study(study, arguments, Path.of(""));
  }

  /**
   * Makes a study of configs and the command line alone.
   *
   * @param files the base: config files, later ones laid over earlier ones
   * @param arguments the rest
   * @param registry the components that can be chosen
   * @throws ConfigException with all problems, if there are any
   */
  public static StudyConfig ofBase(List<Path> files, StudyArguments arguments, Registry registry) {
    StudyReader reader = new StudyReader(registry, name -> Optional.empty());
    List<Mapping> layers = new ArrayList<>();
    files.forEach(
        file ->
            ConfigReader.document(file, reader.problems)
                .flatMap(reader.base::config)
                .ifPresent(layers::add));
    return reader.ofLayers(layers, arguments);
  }

  /**
   * Makes a study of a config's text and the command line alone.
   *
   * @param name what to call the text in messages
   * @param text the base, YAML
   * @param arguments the rest
   * @param registry the components that can be chosen
   * @throws ConfigException with all problems, if there are any
   */
  public static StudyConfig ofBase(
      String name, String text, StudyArguments arguments, Registry registry) {
    StudyReader reader = new StudyReader(registry, any -> Optional.empty());
    List<Mapping> layers =
        YamlParser.document(name, text, reader.problems).flatMap(reader.base::config).stream()
            .toList();
    return reader.ofLayers(layers, arguments);
  }

  /**
   * Makes a study of what is written in no file.
   *
   * @param study its sections
   * @param arguments what the command line says; it goes before these
   * @param registry the components that can be chosen
   * @throws ConfigException with all problems, if there are any
   */
  static StudyConfig of(Mapping study, StudyArguments arguments, Registry registry) {
    return new StudyReader(registry, any -> Optional.empty())
        .study(Optional.of(study), arguments, Path.of(""));
  }

  private StudyConfig ofLayers(List<Mapping> layers, StudyArguments arguments) {
    Merger merger = new Merger(registry, problems);
    Optional<Mapping> base = layers.stream().reduce(merger::merge);
    if (base.isEmpty() || !problems.isEmpty()) {
      throw refused();
    }
    return study(
        Optional.of(Mapping.of(base.get().location(), "base", base.get())), arguments, Path.of(""));
  }

  private StudyConfig study(Optional<Value> written, StudyArguments arguments, Path folder) {
    Mapping said = arguments.study(problems);
    if (written.isPresent() && !(written.get() instanceof Mapping)) {
      problems.add(
          "wrong-type",
          written.get().location(),
          "",
          "A study is a map of sections, not %s.".formatted(written.get().found()),
          "Sections: " + String.join(", ", SECTIONS));
    }
    if (written.isEmpty() || !problems.isEmpty()) {
      throw refused();
    }
    Mapping own = BesideFile.resolved((Mapping) written.get());
    if (said.entries().containsKey(EXECUTOR)) {
      // Another place has other options, also where it is of the same type.
      own = own.without(EXECUTOR);
    }
    Mapping study = new Merger(registry, problems).merge(own, said);
    rejectUnknownSections(study);
    Optional<Mapping> shared = base.read(study, arguments, folder);
    StudySettings settings = new StudySettings(study, problems);
    StudyDesign design = settings.design();
    StudyAxes axes = new StudyAxes(problems, registry, base.seed());
    axes.read(study, design);
    List<Map<String, Set<String>>> exclude = axes.exclusions(study);
    Map<String, String> baseline = axes.baseline(study, design);
    List<Long> seeds = settings.seeds();
    List<Wanted> metrics = settings.metrics();
    Optional<BudgetOptions> budget = settings.budget();
    Optional<ExecutorChoice> executor =
        entry(study, EXECUTOR).flatMap(it -> ExecutorReader.read(it.value(), problems));
    if (!problems.isEmpty()) {
      throw refused();
    }
    StudyConfig config =
        new StudyConfig(
            new Layer(shared.orElseThrow()),
            base.run(),
            design,
            axes.axes(),
            axes.list(),
            exclude,
            baseline,
            seeds,
            metrics,
            budget.orElseThrow(),
            executor,
            yaml(study, base.written()));
    checkVariants(config, study);
    return config;
  }

  private void checkVariants(StudyConfig config, Mapping study) {
    Location at = entry(study, "exclude").map(Entry::key).orElse(study.location());
    if (config.variants().isEmpty()) {
      problems.add("no-trials", at, "", "There is nothing to try: every combination is excluded.");
    } else if (config.isExcluded(config.baseline())) {
      problems.add(
          "no-baseline",
          at,
          "baseline",
          "The baseline is excluded: %s."
              .formatted(
                  config.baseline().entrySet().stream()
                      .map(entry -> entry.getKey() + "=" + entry.getValue())
                      .collect(Collectors.joining(", "))),
          "Please name another baseline: what is compared to nothing cannot be reported.");
    }
    if (!problems.isEmpty()) {
      throw refused();
    }
  }

  private static String yaml(Mapping study, Value base) {
    Mapping whole = Mapping.of(base.location(), "base", base);
    study
        .without("base")
        .without("set")
        .entries()
        .forEach((key, entry) -> whole.entries().put(key, entry));
    return YamlWriter.block(whole, 2);
  }

  private void rejectUnknownSections(Mapping study) {
    study
        .entries()
        .forEach(
            (key, entry) -> {
              if (!SECTIONS.contains(key)) {
                problems.add(
                    "unknown-section",
                    entry.key(),
                    key,
                    "A study has no section '%s'.%s  Sections: %s"
                        .formatted(
                            key, Closest.question(key, SECTIONS), String.join(", ", SECTIONS)));
              }
            });
  }

  static Optional<Entry> entry(Mapping mapping, String key) {
    return Optional.ofNullable(mapping.entries().get(key))
        .filter(entry -> !(entry.value() instanceof Scalar scalar && scalar.isNull()));
  }

  private ConfigException refused() {
    return new ConfigException(problems.all());
  }
}
