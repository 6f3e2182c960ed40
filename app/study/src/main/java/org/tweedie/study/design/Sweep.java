package org.tweedie.study.design;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.tweedie.engine.config.ConfigException;
import org.tweedie.engine.config.Layer;
import org.tweedie.engine.config.Merger;
import org.tweedie.engine.config.OptionValues;
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
 * A study of a trained run over the values of one option or two.
 *
 * @param curves the option whose values are words or components, or the second one of numbers
 * @param numbers the option of numbers
 */
public record Sweep(Optional<OptionValues> curves, Optional<OptionValues> numbers) {

  private static final String LABEL = "label";

  /**
   * Reads what was asked for.
   *
   * @param over {@code PATH=VALUE,VALUE} each, one or two
   * @throws IllegalArgumentException in words, if it cannot be understood
   */
  public static Sweep of(List<String> over) {
    List<OptionValues> axes = over.stream().map(Sweep::axis).toList();
    if (axes.size() > 2) {
      throw new IllegalArgumentException(
          "--over may be given twice: once for the axis to the right, once for the curves.");
    }
    if (axes.stream().map(OptionValues::option).distinct().count() < axes.size()) {
      throw new IllegalArgumentException(
          "Both --over are of '%s': give all its values to one.".formatted(axes.get(0).option()));
    }
    Optional<OptionValues> numbers = axes.stream().filter(OptionValues::isNumeric).findFirst();
    List<OptionValues> others =
        axes.stream().filter(axis -> !numbers.equals(Optional.of(axis))).toList();
    if (others.size() > 1) {
      throw new IllegalArgumentException(
          "Of two --over, one is an option whose values are numbers, as in sampler.steps=5,10,20.");
    }
    return new Sweep(others.stream().findFirst(), numbers);
  }

  private static OptionValues axis(String text) {
    OptionValues axis =
        OptionValues.parse(text)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "--over wants an option and its values, as in guidance.scale=0,1,2,4 or sampler=ddim,heun, not '%s'."
                            .formatted(text)));
    if (axis.option().equals("sample.seed")) {
      throw new IllegalArgumentException(
          "Seeds are no option to score over: every value is tried with each of them, as in --seeds 3.");
    }
    if (axis.option().equals("measures") || axis.option().startsWith("measures.")) {
      throw new IllegalArgumentException(
          "Every value is measured by the same measures; name them by --measure, which may be given several times.");
    }
    return axis;
  }

  /** The options that are varied, those of the curves first. */
  public List<String> options() {
    return axes().map(OptionValues::option).toList();
  }

  private Stream<OptionValues> axes() {
    return Stream.of(curves, numbers).flatMap(Optional::stream);
  }

  /**
   * The study.
   *
   * @param run the run whose network all trials use
   * @param overrides {@code path=value} each, the same in all trials: one of a component that is
   *     varied holds for all its values
   * @param settings what else is the same in all trials, laid over these
   * @param seeds how many or a list, as on the command line
   * @param seed the one where nobody says
   * @throws ConfigException with all problems, if there are any
   */
  public StudyConfig study(
      Path run,
      List<String> overrides,
      List<Layer> settings,
      Optional<String> seeds,
      long seed,
      Registry registry) {
    Problems problems = new Problems();
    Merger merger = new Merger(registry, problems);
    List<Mapping> same = parsed(overrides.stream(), problems);
    Mapping axes = Mapping.empty(Location.of("--over"));
    // What is farther up comes first: another sampler takes the place of all of one's options.
    axes()
        .sorted(Comparator.comparingInt(axis -> axis.option().split("\\.").length))
        .forEach(
            axis -> {
              // Only of what is inside: the axis itself is not to be taken away.
              Stream<String> inside =
                  overrides.stream().filter(text -> text.strip().startsWith(axis.option() + "."));
              List<Mapping> all = parsed(inside, new Problems());
              put(axes, axis.option(), levels(axis, all, merger, problems));
            });
    if (!problems.isEmpty()) {
      throw new ConfigException(problems.all());
    }
    Optional<Mapping> shared =
        Stream.concat(same.stream(), settings.stream().map(Layer::mapping)).reduce(merger::merge);
    Location at = Location.of("command line");
    Mapping given = Mapping.of(at, "run", new Scalar(at, Tag.STR, run.toString()));
    List<Value> base = new ArrayList<>(List.of(given));
    shared.ifPresent(base::add);
    Mapping study = Mapping.of(at, "base", new Items(at, base));
    put(study, "axes", axes);
    put(study, "seeds", new Items(at, List.of(new Scalar(at, Tag.INT, String.valueOf(seed)))));
    return StudyReader.of(study, StudyArguments.ofSeeds(seeds), registry);
  }

  private static List<Mapping> parsed(Stream<String> overrides, Problems problems) {
    return overrides.flatMap(text -> Overrides.parse(text, problems).stream()).toList();
  }

  private static void put(Mapping mapping, String key, Value value) {
    mapping.entries().put(key, new Entry(value.location(), value));
  }

  private static Items levels(
      OptionValues axis, List<Mapping> inside, Merger merger, Problems problems) {
    Location at = Location.of("--over " + axis.option() + "=" + String.join(",", axis.values()));
    List<Value> levels = new ArrayList<>();
    for (String text : axis.values()) {
      YamlParser.fragment(at, text, problems)
          .map(value -> level(axis.option(), text, value, inside, merger))
          .ifPresent(levels::add);
    }
    return new Items(at, levels);
  }

  /** A value with what is said of the inside of all, under the name that it has without that. */
  private static Value level(
      String option, String text, Value value, List<Mapping> inside, Merger merger) {
    List<String> path = List.of(option.split("\\."));
    Mapping whole = nested(path, value);
    for (Mapping setting : inside) {
      whole = merger.merge(whole, setting);
    }
    Value level = at(whole, path).orElse(value);
    if (!(level instanceof Mapping mapping)) {
      return level;
    }
    Mapping labelled = new Mapping(mapping.location(), new LinkedHashMap<>());
    Location at = value.location();
    put(labelled, LABEL, new Scalar(at, Tag.STR, OptionValues.words(text)));
    labelled.entries().putAll(mapping.entries());
    return labelled;
  }

  private static Mapping nested(List<String> path, Value value) {
    Value inner = value;
    for (int i = path.size() - 1; i > 0; i--) {
      inner = Mapping.of(value.location(), path.get(i), inner);
    }
    return Mapping.of(value.location(), path.get(0), inner);
  }

  private static Optional<Value> at(Mapping mapping, List<String> path) {
    Optional<Value> found = Optional.of(mapping);
    for (String step : path) {
      found =
          found
              .filter(Mapping.class::isInstance)
              .map(value -> ((Mapping) value).entries().get(step))
              .map(Entry::value);
    }
    return found;
  }
}
