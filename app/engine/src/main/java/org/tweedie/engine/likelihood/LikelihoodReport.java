package org.tweedie.engine.likelihood;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.tweedie.api.measure.Reading;

/** One likelihood with its terms, its cost and its protocol. */
public sealed interface LikelihoodReport permits BoundReport, ChainReport, FlowReport {

  /** What to call it, in a word for machines. */
  String key();

  /** What to call it, as a column's heading. */
  String heading();

  /** What the total is, in a few words. */
  String meaning();

  /** The terms in bits per dimension, by name, the total last. */
  Map<String, Estimate> terms();

  /** What each example has, by the name of the term. */
  Map<String, double[]> each();

  /** Over how many examples. */
  int examples();

  /** Predictions that the network made for an example, on average. */
  double predictions();

  /** How it was measured and what it may be off, in lines for people. */
  List<String> remarks();

  /** The same for machines. */
  Map<String, Object> protocol();

  /** Everything but what all likelihoods of a report share, for machines. */
  default Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("total", terms().get("total"));
    terms().forEach(json::putIfAbsent);
    json.put("predictions_per_example", predictions());
    return json;
  }

  /** The total, and then the terms, as readings. */
  default List<Reading> readings() {
    List<Reading> readings = new ArrayList<>();
    terms()
        .forEach(
            (term, estimate) -> {
              boolean isTotal = term.equals(TOTAL);
              Reading reading =
                  Reading.of(readingKey(key(), term), estimate.mean())
                      .named(isTotal ? heading() : term + " (" + heading() + ")")
                      .withStandardError(estimate.standardError())
                      .inUnit("bits/dim")
                      .lessIsBetter()
                      .withExamples(Objects.requireNonNull(each().get(term), term));
              readings.add(isTotal ? 0 : readings.size(), reading);
            });
    return readings;
  }

  /** The term that is the sum of the others. */
  String TOTAL = "total";

  /** The key of the likelihood that runs are compared by unless another is chosen. */
  String MAIN = "bound";

  /**
   * The key of a term's reading.
   *
   * @param likelihood the {@link #key} of the likelihood
   */
  static String readingKey(String likelihood, String term) {
    boolean isMain = likelihood.equals(MAIN);
    if (term.equals(TOTAL)) {
      return isMain ? "test_bpd" : likelihood + "_bpd";
    }
    return isMain ? term : likelihood + "_" + term;
  }

  /** A short number: four digits after the point, or an exponent where those are all 0. */
  static String number(double value) {
    if (Double.isNaN(value)) {
      return "unknown";
    }
    return Math.abs(value) >= 5e-5 || value == 0
        ? String.format(Locale.ROOT, "%.4f", value)
        : String.format(Locale.ROOT, "%.0e", value).replace("e-0", "e-");
  }
}
