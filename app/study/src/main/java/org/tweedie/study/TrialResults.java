package org.tweedie.study;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tweedie.engine.file.MetricsFile;
import org.tweedie.engine.run.RunFolder;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a trial's folder says of its results, read afresh each time.
 *
 * @param metrics the final measurements by name
 * @param curves measurements while it was trained, by tag: pairs of step and value
 * @param steps of the evaluation; 0 where there is none
 * @param trainSeconds how long it was trained, of what its metrics tell
 */
record TrialResults(
    Map<String, Double> metrics,
    Map<String, List<double[]>> curves,
    long steps,
    double trainSeconds) {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String RATE = "train/steps_per_second";

  /** What the last line of training metrics is called among the results. */
  private static final Map<String, String> LAST =
      Map.of("train/bits_per_dim", "train_bpd", "train/loss", "loss", RATE, "steps_per_second");

  static TrialResults of(RunFolder folder) throws IOException {
    List<Map<String, Object>> records = MetricsFile.salvage(folder.metrics()).records();
    Map<String, List<double[]>> curves = curves(records);
    Map<String, Double> metrics = new LinkedHashMap<>();
    Optional<JsonNode> evaluation = evaluation(folder);
    evaluation.ifPresent(
        report -> {
          estimate(report, "total", "test_bpd", metrics);
          estimate(report, "prior", "prior", metrics);
          estimate(report, "reconstruction", "reconstruction", metrics);
          estimate(report, "diffusion", "diffusion", metrics);
        });
    for (String tag : List.of("train/bits_per_dim", "train/loss", RATE)) {
      List<double[]> curve = curves.getOrDefault(tag, List.of());
      if (!curve.isEmpty()) {
        metrics.put(LAST.get(tag), curve.get(curve.size() - 1)[1]);
      }
    }
    long steps =
        evaluation.map(report -> report.path("protocol").path("step").asLong(0)).orElse(0L);
    return new TrialResults(metrics, curves, steps, trainSeconds(curves));
  }

  private static Optional<JsonNode> evaluation(RunFolder folder) throws IOException {
    if (!Files.exists(folder.evaluation())) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readTree(Files.readString(folder.evaluation())));
    } catch (JacksonException damaged) {
      return Optional.empty();
    }
  }

  private static void estimate(
      JsonNode report, String key, String name, Map<String, Double> metrics) {
    JsonNode estimate = report.path(key);
    if (estimate.has("mean")) {
      metrics.put(name, number(estimate.get("mean").asString()));
      if (estimate.has("standardError")) {
        metrics.put(name + "_se", number(estimate.get("standardError").asString()));
      }
    }
  }

  private static Map<String, List<double[]>> curves(List<Map<String, Object>> records) {
    Map<String, List<double[]>> curves = new LinkedHashMap<>();
    for (Map<String, Object> record : records) {
      if (record.get("step") instanceof Number step) {
        record.forEach(
            (tag, value) -> {
              if (!tag.equals("step")) {
                curves
                    .computeIfAbsent(tag, any -> new ArrayList<>())
                    .add(new double[] {step.doubleValue(), number(String.valueOf(value))});
              }
            });
      }
    }
    return curves;
  }

  private static double trainSeconds(Map<String, List<double[]>> curves) {
    double seconds = 0;
    double before = 0;
    for (double[] point : curves.getOrDefault(RATE, List.of())) {
      seconds += point[1] > 0 ? (point[0] - before) / point[1] : 0;
      before = point[0];
    }
    return seconds;
  }

  private static double number(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException other) {
      return Double.NaN;
    }
  }
}
