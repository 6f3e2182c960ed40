package org.tweedie.study.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.DoubleBinaryOperator;
import org.apache.commons.statistics.descriptive.StandardDeviation;
import org.tweedie.api.measure.Reading;

/**
 * What one variant has of a metric, by seed; or what two differ by.
 *
 * @param bySeed the readings, all finite
 */
record SeedReadings(Map<Long, Reading> bySeed) {

  static final double COVERAGE = 0.95;

  /** What an interval takes to be drawn by chance. */
  enum Chance {
    /** Nothing: there is one seed, and it has no values of examples. */
    NONE,
    /** The seeds; chance of examples is in it as far as it differs from seed to seed. */
    SEEDS,
    /** The examples, as there is one seed. */
    EXAMPLES,
    /** Both. */
    SEEDS_AND_EXAMPLES
  }

  /** Copies, keeping the order. */
  SeedReadings {
    bySeed = Collections.unmodifiableMap(new LinkedHashMap<>(bySeed));
  }

  boolean isEmpty() {
    return bySeed.isEmpty();
  }

  /** The values by seed. */
  Map<Long, Double> values() {
    Map<Long, Double> values = new LinkedHashMap<>();
    bySeed.forEach((seed, reading) -> values.put(seed, reading.value()));
    return values;
  }

  Summary summary() {
    return Summary.of(values().values());
  }

  /**
   * The error of one reading, in the root of the mean square over seeds: what spread a metric would
   * have if seeds made no difference. NaN where it is not known.
   */
  double error() {
    return Math.sqrt(
        bySeed.values().stream()
            .mapToDouble(reading -> Math.pow(error(reading), 2))
            .average()
            .orElse(Double.NaN));
  }

  private static double error(Reading reading) {
    double[] examples = reading.examples();
    return Double.isNaN(reading.standardError()) && examples.length > 1
        ? StandardDeviation.of(examples).getAsDouble() / Math.sqrt(examples.length)
        : reading.standardError();
  }

  /** What the interval takes to be drawn by chance. */
  Chance chance() {
    boolean seeds = bySeed.size() > 1;
    return examples().isPresent()
        ? seeds ? Chance.SEEDS_AND_EXAMPLES : Chance.EXAMPLES
        : seeds ? Chance.SEEDS : Chance.NONE;
  }

  /** The 95% bootstrap interval of the mean. */
  Interval interval() {
    return switch (chance()) {
      case NONE -> Interval.UNKNOWN;
      case SEEDS -> Bootstrap.mean(List.copyOf(values().values()), COVERAGE);
      case EXAMPLES, SEEDS_AND_EXAMPLES -> Bootstrap.mean(examples().orElseThrow(), COVERAGE);
    };
  }

  /** Values of single examples, a row a seed; empty where not all seeds have equally many. */
  private Optional<double[][]> examples() {
    double[][] rows =
        bySeed.values().stream().map(Reading::examples).toArray(length -> new double[length][]);
    if (rows.length == 0 || rows[0].length < 2) {
      return Optional.empty();
    }
    for (double[] row : rows) {
      if (row.length != rows[0].length) {
        return Optional.empty();
      }
    }
    return Optional.of(rows);
  }

  /** Those of some seeds, in rising order. */
  SeedReadings of(Set<Long> seeds) {
    Map<Long, Reading> some = new TreeMap<>(bySeed);
    some.keySet().retainAll(seeds);
    return new SeedReadings(some);
  }

  /** What these are more than others, for the seeds that both have. */
  SeedReadings minus(SeedReadings others) {
    Map<Long, Reading> differences = new LinkedHashMap<>();
    bySeed.forEach(
        (seed, reading) ->
            Optional.ofNullable(others.bySeed.get(seed))
                .ifPresent(
                    other -> differences.put(seed, combined(reading, other, (a, b) -> a - b))));
    return new SeedReadings(differences);
  }

  /** The mean of several, for the seeds that all have. */
  static SeedReadings mean(List<SeedReadings> several) {
    List<Long> seeds = new ArrayList<>(several.get(0).bySeed.keySet());
    several.forEach(one -> seeds.retainAll(one.bySeed.keySet()));
    Map<Long, Reading> means = new LinkedHashMap<>();
    double count = several.size();
    for (long seed : seeds) {
      Reading sum =
          several.stream()
              .map(one -> one.bySeed.get(seed))
              .reduce((some, next) -> combined(some, next, Double::sum))
              .orElseThrow();
      means.put(seed, combined(sum, sum, (value, same) -> value / count));
    }
    return new SeedReadings(means);
  }

  /** Example by example where both have equally many. */
  private static Reading combined(Reading one, Reading other, DoubleBinaryOperator operation) {
    Reading value =
        Reading.of(one.key(), operation.applyAsDouble(one.value(), other.value()))
            .named(one.name())
            .inUnit(one.unit());
    double[] ones = one.examples();
    double[] others = other.examples();
    if (ones.length != others.length) {
      return value;
    }
    double[] combined = new double[ones.length];
    for (int i = 0; i < ones.length; i++) {
      combined[i] = operation.applyAsDouble(ones[i], others[i]);
    }
    return value.withExamples(combined);
  }
}
