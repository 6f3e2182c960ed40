package org.tweedie.app.results;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.tweedie.app.file.FileFormatException;
import org.tweedie.app.file.MetricsFile;
import org.tweedie.app.report.TrialOutcome;
import org.tweedie.app.run.RunFolder;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Trials in folders: each is a run with a {@code trial.json} that says what it was a trial of.
 *
 * @param study the study's folder, in which {@code trials} lies
 */
public record TrialFolders(Path study) implements Trials {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String TRIAL = "trial.json";

  /** Whether there are trials here. */
  public boolean exist() {
    return Files.isDirectory(trials());
  }

  private Path trials() {
    return study.resolve("trials");
  }

  @Override
  public List<TrialOutcome> read() throws IOException {
    List<Path> folders;
    try (Stream<Path> all = Files.list(trials())) {
      folders = all.filter(folder -> Files.exists(folder.resolve(TRIAL))).sorted().toList();
    }
    List<TrialOutcome> trials = new ArrayList<>();
    for (Path folder : folders) {
      trials.add(trial(folder));
    }
    return trials;
  }

  private static TrialOutcome trial(Path folder) throws IOException {
    JsonNode trial = json(folder.resolve(TRIAL));
    Map<String, String> settings = new LinkedHashMap<>();
    trial
        .path("settings")
        .properties()
        .forEach(axis -> settings.put(axis.getKey(), axis.getValue().asString()));
    RunFolder run = new RunFolder(folder);
    return new TrialOutcome(
        trial.path("number").asInt(),
        trial.path("id").asString(),
        settings,
        trial.path("seed").asLong(),
        trial.path("status").asString(),
        metrics(run),
        curves(run),
        Optional.of(run.samples()).filter(Files::isDirectory),
        folder,
        trial.path("wallSeconds").asDouble(Double.NaN),
        trial.path("trainSeconds").asDouble(Double.NaN));
  }

  private static Map<String, Double> metrics(RunFolder run) throws IOException {
    Map<String, Double> metrics = new LinkedHashMap<>();
    if (Files.exists(run.evaluation())) {
      JsonNode evaluation = json(run.evaluation());
      evaluation
          .properties()
          .forEach(
              term -> {
                if (term.getValue().path("mean").isNumber()) {
                  String name = term.getKey().equals("total") ? "" : "_" + term.getKey();
                  metrics.put("test_bpd" + name, term.getValue().path("mean").doubleValue());
                }
              });
    }
    return metrics;
  }

  private static Map<String, List<double[]>> curves(RunFolder run) throws IOException {
    Map<String, List<double[]>> curves = new LinkedHashMap<>();
    if (Files.exists(run.metrics())) {
      for (Map<String, Object> record : MetricsFile.read(run.metrics())) {
        record.forEach(
            (tag, value) -> {
              if (!tag.equals("step")
                  && value instanceof Number number
                  && record.get("step") instanceof Number step) {
                curves
                    .computeIfAbsent(tag, t -> new ArrayList<>())
                    .add(new double[] {step.doubleValue(), number.doubleValue()});
              }
            });
      }
    }
    return curves;
  }

  private static JsonNode json(Path file) throws IOException {
    try {
      return JSON.readTree(file);
    } catch (JacksonException damaged) {
      throw new FileFormatException(
          "%s is not JSON. Repair it, or take it away.".formatted(file), damaged);
    }
  }
}
