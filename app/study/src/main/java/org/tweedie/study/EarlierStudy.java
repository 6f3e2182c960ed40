package org.tweedie.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.tweedie.api.measure.Reading;
import org.tweedie.study.report.TrialOutcome;
import org.tweedie.study.stage.Phase;
import org.tweedie.study.stage.Status;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The folder of a study of format 1, in which a trial was a run by itself, with all its phases: it
 * can be looked at, and not gone on with.
 *
 * @param path the folder
 */
record EarlierStudy(Path path) {

  private static final JsonMapper JSON = new JsonMapper();

  /** What {@code evaluation.json} held, and what it is called. */
  private static final Map<String, String> TERMS = terms();

  private static Map<String, String> terms() {
    Map<String, String> terms = new LinkedHashMap<>();
    terms.put("total", "test_bpd");
    terms.put("prior", "prior");
    terms.put("reconstruction", "reconstruction");
    terms.put("diffusion", "diffusion");
    return terms;
  }

  /** How the trials of its plan came out; those that were never begun are left out. */
  List<TrialOutcome> outcomes() throws IOException {
    List<TrialOutcome> outcomes = new ArrayList<>();
    for (JsonNode entry : read(path.resolve("plan.json")).path("trials")) {
      Path folder = path.resolve("trials").resolve(entry.path("id").asString(""));
      JsonNode record = read(folder.resolve("trial.json"));
      Optional<Status> status = status(record);
      if (status.isPresent()) {
        outcomes.add(outcome(entry, folder, record, status.get()));
      }
    }
    return outcomes;
  }

  /** The files of trials that are there and cannot be read. */
  List<Path> damaged() throws IOException {
    List<Path> damaged = new ArrayList<>();
    for (JsonNode entry : read(path.resolve("plan.json")).path("trials")) {
      Path file =
          path.resolve("trials").resolve(entry.path("id").asString("")).resolve("trial.json");
      if (Files.exists(file) && status(read(file)).isEmpty()) {
        damaged.add(file);
      }
    }
    return damaged;
  }

  private static TrialOutcome outcome(JsonNode entry, Path folder, JsonNode record, Status status)
      throws IOException {
    Map<String, String> settings = new LinkedHashMap<>();
    entry
        .path("settings")
        .properties()
        .forEach(setting -> settings.put(setting.getKey(), setting.getValue().asString("")));
    Map<String, Reading> readings = new LinkedHashMap<>();
    JsonNode evaluation = read(folder.resolve("evaluation.json"));
    TERMS.forEach(
        (term, key) -> {
          JsonNode estimate = evaluation.path(term);
          if (estimate.has("mean")) {
            readings.put(
                key,
                Reading.of(key, estimate.path("mean").asDouble(Double.NaN))
                    .withStandardError(estimate.path("standardError").asDouble(Double.NaN))
                    .inUnit("bits/dim")
                    .lessIsBetter());
          }
        });
    Map<String, List<double[]>> curves = Results.curves(folder);
    Results.ofTraining(curves, Long.MAX_VALUE).forEach(it -> readings.put(it.key(), it));
    return new TrialOutcome(
        entry.path("number").asInt(0),
        entry.path("id").asString(""),
        settings,
        entry.path("seed").asLong(0),
        status,
        record.path("error").asString("").lines().toList(),
        readings,
        curves,
        Optional.empty(),
        folder,
        List.of(
            new TrialOutcome.StageTime(
                Phase.TRAIN,
                entry.path("id").asString(""),
                record.path("wallSeconds").asDouble(0))));
  }

  private static Optional<Status> status(JsonNode record) {
    String word = record.path("status").asString("");
    return Stream.of(Status.values()).filter(status -> status.word().equals(word)).findFirst();
  }

  private static JsonNode read(Path file) throws IOException {
    try {
      return Files.exists(file) ? JSON.readTree(Files.readAllBytes(file)) : JSON.missingNode();
    } catch (JacksonException damaged) {
      return JSON.missingNode();
    }
  }
}
