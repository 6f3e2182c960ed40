package org.tweedie.engine.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.tweedie.api.plugin.Kind;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.engine.ahead.Ahead;
import org.tweedie.engine.config.Value.Entry;
import org.tweedie.engine.config.Value.Mapping;
import org.tweedie.engine.config.Value.Scalar;
import org.tweedie.engine.file.WholeFile;
import org.tweedie.engine.plugin.Registry;
import org.tweedie.engine.problem.Closest;
import org.tweedie.engine.problem.Location;
import org.tweedie.engine.problem.Problem;
import org.tweedie.engine.problem.Problems;

/** Reads configs: files merged in order, then overrides; all problems are told at once. */
public final class ConfigReader {

  /** The sections that are not components. */
  public static final List<String> SECTIONS = List.of("train", "evaluate", "sample");

  /** No config is larger: another file is meant, or one that has no end. */
  private static final int LARGEST = 1 << 24;

  private final Registry registry;
  private final Problems problems = new Problems();
  private final List<String> sources = new ArrayList<>();

  private ConfigReader(Registry registry) {
    this.registry = registry;
  }

  /** Makes what checks the sections of every config ready, beside whatever follows. */
  public static void prepare() {
    Ahead.begin(
        "config",
        () ->
            Constraints.prepare(
                List.of(TrainOptions.class, EvaluateOptions.class, SampleOptions.class)));
  }

  /**
   * Reads files.
   *
   * @param files config files; later ones are laid over earlier ones
   * @param overrides {@code path=value} each, laid over the files in order
   * @param registry the components that can be chosen
   * @throws ConfigException with all problems, if there are any
   */
  public static RunConfig read(List<Path> files, List<String> overrides, Registry registry) {
    return read(files, overrides, List.of(), registry);
  }

  /**
   * The same with settings that are values already.
   *
   * @param more settings, laid over the overrides in order
   */
  public static RunConfig read(
      List<Path> files, List<String> overrides, List<Layer> more, Registry registry) {
    ConfigReader reader = new ConfigReader(registry);
    List<Value> values = files.stream().map(reader::file).flatMap(Optional::stream).toList();
    return reader.read(values, overrides, more);
  }

  /**
   * Reads a text.
   *
   * @param name what to call the text in messages
   * @param text YAML
   * @param overrides {@code path=value} each, laid over the text in order
   * @param registry the components that can be chosen
   * @throws ConfigException with all problems, if there are any
   */
  public static RunConfig read(
      String name, String text, List<String> overrides, Registry registry) {
    ConfigReader reader = new ConfigReader(registry);
    reader.sources.add(name);
    return reader.read(
        YamlParser.document(name, text, reader.problems).stream().toList(), overrides, List.of());
  }

  /**
   * Reads what was parsed already.
   *
   * @param layers later ones are laid over earlier ones
   * @param registry the components that can be chosen
   * @throws ConfigException with all problems, if there are any
   */
  public static RunConfig read(List<Layer> layers, Registry registry) {
    ConfigReader reader = new ConfigReader(registry);
    return reader.merged(layers.stream().map(Layer::mapping).toList());
  }

  /**
   * Reads a file as if it said nothing of some sections.
   *
   * @param left the keys of the sections
   * @throws ConfigException with all problems, if there are any
   */
  public static RunConfig readWithout(List<String> left, Path file, Registry registry) {
    ConfigReader reader = new ConfigReader(registry);
    List<Value> values =
        reader.file(file).stream()
            .map(
                value -> {
                  Value kept = value;
                  for (String key : left) {
                    kept = kept instanceof Mapping mapping ? mapping.without(key) : kept;
                  }
                  return kept;
                })
            .toList();
    return reader.read(values, List.of(), List.of());
  }

  private Optional<Value> file(Path file) {
    sources.add(file.toString());
    return document(file, problems);
  }

  /** Parses a file; what is wrong with it is then among the problems. */
  public static Optional<Value> document(Path file, Problems problems) {
    String name = file.toString();
    try {
      return YamlParser.document(name, text(file), problems);
    } catch (NoSuchFileException missing) {
      problems.add("missing-file", Location.of(name), "", "There is no such file.");
    } catch (CharacterCodingException otherEncoding) {
      problems.add(
          "unreadable-file",
          Location.of(name),
          "",
          "This is not text in UTF-8. Please save it in that encoding.");
    } catch (IOException unreadable) {
      problems.add(
          "unreadable-file",
          Location.of(name),
          "",
          Files.isDirectory(file)
              ? "This is a folder, not a config file."
              : "The file cannot be read: " + unreadable.getMessage());
    }
    return Optional.empty();
  }

