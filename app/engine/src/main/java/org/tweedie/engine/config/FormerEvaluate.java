package org.tweedie.engine.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.engine.config.Value.Entry;
import org.tweedie.engine.config.Value.Items;
import org.tweedie.engine.config.Value.Mapping;
import org.tweedie.engine.config.Value.Scalar;
import org.tweedie.engine.plugin.ComponentType;
import org.tweedie.engine.plugin.OptionType;
import org.tweedie.engine.plugin.Registry;
import org.tweedie.engine.problem.Location;
import org.tweedie.engine.problem.Problems;

/**
 * Reads what section {@code evaluate} said before likelihoods were measures: {@code likelihood} and
 * {@code timesteps} choose measures, and the others are options of theirs. So configs and commands
 * of that time mean what they meant.
 *
 * <p>Of two layers the later one counts, as ever: {@code evaluate.draws} in a file that lists its
 * measures is what they draw unless they say otherwise; given later, by {@code --set}, it is what
 * they draw whatever they say. What is called alike in both, as {@code evaluate.examples}, is an
 * option of the section and of the measures too.
 */
final class FormerEvaluate {

  static final String SECTION = "evaluate";

  private static final String MEASURES = Kinds.MEASURES.key();
  private static final String BOUND = "bound";
  private static final String DISCRETE = "discrete-bound";
  private static final String FLOW = "flow";
  private static final String DRAWS = "draws";
  private static final String LIKELIHOOD = "likelihood";
  private static final String TIMESTEPS = "timesteps";
  private static final String FLOW_OPTION = "flow-";

  /** Options of the section that its likelihoods have too. */
  private static final Set<String> SHARED = Set.of("examples", "batch", "seed");

  /** Options that the section had and has no longer. */
  private static final Set<String> FORMER =
      ComponentType.optionTypes(FormerEvaluateOptions.class).stream()
          .map(OptionType::name)
          .collect(Collectors.toUnmodifiableSet());

  private final Registry registry;
  private final Problems problems;
  private final Merger merger;
  private final Map<String, Entry> said = new LinkedHashMap<>();

  FormerEvaluate(Registry registry, Problems problems) {
    this.registry = registry;
    this.problems = problems;
    merger = new Merger(registry, problems);
  }

  /** Lays one config over another. */
  Mapping merge(Mapping below, Mapping over) {
    boolean listed =
        over.entries().entrySet().stream()
            .anyMatch(entry -> entry.getKey().startsWith(MEASURES) && !isNothing(entry.getValue()));
    Mapping base = listed ? readyForMore(below, over) : below;
    if (listed) {
      said.keySet().removeAll(Set.of(LIKELIHOOD, TIMESTEPS));
    }
    Optional<Mapping> section =
        Optional.ofNullable(over.entries().get(SECTION))
            .map(Entry::value)
            .filter(Mapping.class::isInstance)
            .map(Mapping.class::cast);
    if (section.isEmpty()) {
      return merger.merge(base, over);
    }
    Map<String, Entry> valid = valid(section.get());
    if (listed && valid.containsKey(LIKELIHOOD)) {
      problems.add(
          "ambiguous-option",
          valid.get(LIKELIHOOD).key(),
          SECTION + "." + LIKELIHOOD,
          "'%s.%s' chooses measures, and '%s' lists them. Please leave out the first."
              .formatted(SECTION, LIKELIHOOD, MEASURES));
    }
    said.putAll(valid);
    Mapping merged = merger.merge(base, with(over, SECTION, without(section.get())));
    return listed || measures(merged).isEmpty() ? merged : overridden(merged, valid);
  }

  private static boolean isNothing(Entry entry) {
    return entry.value() instanceof Scalar scalar && scalar.isNull();
  }

