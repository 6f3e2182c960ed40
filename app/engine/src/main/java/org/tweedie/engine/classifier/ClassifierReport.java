package org.tweedie.engine.classifier;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A classifier's accuracy by noise level, with what one must know to compare it with another.
 *
 * @param levels from the least to the most noise
 * @param examples how many examples of the test split
 * @param classes how many classes there are: by guessing, one in so many is right
 * @param step the checkpoint's step
 * @param seed what noise was drawn from
 */
public record ClassifierReport(
    List<LevelAccuracy> levels, int examples, int classes, long step, long seed) {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  /** Copies. */
  public ClassifierReport {
    levels = List.copyOf(levels);
  }

  /** For people. */
  public String text() {
    StringBuilder text = new StringBuilder();
    text.append("Accuracy and cross-entropy on the test split, by noise level\n");
    text.append("   log SNR        accuracy     cross-entropy (nats)\n");
    for (LevelAccuracy level : levels) {
      text.append(
          String.format(
              Locale.ROOT,
              "  %8.2f  %6.1f%% ± %.1f%%      %.3f ± %.3f%n",
              level.logSnr(),
              100 * level.accuracy(),
              100 * level.accuracyError(),
              level.crossEntropy(),
              level.crossEntropyError()));
    }
    return text.append(
            String.format(
                Locale.ROOT,
                "  %,d examples, one draw of noise each; guessing: %.1f%%, %.3f nats; averaged weights of step %,d, seed %d",
                examples,
                100.0 / classes,
                Math.log(classes),
                step,
                seed))
        .toString();
  }

  /** For machines. */
  public String json() {
    Map<String, Object> report = new LinkedHashMap<>();
    List<Map<String, Object>> rows = new ArrayList<>();
    for (LevelAccuracy level : levels) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("log_snr", level.logSnr());
      row.put("accuracy", level.accuracy());
      row.put("accuracy_error", level.accuracyError());
      row.put("cross_entropy_nats", level.crossEntropy());
      row.put("cross_entropy_error", level.crossEntropyError());
      rows.add(row);
    }
    report.put("levels", rows);
    Map<String, Object> protocol = new LinkedHashMap<>();
    protocol.put("split", "test");
    protocol.put("examples", examples);
    protocol.put("draws_per_example", 1);
    protocol.put("classes", classes);
    protocol.put("weights", "ema");
    protocol.put("step", step);
    protocol.put("seed", seed);
    report.put("protocol", protocol);
    return JSON.writeValueAsString(report);
  }
}
