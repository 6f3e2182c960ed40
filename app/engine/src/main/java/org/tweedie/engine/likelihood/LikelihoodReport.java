package org.tweedie.engine.likelihood;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One likelihood with its terms, its cost and its protocol. */
public sealed interface LikelihoodReport permits BoundReport, FlowReport {

  /** What to call it, in a word for machines. */
  String key();

  /** What to call it, as a column's heading. */
  String heading();

  /** What the total is, in a few words. */
  String meaning();

  /** The terms in bits per dimension, by name, the total last. */
  Map<String, Estimate> terms();

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
