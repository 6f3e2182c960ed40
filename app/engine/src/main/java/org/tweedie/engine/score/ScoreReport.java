package org.tweedie.engine.score;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Scores with everything that one must know to compare them with others.
 *
 * @param scores the measures
 * @param samples where the samples are from
 * @param sampleCount how many
 * @param data what they were compared with
 * @param split of it
 * @param dataCount how many examples of it
 * @param features the name of the features
 * @param dimensions how many numbers an example has on these features
 */
public record ScoreReport(
    List<Score> scores,
    String samples,
    int sampleCount,
    String data,
    String split,
    int dataCount,
    String features,
    int dimensions) {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  /** Copies. */
  public ScoreReport {
    scores = List.copyOf(scores);
  }

  /** What was compared with what, on which features. */
  public String heading() {
    return "Samples   %,d, %s%nData      %,d examples of %s, %s split%nFeatures  %s, %,d numbers an example"
        .formatted(sampleCount, samples, dataCount, data, split, features, dimensions);
  }

  /** For people. */
  public String text() {
    StringBuilder text = new StringBuilder(heading() + "%n%n".formatted());
    boolean floors = scores.stream().anyMatch(score -> !Double.isNaN(score.floor()));
    text.append("%-34s %24s %12s%n".formatted("", "samples", floors ? "data" : ""));
    for (Score score : scores) {
      String value =
          Double.isNaN(score.standardError())
              ? number(score.value())
              : number(score.value()) + " ± " + number(score.standardError());
      text.append(
          "%-34s %24s %12s  %s%n"
              .formatted(
                  score.name(),
                  value,
                  Double.isNaN(score.floor()) ? "" : number(score.floor()),
                  score.lowerIsBetter() ? "lower is better" : "higher is better"));
    }
    if (floors) {
      text.append(
          "%nThe column 'data' has as many examples of the data's other split in the samples' place:%nabout what a perfect model would have."
              .formatted());
    }
    if (Math.min(sampleCount, dataCount) <= dimensions) {
      text.append(
          "%nThere are no more examples than features, so the Fréchet distance is far too large: take more."
              .formatted());
    }
    return text.toString().stripTrailing();
  }

  private static String number(double value) {
    double size = Math.abs(value);
    return String.format(
        Locale.ROOT, size != 0 && (size < 0.001 || size >= 1e5) ? "%.3e" : "%.4f", value);
  }

  /** For machines. */
  public String json() {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("features", features);
    report.put("dimensions", dimensions);
    Map<String, Object> from = new LinkedHashMap<>();
    from.put("from", samples);
    from.put("count", sampleCount);
    report.put("samples", from);
    Map<String, Object> against = new LinkedHashMap<>();
    against.put("name", data);
    against.put("split", split);
    against.put("count", dataCount);
    report.put("data", against);
    Map<String, Object> measures = new LinkedHashMap<>();
    for (Score score : scores) {
      Map<String, Object> measure = new LinkedHashMap<>();
      measure.put("value", score.value());
      if (!Double.isNaN(score.standardError())) {
        measure.put("standard_error", score.standardError());
      }
      if (!Double.isNaN(score.floor())) {
        measure.put("data_itself", score.floor());
      }
      measure.put("better", score.lowerIsBetter() ? "lower" : "higher");
      measures.put(score.key(), measure);
    }
    report.put("scores", measures);
    return JSON.writeValueAsString(report);
  }
}
