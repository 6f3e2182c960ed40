package org.tweedie.study.report;

import java.util.Comparator;
import java.util.List;
import org.tweedie.api.measure.Reading;
import org.tweedie.api.measure.Reading.Better;

/**
 * What variants are compared by.
 *
 * @param key of its readings
 * @param name for people
 * @param unit of its readings; empty where they have none
 * @param better which of its values are the better ones
 */
public record Metric(String key, String name, String unit, Better better) {

  /** The metric of a key, as the first trial that has a reading of it tells. */
  public static Metric of(String key, List<TrialOutcome> trials) {
    return trials.stream()
        .flatMap(trial -> trial.reading(key).stream())
        .findFirst()
        .map(Metric::of)
        .orElseGet(() -> new Metric(key, key.replace('_', ' '), "", Better.NEITHER));
  }

  /** The metric of a reading. */
  public static Metric of(Reading reading) {
    return new Metric(reading.key(), reading.name(), reading.unit(), reading.better());
  }

  /** The best value first; what is no number comes last. All are equal where none is better. */
  public static Comparator<Double> bestFirst(Better better) {
    return switch (better) {
      case LESS -> Comparator.naturalOrder();
      case MORE ->
          Comparator.comparing((Double value) -> value.isNaN())
              .thenComparing(Comparator.reverseOrder());
      case NEITHER -> Comparator.comparing((Double value) -> value.isNaN());
    };
  }

  /** Whether one value is better than another; never where one of them is NaN. */
  boolean isBetter(double one, double other) {
    return switch (better) {
      case LESS -> one < other;
      case MORE -> one > other;
      case NEITHER -> false;
    };
  }

  /** The best value first; what is no number comes last. */
  Comparator<Double> bestFirst() {
    return bestFirst(better);
  }

  /** Whether any value is better than another. */
  boolean hasDirection() {
    return better != Better.NEITHER;
  }

  /** Which values are the better ones, in words: {@code lower is better}. */
  String direction() {
    return switch (better) {
      case LESS -> "lower is better";
      case MORE -> "higher is better";
      case NEITHER -> "neither lower nor higher is better";
    };
  }
}
