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
import org.tweedie.study.stage.Outcome;
import org.tweedie.study.stage.Phase;
import org.tweedie.study.stage.StageFolder;
import org.tweedie.study.stage.StageId;

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
    return records(study).stream().map(record -> record.status().word()).toList();
  }

  /** The folder of a stage of a trial, the first one of its phase. */
  static Path stage(Path study, TrialRecord record, Phase phase) {
    return record.stages().stream()
        .filter(stage -> stage.phase() == phase)
        .map(stage -> new StudyFolder(study).stage(stage).path())
        .findFirst()
        .orElseThrow();
  }

  /** The run of a trial. */
  static Path training(Path study, TrialRecord record) {
    return stage(study, record, Phase.TRAIN);
  }

  /** How the training of a trial stands. */
  static Outcome outcome(Path study, TrialRecord record) {
    try {
      return new StageFolder(training(study, record)).read().orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** By stage, the bytes that training, measuring and sampling leave, as one text. */
  static Map<String, String> results(Path study) throws IOException {
    Map<String, String> results = new TreeMap<>();
    for (TrialRecord record : records(study)) {
      for (StageId stage : record.stages()) {
        Path folder = new StudyFolder(study).stage(stage).path();
        results.put(
            stage.path(),
            switch (stage.phase()) {
              case TRAIN -> training(folder);
              case SAMPLE -> hash(folder.resolve("grid.png"), folder.resolve("scatter.png"));
              case MEASURE -> new StageFolder(folder).read().orElseThrow().measured().toString();
            });
      }
    }
    return results;
  }

  private static String training(Path run) throws IOException {
    List<Path> checkpoints = Runs.checkpoints(run);
    assertThat(checkpoints).as("checkpoints of %s", run).isNotEmpty();
    Path last = checkpoints.get(checkpoints.size() - 1);
    return last.getFileName() + " " + hash(last) + "\n" + Runs.metrics(run);
  }

  private static String hash(Path... files) throws IOException {
    StringBuilder hash = new StringBuilder();
    for (Path file : files) {
      hash.append(Files.exists(file) ? Arrays.hashCode(Files.readAllBytes(file)) : "none");
    }
    return hash.toString();
  }

  /** How many lines of metrics the trainings of a study have in all. */
  static long lines(Path study) {
    Path trainings = study.resolve(Phase.TRAIN.word());
    if (!Files.isDirectory(trainings)) {
      return 0;
    }
    try (var folders = Files.list(trainings)) {
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
