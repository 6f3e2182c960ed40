package org.tweedie.engine.reproduction;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A comparison of a run with the same run made again, as people read it. */
record ReproductionText(RunComparison comparison) {

  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("Weights   " + weights());
    lines.add("Metrics   " + metrics());
    lines.add("Bound     " + bound());
    lines.add("Verdict   " + verdict());
    return lines;
  }

  private String weights() {
    if (comparison.checkpoints().isEmpty()) {
      return "not compared: the runs have no checkpoint of the same step";
    }
    return comparison
        .weights()
        .map(
            difference ->
                "differ in the checkpoint of step %d: %,d of %,d numbers, by up to %s"
                    .formatted(
                        difference.step(),
                        difference.differing(),
                        difference.numbers(),
                        small(difference.largest())))
        .orElse("identical in the checkpoints of the steps " + comparison.checkpoints());
  }

  private String metrics() {
    return comparison
        .metric()
        .map(
            difference ->
                "differ from step %d on: %s was %s, is %s"
                    .formatted(
                        difference.step(),
                        difference.name(),
                        difference.original(),
                        difference.again()))
        .orElse("%,d values identical".formatted(comparison.metrics()));
  }

  private String bound() {
    return switch (comparison.evaluation()) {
      case IDENTICAL -> "identical";
      case DIFFERS -> "differs";
      case NOT_COMPARED -> "not compared: it was not measured, or in another way since";
    };
  }

  private String verdict() {
    if (comparison.isIdentical()) {
      return "identical, bit for bit";
    }
    if (comparison.checkpoints().isEmpty() && comparison.metric().isEmpty()) {
      return "none: there are no weights to compare";
    }
    long weights = comparison.weights().map(WeightDifference::step).orElse(Long.MAX_VALUE);
    long metrics = comparison.metric().map(MetricDifference::step).orElse(Long.MAX_VALUE);
    if (Math.min(weights, metrics) == Long.MAX_VALUE) {
      return "differs: the same weights have another bound";
    }
    return "differs, first seen at step %d, in %s"
        .formatted(
            Math.min(weights, metrics),
            metrics <= weights
                ? comparison.metric().orElseThrow().name()
                : "'" + comparison.weights().orElseThrow().tensor() + "'");
  }

  private static String small(double value) {
    return String.format(Locale.ROOT, "%.2g", value);
  }
}