  /** What is appended to measures that nobody listed comes after those that there are then. */
  private Mapping readyForMore(Mapping below, Mapping over) {
    boolean appends = over.entries().containsKey(MEASURES + ListMerger.APPEND);
    return appends && measures(below).isEmpty() && isKnown()
        ? with(
            below, MEASURES, new Items(over.location(), chosen(List.of(), said, over.location())))
        : below;
  }

  /** Whether the likelihoods are there that were chosen here. */
  private boolean isKnown() {
    return registry.byDefault(Kinds.MEASURES).filter(type -> type.name().equals(BOUND)).isPresent();
  }

  /** The config in which measures have what the section said and they leave out. */
  Mapping complete(Mapping config) {
    Optional<List<Value>> given = measures(config);
    if (given.isEmpty() && (said.isEmpty() || !isKnown())) {
      return config;
    }
    List<Value> items = given.orElseGet(() -> chosen(List.of(), said, config.location()));
    return with(
        config,
        MEASURES,
        new Items(config.location(), items.stream().map(item -> laid(item, said, false)).toList()));
  }

  /** What of the section concerns measures and is well-formed; what is not is told. */
  private Map<String, Entry> valid(Mapping section) {
    Map<String, Entry> valid = new LinkedHashMap<>();
    section
        .entries()
        .forEach(
            (name, entry) -> {
              Mapping alone = Mapping.empty(section.location());
              alone.entries().put(name, entry);
              // What the section still has, it tells of itself.
              boolean fits =
                  SHARED.contains(name)
                      ? fits(EvaluateOptions.class, alone, new Problems())
                      : FORMER.contains(name) && fits(FormerEvaluateOptions.class, alone, problems);
              if (fits) {
                valid.put(name, entry);
              }
            });
    return valid;
  }

  private static boolean fits(Class<? extends Record> options, Mapping given, Problems found) {
    return new OptionBinder(found)
        .bind(options, given, SECTION, "'" + SECTION + "'", given.location())
        .isPresent();
  }

  private static Mapping without(Mapping section) {
    Map<String, Entry> left = new LinkedHashMap<>(section.entries());
    left.keySet().removeAll(FORMER);
    return new Mapping(section.location(), left);
  }

  private static Mapping with(Mapping config, String key, Value value) {
    Map<String, Entry> entries = new LinkedHashMap<>(config.entries());
    entries.put(key, new Entry(value.location(), value));
    return new Mapping(config.location(), entries);
  }

  private static Optional<List<Value>> measures(Mapping config) {
    return Optional.ofNullable(config.entries().get(MEASURES))
        .filter(entry -> !isNothing(entry))
        .map(Entry::value)
        .map(value -> value instanceof Items items ? items.values() : List.of(value));
  }

  private Mapping overridden(Mapping config, Map<String, Entry> options) {
    List<Value> items = measures(config).orElseThrow();
    boolean chooses = options.containsKey(LIKELIHOOD) || options.containsKey(TIMESTEPS);
    List<Value> chosen = chooses ? chosen(items, options, config.location()) : items;
    return with(
        config,
        MEASURES,
        new Items(
            config.location(), chosen.stream().map(item -> laid(item, options, true)).toList()));
  }

  /**
   * The measures that likelihood and timesteps stand for, and those that are no likelihoods.
   *
   * @param items those that were there: they keep their options
   * @param place where to point at where nothing was said
   */
  private List<Value> chosen(List<Value> items, Map<String, Entry> options, Location place) {
    List<Value> chosen = new ArrayList<>();
    for (String name : names(options, items.stream().map(this::name).toList())) {
      chosen.add(
          items.stream()
              .filter(item -> name(item).equals(name))
              .findFirst()
              .orElseGet(() -> made(name, items, options, place)));
    }
    items.stream().filter(item -> name(item).isEmpty()).forEach(chosen::add);
    return chosen;
  }

