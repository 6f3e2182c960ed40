package org.tweedie.cli.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.tweedie.study.PlanFile;
import org.tweedie.study.StudyFolder;
import org.tweedie.study.TrialRecord;

/** Small studies: their files, and what lies in their folders. */
final class Studies {

  private static final String BASE =
      """
      base:
        data: {type: points, shape: moons}
        network: {type: mlp, width: 16, layers: 1}
        objective: {type: simple, predict: velocity}
        sampler: {type: ddim, steps: 4}
        train: {steps: %d, batch: 16, log-every: 1, checkpoint-every: 5, sample-every: 0, threads: 1}
        evaluate: {draws: 1, examples: 40}
        sample: {count: 12}
      """;

  private Studies() {}

  /** Writes a study on two moons; what it varies and how often comes after its base. */
  static Path moons(Path folder, int steps, String rest) {
    try {
      return Files.writeString(folder.resolve("moons.yaml"), BASE.formatted(steps) + rest);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How far the trials of a study's plan have come; those of which no attempt has ended not. */
  static List<TrialRecord> records(Path study) {
    try {
      StudyFolder folder = new StudyFolder(study);
      List<TrialRecord> records = new ArrayList<>();
      for (PlanFile.Entry entry : folder.readPlan().orElseThrow().trials()) {
        folder.read(entry.id()).ifPresent(records::add);
      }
      return records;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<String> statuses(Path study) {
    return records(study).stream().map(TrialRecord::status).toList();
  }

  /** The folder of a trial. */
  static Path trial(Path study, TrialRecord record) {
    return study.resolve("trials").resolve(record.id());
  }

  /** By trial, the bytes that training, measuring and sampling leave, as one text. */
  static Map<String, String> results(Path study) throws IOException {
    Map<String, String> results = new TreeMap<>();
    for (TrialRecord record : records(study)) {
      Path trial = trial(study, record);
      List<Path> checkpoints = Runs.checkpoints(trial);
      assertThat(checkpoints).as("checkpoints of %s", trial).isNotEmpty();
      Path last = checkpoints.get(checkpoints.size() - 1);
      results.put(
          record.id(),
          last.getFileName()
              + " "
              + Arrays.hashCode(Files.readAllBytes(last))
              + "\n"
              + Files.readString(trial.resolve("evaluation.json"))
              + Runs.metrics(trial));
    }
    return results;
  }

  /** How many lines of metrics the trials of a study have in all. */
  static long lines(Path study) {
    Path trials = study.resolve("trials");
    if (!Files.isDirectory(trials)) {
      return 0;
    }
    try (var folders = Files.list(trials)) {
      long lines = 0;
      for (Path folder : folders.toList()) {
        Path metrics = folder.resolve("metrics.jsonl");
        lines += Files.exists(metrics) ? Files.readString(metrics).lines().count() : 0;
      }
      return lines;
    } catch (IOException e) {
      return 0;
    }
  }
}
