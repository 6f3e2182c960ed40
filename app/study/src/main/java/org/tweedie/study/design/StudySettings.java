package org.tweedie.study.design;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.tweedie.engine.config.OptionBinder;
import org.tweedie.engine.config.Value;
import org.tweedie.engine.config.Value.Entry;
import org.tweedie.engine.config.Value.Items;
import org.tweedie.engine.config.Value.Mapping;
import org.tweedie.engine.config.Value.Scalar;
import org.tweedie.engine.config.YamlWriter;
import org.tweedie.engine.plugin.OptionType;
import org.tweedie.engine.problem.Closest;
import org.tweedie.engine.problem.Problems;

/**
 * Reads what a study says besides its base and what it varies.
 *
 * @param study the whole study
 * @param problems where to tell what is wrong
 */
record StudySettings(Mapping study, Problems problems) {

  private static final int MOST_SEEDS = 1000;

  /** How combinations are made of the axes. */
  StudyDesign design() {
    Optional<Entry> design = StudyReader.entry(study, "design");
    List<String> words = OptionType.words(StudyDesign.class);
    if (design.isEmpty()) {
      return study.entries().containsKey("list") ? StudyDesign.LIST : StudyDesign.GRID;
    }
    String word = YamlWriter.line(design.get().value());
    int index = words.indexOf(word);
    if (index < 0) {
      problems.add(
          "unknown-value",
          design.get().value().location(),
          "design",
          "'design' cannot be '%s'.%s  Allowed: %s"
              .formatted(word, Closest.question(word, words), String.join(", ", words)));
    }
    return List.of(StudyDesign.values()).get(Math.max(0, index));
  }

  /** The seeds that every combination is tried with. */
  List<Long> seeds() {
    Value value =
        StudyReader.entry(study, "seeds")
            .map(Entry::value)
            .orElse(new Scalar(study.location(), Tag.INT, "1"));
    if (value instanceof Scalar count && whole(count).isPresent()) {
      long number = whole(count).get();
      if (number >= 1 && number <= MOST_SEEDS) {
        return LongStream.rangeClosed(1, number).boxed().toList();
      }
    } else if (value instanceof Items items && !items.values().isEmpty()) {
      Set<Long> seeds = new LinkedHashSet<>();
      items.values().stream()
          .filter(item -> item instanceof Scalar)
          .flatMap(item -> whole((Scalar) item).stream())
          .forEach(seeds::add);
      if (seeds.size() == items.values().size()) {
        return List.copyOf(seeds);
      }
    }
    problems.add(
        "wrong-type",
        value.location(),
        "seeds",
        "'seeds' is how many (1 to %d), or a list of different whole numbers, not %s."
            .formatted(MOST_SEEDS, value.found()));
    return List.of();
  }

  private static Optional<Long> whole(Scalar scalar) {
    return scalar.isWhole() && scalar.text().matches("[-+]?[0-9]{1,19}")
        ? Optional.of(new BigInteger(scalar.text()))
            .filter(number -> number.bitLength() < Long.SIZE)
            .map(BigInteger::longValue)
        : Optional.empty();
  }

  /** What trials are compared by, the most important one first; empty where nobody says. */
  List<Wanted> metrics() {
    List<Wanted> metrics = new ArrayList<>();
    StudyReader.entry(study, "metric").ifPresent(entry -> metric("metric", entry.value(), metrics));
    Optional<Value> list = StudyReader.entry(study, "metrics").map(Entry::value);
    if (list.isPresent() && list.get() instanceof Items items) {
      items.values().forEach(item -> metric("metrics", item, metrics));
    } else {
      list.ifPresent(value -> metric("metrics", value, metrics));
    }
    return metrics;
  }

  private void metric(String section, Value value, List<Wanted> metrics) {
    if (!(value instanceof Scalar word) || !word.isText()) {
      problems.add(
          "wrong-type",
          value.location(),
          section,
          section.equals("metric")
              ? "'metric' is the key of a reading, as in test_bpd, not %s.".formatted(value.found())
              : "'metrics' is a list of keys of readings, as in [frechet_distance, seconds], not %s."
                  .formatted(value.found()));
    } else if (metrics.stream().noneMatch(metric -> metric.key().equals(word.text()))) {
      metrics.add(new Wanted(word.text(), value.location(), section));
    }
  }

  /** What may be spent; empty where that is not told rightly. */
  Optional<BudgetOptions> budget() {
    Optional<Entry> entry = StudyReader.entry(study, "budget");
    Value value = entry.map(Entry::value).orElse(Mapping.empty(study.location()));
    if (value instanceof Mapping mapping) {
      return new OptionBinder(problems)
          .bind(BudgetOptions.class, mapping, "budget", "'budget'", mapping.location());
    }
    problems.add(
        "wrong-type",
        value.location(),
        "budget",
        "'budget' is a map of options, not %s.".formatted(value.found()));
    return Optional.empty();
  }
}