  private static String text(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      ByteBuffer bytes = ByteBuffer.wrap(WholeFile.read(in, LARGEST, "it"));
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    }
  }

  private RunConfig read(List<Value> values, List<String> overrides, List<Layer> more) {
    List<Mapping> layers = new ArrayList<>();
    values.forEach(value -> map(value).ifPresent(layers::add));
    overrides.forEach(text -> Overrides.parse(text, problems).ifPresent(layers::add));
    more.stream().map(Layer::mapping).forEach(layers::add);
    // Without one of its files, a config would seem to lack what it does not.
    if (values.size() < sources.size()) {
      throw new ConfigException(sorted());
    }
    return merged(layers);
  }

  private RunConfig merged(List<Mapping> layers) {
    FormerEvaluate former = new FormerEvaluate(registry, problems);
    Merger merger = new Merger(registry, problems);
    Location start =
        sources.isEmpty()
            ? layers.stream().findFirst().map(Mapping::location).orElse(Location.of("config"))
            : new Location(sources.get(0), 1, 1);
    Mapping merged =
        ModelKinds.ofOneModel(layers, registry).stream()
            .map(layer -> MovedOptions.moved(layer, merger, problems))
            .reduce(Mapping.empty(start), former::merge);
    Optional<RunConfig> config = bind(BesideFile.resolved(former.complete(merged)));
    if (config.isPresent() && problems.isEmpty()) {
      return config.get();
    }
    throw new ConfigException(sorted());
  }

  private Optional<Mapping> map(Value value) {
    if (value instanceof Mapping mapping) {
      return Optional.of(mapping);
    }
    if (!(value instanceof Scalar scalar && scalar.isNull())) {
      problems.add(
          "wrong-type",
          value.location(),
          "",
          "A config is a map from sections to options, not %s.".formatted(value.found()),
          "It begins like this: 'data: digits'");
    }
    return Optional.empty();
  }

  private Optional<RunConfig> bind(Mapping config) {
    rejectUnknownSections(config);
    OptionBinder binder = new OptionBinder(problems);
    ComponentReader components = new ComponentReader(registry, binder, problems);
    Map<Kind<?>, List<Choice>> choices = new HashMap<>();
    Optional<List<Choice>> model = components.choose(Kinds.MODEL, config);
    model.ifPresent(choice -> choices.put(Kinds.MODEL, choice));
    ModelKinds made = withLatents(model, config);
    for (Kind<?> kind : Kinds.all()) {
      // Of a model that cannot be read nobody knows what it has.
      if (!kind.equals(Kinds.MODEL)
          && (model.isPresent() || !Kinds.ofSomeModels().contains(kind))) {
        if (made.has(kind)) {
          components
              .choose(kind, config)
              .map(choice -> made.needed(kind, choice, config, problems))
              .ifPresent(choice -> choices.put(kind, choice));
        } else {
          made.refuse(kind, config, problems);
        }
      }
    }
    Optional<TrainOptions> train = section(config, "train", TrainOptions.class, binder);
    Optional<EvaluateOptions> evaluate = section(config, "evaluate", EvaluateOptions.class, binder);
    Optional<SampleOptions> sample = section(config, "sample", SampleOptions.class, binder);
    if (!problems.isEmpty()) {
      return Optional.empty();
    }
    RunConfig read =
        new RunConfig(
            choices, train.orElseThrow(), evaluate.orElseThrow(), sample.orElseThrow(), registry);
    checkWeights(read, read.evaluate().chosenWeights(), "evaluate", config);
    checkWeights(read, read.sample().chosenWeights(), "sample", config);
    return Optional.of(read);
  }

  /** What is wrong with latents is told where they are read for good. */
  private ModelKinds withLatents(Optional<List<Choice>> model, Mapping config) {
    ModelKinds made = new ModelKinds(model.stream().flatMap(List::stream).findFirst());
    Problems ignored = new Problems();
    return made.with(
        new ComponentReader(registry, new OptionBinder(ignored), ignored)
            .choose(Kinds.LATENTS, config).stream().flatMap(List::stream).findFirst());
  }

  private void checkWeights(RunConfig read, ChosenWeights weights, String section, Mapping config) {
    Location place =
        Optional.ofNullable(config.entries().get(section))
            .map(Entry::value)
            .filter(Mapping.class::isInstance)
            .map(options -> ((Mapping) options).entries().get("weights"))
            .map(said -> said.value().location())
            .orElse(config.location());
    weights.check(read, section + ".weights", place, problems);
  }

  private void rejectUnknownSections(Mapping config) {
    List<String> names =
        Stream.concat(Kinds.all().stream().map(Kind::key), SECTIONS.stream()).toList();
    config
        .entries()
        .forEach(
            (key, entry) -> {
              if (!names.contains(key)) {
                problems.add(
                    "unknown-section",
                    entry.key(),
                    key,
                    "There is no section '%s'.%s  Sections: %s"
                        .formatted(key, Closest.question(key, names), String.join(", ", names)));
              }
            });
  }

  private <R extends Record> Optional<R> section(
      Mapping config, String key, Class<R> type, OptionBinder binder) {
    Value value =
        Optional.ofNullable(config.entries().get(key))
            .map(Entry::value)
            .filter(given -> !(given instanceof Scalar scalar && scalar.isNull()))
            .orElse(Mapping.empty(config.location()));
    if (value instanceof Mapping mapping) {
      return binder.bind(type, mapping, key, "'" + key + "'", mapping.location());
    }
    problems.add(
        "wrong-type",
        value.location(),
        key,
        "'%s' is a map of options, not %s.".formatted(key, value.found()));
    return Optional.empty();
  }

  /** By file and line; what was not read from a file comes last. */
  private List<Problem> sorted() {
    Comparator<Problem> bySource =
        Comparator.comparingInt(
            problem -> {
              int index = sources.indexOf(problem.location().source());
              return index < 0 ? sources.size() : index;
            });
    return problems.all().stream()
        .sorted(
            bySource
                .thenComparing(problem -> problem.location().line())
                .thenComparing(problem -> problem.location().column()))
        .toList();
  }
}
