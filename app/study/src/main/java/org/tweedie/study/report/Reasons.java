package org.tweedie.study.report;

import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Why a trial did not come to its end, as its own folder tells it. */
final class Reasons {

  private static final JsonMapper JSON = new JsonMapper();

  private Reasons() {}

  static String of(TrialOutcome trial) {
    Path file = trial.folder().resolve("trial.json");
    try {
      JsonNode error = Files.exists(file) ? JSON.readTree(file).path("error") : JSON.missingNode();
      if (error.isString() && !error.stringValue().isBlank()) {
        return error.stringValue().strip();
      }
    } catch (JacksonException damaged) {
      return "its trial.json cannot be read";
    }
    return "no reason was written";
  }
}
