package org.tweedie.engine.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.tweedie.api.plugin.Kind;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.engine.config.Value.Mapping;
import org.tweedie.engine.plugin.ComponentType;
import org.tweedie.engine.plugin.Registry;
import org.tweedie.engine.problem.Location;

/**
 * All that a run is made of, with every default filled in. Immutable.
 *
 * @param components the chosen components of each kind, in the order of kinds: one; where a kind
 *     may have a list, several in the order of the config; none, where the kind allows it
 * @param train how to train
 * @param evaluate how to measure
 * @param sample how to sample
 * @param registry the components that can be chosen; configs are equal that choose alike
 */
public record RunConfig(
    Map<Kind<?>, List<Choice>> components,
    TrainOptions train,
    EvaluateOptions evaluate,
    SampleOptions sample,
    Registry registry) {

  /** Copies the components. */
  public RunConfig {
    Map<Kind<?>, List<Choice>> copy = new LinkedHashMap<>();
    for (Kind<?> kind : Kinds.all()) {
      copy.put(kind, List.copyOf(components.getOrDefault(kind, List.of())));
    }
    components = Collections.unmodifiableMap(copy);
  }

  /**
   * The config with one setting changed, checked as the reader checks what a file says.
   *
   * @param path {@code sampler} for a component, {@code train.steps} for an option, {@code
   *     guidance+} for one more at the end of a list
   * @param value a component's name or a map with its {@code type} and options; an option's value:
   *     a text, a number, a boolean, an enum constant, or a list of these
   * @throws ConfigException with all problems of the config that this would be
   * @throws IllegalArgumentException if the value is of no such class
   */
  public RunConfig with(String path, Object value) {
    return with(path, value, Location.of("with " + path));
  }

  /**
   * The same, where somebody else says so.
   *
   * @param said who, as problems are to name the place: {@code --guidance-scale}
   */
  public RunConfig with(String path, Object value, Location said) {
    return with(List.of(Layer.of(path, value, said)));
  }

  /**
   * The config with settings laid over it, one after the other.
   *
   * @throws ConfigException with all problems of the config that this would be
   */
  public RunConfig with(List<Layer> settings) {
    List<Layer> layers = new ArrayList<>(List.of(Layer.of(this)));
    layers.addAll(settings);
    return ConfigReader.read(layers, registry);
  }

  /** The config with what a run takes of a kind whose config says nothing. */
  public RunConfig withDefault(Kind<?> kind) {
    Mapping sections = JavaValues.of(this).without(kind.key());
    return ConfigReader.read(List.of(new Layer(sections)), registry);
  }

  /**
   * The chosen component of a kind; the first one where there are several.
   *
   * @throws IndexOutOfBoundsException if there is none, which only some kinds allow
   */
  public Choice component(Kind<?> kind) {
    return components(kind).get(0);
  }

  /** The chosen components of a kind, in the order of the config. */
  public List<Choice> components(Kind<?> kind) {
    return Objects.requireNonNull(components.get(kind), kind.key());
  }

  /**
   * What the config says at a path, in YAML on one line: of a component its name, of several their
   * names in a list, of an option its value; empty where there is no such path.
   */
  public Optional<String> at(String path) {
    Optional<Kind<?>> whole = Kinds.of(path);
    if (whole.isPresent()) {
      List<String> names = components(whole.get()).stream().map(Choice::reference).toList();
      return Optional.of(names.size() == 1 ? names.get(0) : "[" + String.join(", ", names) + "]");
    }
    Optional<String> moved = MovedOptions.path(path);
    if (moved.isPresent()) {
      return at(moved.get());
    }
    int dot = path.indexOf('.');
    String section = dot < 0 ? path : path.substring(0, dot);
    return options(section)
        .flatMap(
            options ->
                ComponentType.optionTypes(options.getClass()).stream()
                    .filter(option -> path.equals(section + "." + option.name()))
                    .map(option -> YamlWriter.value(options, option))
                    .findFirst());
  }

  /** The options of a section: those of a component, or {@code train} and its like. */
  public Optional<Record> options(String section) {
    return switch (section) {
      case "train" -> Optional.of(train);
      case "evaluate" -> Optional.of(evaluate);
      case "sample" -> Optional.of(sample);
      default ->
          Kinds.of(section)
              .flatMap(kind -> components(kind).stream().findFirst())
              .flatMap(Choice::options);
    };
  }

  /** The config as YAML with every option stated; {@link ConfigReader} reads it to an equal one. */
  public String toYaml() {
    return YamlWriter.write(this);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RunConfig config
        && components.equals(config.components)
        && train.equals(config.train)
        && evaluate.equals(config.evaluate)
        && sample.equals(config.sample);
  }

  @Override
  public int hashCode() {
    return Objects.hash(components, train, evaluate, sample);
  }
}
