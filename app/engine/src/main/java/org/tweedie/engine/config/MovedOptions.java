package org.tweedie.engine.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.tweedie.api.plugin.Kind;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.engine.config.Value.Entry;
import org.tweedie.engine.config.Value.Items;
import org.tweedie.engine.config.Value.Mapping;
import org.tweedie.engine.config.Value.Scalar;
import org.tweedie.engine.problem.Problems;

/**
 * Options that stood in a section before they became those of a component. Configs and runs that
 * say them in the old place mean the same as ever.
 */
final class MovedOptions {

  /** Where an option is now. */
  record Place(Kind<?> kind, String option) {
    String path() {
      return kind.key() + "." + option;
    }
  }

  private static final String TRAIN = "train";

  /** Those of the section train. */
  private static final Map<String, Place> OF_TRAIN =
      Map.of(
          "warmup", new Place(Kinds.LEARNING_RATE, "warmup"),
          "weight-decay", new Place(Kinds.OPTIMIZER, "weight-decay"),
          "beta1", new Place(Kinds.OPTIMIZER, "beta1"),
          "beta2", new Place(Kinds.OPTIMIZER, "beta2"),
          "ema", new Place(Kinds.AVERAGES, "decay"));

  /** Sections that said by {@code ema: true} or {@code false} which weights they are about. */
  private static final List<String> OF_WEIGHTS = List.of("evaluate", "sample");

  private static final String EMA = "ema";
  private static final String WEIGHTS = "weights";

  private MovedOptions() {}

  /** The options that have left a section, by name, each with its place now. */
  static Map<String, Place> of(String section) {
    return section.equals(TRAIN) ? new TreeMap<>(OF_TRAIN) : Map.of();
  }

  /** The option of a section that was true or false and is another one's word now. */
  static Optional<String> formerSwitch(String section) {
    return OF_WEIGHTS.contains(section) ? Optional.of(EMA) : Optional.empty();
  }

  /** Where the option of a path is now, if it has moved. */
  static Optional<String> path(String path) {
    for (String section : OF_WEIGHTS) {
      if (path.equals(section + "." + EMA)) {
        return Optional.of(section + "." + WEIGHTS);
      }
    }
    return path.startsWith(TRAIN + ".")
        ? Optional.ofNullable(OF_TRAIN.get(path.substring(TRAIN.length() + 1))).map(Place::path)
        : Optional.empty();
  }

  /** What one file or override says, with every option in its place of today. */
  static Mapping moved(Mapping said, Merger merger, Problems problems) {
    Mapping layer = new Mapping(said.location(), new LinkedHashMap<>(said.entries()));
    OF_WEIGHTS.forEach(section -> nameWeights(layer, section, problems));
    return movedFromTrain(layer, merger, problems);
  }

  private static void nameWeights(Mapping layer, String section, Problems problems) {
    Entry entry = layer.entries().get(section);
    if (entry == null || !(entry.value() instanceof Mapping options)) {
      return;
    }
    Map<String, Entry> now = new LinkedHashMap<>(options.entries());
    Entry former = now.remove(EMA);
    if (former == null) {
      return;
    }
    if (now.containsKey(WEIGHTS)) {
      problems.add(
          "moved-option",
          former.key(),
          section + "." + EMA,
          "'%s.%s' is '%s.%s' now, and the config gives both."
              .formatted(section, EMA, section, WEIGHTS),
          "Please take this one away.");
    } else {
      now.put(WEIGHTS, new Entry(former.key(), weights(former.value())));
    }
    layer.entries().put(section, new Entry(entry.key(), new Mapping(options.location(), now)));
  }

  private static Value weights(Value former) {
    return former instanceof Scalar scalar && scalar.tag().equals(Tag.BOOL)
        ? new Scalar(
            scalar.location(), Tag.STR, Boolean.parseBoolean(scalar.text()) ? "average" : "plain")
        : former;
  }

  private static Mapping movedFromTrain(Mapping layer, Merger merger, Problems problems) {
    Entry train = layer.entries().get(TRAIN);
    if (train == null || !(train.value() instanceof Mapping options)) {
      return layer;
    }
    Map<String, Entry> left = new LinkedHashMap<>(options.entries());
    Mapping moved = layer;
    for (Map.Entry<String, Place> option : of(TRAIN).entrySet()) {
      Entry said = left.remove(option.getKey());
      if (said != null) {
        Place now = option.getValue();
        if (says(layer, now)) {
          problems.add(
              "moved-option",
              said.key(),
              TRAIN + "." + option.getKey(),
              "'%s.%s' is '%s' now, and the config gives both."
                  .formatted(TRAIN, option.getKey(), now.path()),
              "Please take this one away.");
        }
        Mapping own = Mapping.of(said.key(), now.option(), said.value());
        moved = merger.merge(moved, Mapping.of(said.key(), now.kind().key(), own));
      }
    }
    if (left.size() < options.entries().size()) {
      moved.entries().put(TRAIN, new Entry(train.key(), new Mapping(options.location(), left)));
    }
    return moved;
  }

  private static boolean says(Mapping layer, Place place) {
    Entry section = layer.entries().get(place.kind().key());
    return section != null
        && (section.value() instanceof Items items ? items.values() : List.of(section.value()))
            .stream()
                .anyMatch(
                    value ->
                        value instanceof Mapping options
                            && options.entries().containsKey(place.option()));
  }
}
