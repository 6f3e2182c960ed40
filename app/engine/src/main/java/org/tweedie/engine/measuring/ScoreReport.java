package org.tweedie.engine.measuring;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.tweedie.api.measure.Reading;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * How near samples are to data, with everything that one must know to compare it with others.
 *
 * @param scores the readings
 * @param samples where the samples are from
 * @param sampleCount how many
 * @param data what they were compared with
 * @param split of it
 * @param dataCount how many examples of it
 * @param features the name of the features
 * @param dimensions how many numbers an example has on these features
 */
public record ScoreReport(
    List<Reading> scores,
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
    return String.format(
        Locale.ROOT,
        "Samples   %,d, %s%nData      %,d examples of %s, %s split%nFeatures  %s, %,d numbers an example",
        sampleCount,
        samples,
        dataCount,
        data,
        split,
        features,
        dimensions);
  }

  /** For people. */
  public String text() {
    String text = heading() + "%n%n".formatted() + ReadingsTable.text(scores);
    return Math.min(sampleCount, dataCount) <= dimensions
        ? text
            + "%nThere are no more examples than features, so the Fréchet distance is far too large: take more."
                .formatted()
        : text;
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
    for (Reading score : scores) {
      Map<String, Object> measure = new LinkedHashMap<>();
      putKnown(measure, "value", score.value());
      putKnown(measure, "standard_error", score.standardError());
      putKnown(measure, "data_itself", score.reference());
      switch (score.better()) {
        case LESS -> measure.put("better", "lower");
        case MORE -> measure.put("better", "higher");
        case NEITHER -> measure.put("better", "neither");
      }
      measures.put(score.key(), measure);
    }
    report.put("scores", measures);
    return JSON.writeValueAsString(report);
  }

  private static void putKnown(Map<String, Object> measure, String name, double value) {
    if (!Double.isNaN(value)) {
      measure.put(name, value);
    }
  }
}
