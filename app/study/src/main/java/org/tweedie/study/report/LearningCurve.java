package org.tweedie.study.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * One variant's measurements on the way, over its seeds.
 *
 * @param variant whose
 * @param points in rising order of the steps
 */
record LearningCurve(Variant variant, List<Point> points) {

  /** What is no learning curve, however often it is measured. */
  private static final Set<String> OTHERS =
      Set.of("train/learning_rate", "train/epoch", "train/steps_per_second", "train/gradient_norm");

  /**
   * One step.
   *
   * @param values mean and spread over the seeds that got there with a finite value
   */
  record Point(double step, Summary values) {

    double low() {
      return values.count() < 2 ? values.mean() : values.mean() - values.spread();
    }

    double high() {
      return values.count() < 2 ? values.mean() : values.mean() + values.spread();
    }
  }

  /** The curve of a tag; without points where no trial has it. */
  static LearningCurve of(Variant variant, String tag) {
    Map<Double, List<Double>> bySteps = new TreeMap<>();
    for (TrialOutcome trial : variant.trials()) {
      for (double[] point : trial.curves().getOrDefault(tag, List.of())) {
        if (Double.isFinite(point[1])) {
          bySteps.computeIfAbsent(point[0], step -> new ArrayList<>()).add(point[1]);
        }
      }
    }
    List<Point> points = new ArrayList<>();
    bySteps.forEach((step, values) -> points.add(new Point(step, Summary.of(values))));
    return new LearningCurve(variant, points);
  }

  /** The tags worth a plot: those of the test split first, and none that has one point only. */
  static List<String> tags(Study study) {
    Set<String> tags = new LinkedHashSet<>();
    for (TrialOutcome trial : study.trials()) {
      trial
          .curves()
          .forEach(
              (tag, points) -> {
                if (points.size() > 1 && !OTHERS.contains(tag)) {
                  tags.add(tag);
                }
              });
    }
    return tags.stream().sorted(Comparator.comparing(tag -> !tag.startsWith("test"))).toList();
  }
}