  private List<String> names(Map<String, Entry> options, List<String> before) {
    Optional<Entry> timesteps = either(TIMESTEPS, options);
    Optional<Entry> likelihood = either(LIKELIHOOD, options);
    boolean steps = timesteps.isPresent() && !isZero(timesteps.get());
    return switch (likelihood.map(FormerEvaluate::text).orElseGet(() -> word(before))) {
      case "discrete" -> List.of(DISCRETE);
      case "flow" -> List.of(FLOW);
      case "all" -> List.of(BOUND, DISCRETE, FLOW);
      default -> List.of(steps ? DISCRETE : BOUND);
    };
  }

  private Optional<Entry> either(String option, Map<String, Entry> options) {
    return Optional.ofNullable(options.get(option)).or(() -> Optional.ofNullable(said.get(option)));
  }

  /** The word that likelihoods of a list had. */
  private static String word(List<String> names) {
    if (names.containsAll(List.of(BOUND, DISCRETE, FLOW))) {
      return "all";
    }
    return names.contains(FLOW) && !names.contains(BOUND) && !names.contains(DISCRETE)
        ? "flow"
        : "bound";
  }

  /** A measure with what others of the list have of its options. */
  private Value made(
      String name, List<Value> items, Map<String, Entry> options, Location otherwise) {
    Location place =
        either(LIKELIHOOD, options)
            .or(() -> either(TIMESTEPS, options))
            .map(entry -> entry.value().location())
            .orElse(otherwise);
    Mapping made = Mapping.of(place, "type", new Scalar(place, Tag.STR, name));
    for (Value item : items) {
      if (!name(item).isEmpty() && Merger.asMap(item) instanceof Mapping other) {
        boolean ofBounds = !name.equals(FLOW) && !name(item).equals(FLOW);
        other
            .entries()
            .forEach(
                (option, entry) -> {
                  if (SHARED.contains(option) || (ofBounds && option.equals(DRAWS))) {
                    made.entries().putIfAbsent(option, entry);
                  }
                });
      }
    }
    return made;
  }

  /** The name of a built-in likelihood; empty of any other measure. */
  private String name(Value item) {
    Optional<String> type =
        Merger.asMap(item) instanceof Mapping mapping
            ? ComponentReader.typeName(mapping)
            : Optional.empty();
    return type.map(name -> registry.find(Kinds.MEASURES, name))
        .filter(found -> found.size() == 1 && found.get(0).origin().builtIn())
        .map(found -> found.get(0).name())
        .filter(Set.of(BOUND, DISCRETE, FLOW)::contains)
        .orElse("");
  }

  /** A measure with those options that the section can say of it. */
  private Value laid(Value item, Map<String, Entry> options, boolean over) {
    String name = name(item);
    if (name.isEmpty() || !(Merger.asMap(item) instanceof Mapping mapping)) {
      return item;
    }
    Map<String, Entry> entries = new LinkedHashMap<>(mapping.entries());
    options.forEach(
        (option, entry) ->
            own(name, option, entry)
                .filter(own -> over || !entries.containsKey(own))
                .ifPresent(own -> entries.put(own, entry)));
    return new Mapping(mapping.location(), entries);
  }

  /** What an option of the section is called among a measure's own. */
  private static Optional<String> own(String measure, String option, Entry entry) {
    if (measure.equals(FLOW)) {
      return option.startsWith(FLOW_OPTION)
          ? Optional.of(option.substring(FLOW_OPTION.length()))
          : Optional.of(option).filter(SHARED::contains);
    }
    boolean steps = option.equals(TIMESTEPS) && measure.equals(DISCRETE) && !isZero(entry);
    return Optional.of(option)
        .filter(any -> steps || SHARED.contains(option) || option.equals(DRAWS));
  }

  private static String text(Entry entry) {
    return ((Scalar) entry.value()).text();
  }

  /** Of a whole number; of timesteps it stands for continuous time. */
  private static boolean isZero(Entry entry) {
    return text(entry).matches("[-+]?0+");
  }
}
