package org.tweedie.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleFunction;
import java.util.stream.Stream;
import org.tweedie.api.measure.Reading;
import org.tweedie.engine.file.MetricsFile;
import org.tweedie.study.report.TrialOutcome;
import org.tweedie.study.stage.Outcome;
import org.tweedie.study.stage.Phase;
import org.tweedie.study.stage.StageFolder;
import org.tweedie.study.stage.StageId;

/**
 * What the folders of stages say of a trial's results, read afresh each time.
 *
 * @param folder of the study
 * @param run whose network all trials use, if they do not train their own
 */
record Results(StudyFolder folder, Optional<Path> run) {

  /** The key of what training tells of its pace. */
  static final String RATE = "steps_per_second";

  private static final String METRICS = "metrics.jsonl";

  /** What training tells of itself, by its tag in the metrics. */
  private record Told(String tag, DoubleFunction<Reading> reading) {}

  private static final List<Told> OF_TRAINING =
      List.of(
          new Told(
              "train/bits_per_dim",
              value -> Reading.of("train_bpd", value).inUnit("bits/dim").lessIsBetter()),
          new Told("train/loss", value -> Reading.of("loss", value).lessIsBetter()),
          new Told("train/steps_per_second", value -> Reading.of(RATE, value).moreIsBetter()));

  /** The keys of the readings that every training gives, without any measure. */
  static List<String> keysOfTraining() {
    return OF_TRAINING.stream().map(told -> told.reading().apply(Double.NaN).key()).toList();
  }

  /** How a trial came out. */
  TrialOutcome of(TrialRecord record) throws IOException {
    List<TrialOutcome.StageTime> times = new ArrayList<>();
    Optional<Path> samples = Optional.empty();
    for (StageId stage : record.stages()) {
      if (stage.phase() != Phase.TRAIN || run.isEmpty()) {
        Optional<Outcome> outcome = folder.stage(stage).read();
        outcome.ifPresent(
            known ->
                times.add(new TrialOutcome.StageTime(stage.phase(), stage.key(), known.total())));
      }
      if (stage.phase() == Phase.SAMPLE) {
        samples = picture(folder.stage(stage));
      }
    }
    Map<String, List<double[]>> curves = curves(record.stages());
    return new TrialOutcome(
        record.number(),
        record.id(),
        record.settings(),
        record.seed(),
        record.status(),
        record.error(),
        readings(record.stages(), record.step()),
        curves,
        samples,
        training(record.stages()),
        times);
  }

  private static Optional<Path> picture(StageFolder samples) {
    return Stream.of("grid.png", "scatter.png")
        .map(samples.path()::resolve)
        .filter(Files::exists)
        .findFirst();
  }

  private Path training(List<StageId> stages) {
    return run.orElseGet(
        () ->
            stages.stream()
                .filter(stage -> stage.phase() == Phase.TRAIN)
                .map(stage -> folder.stage(stage).path())
                .findFirst()
                .orElse(folder.path()));
  }

  /**
   * What was measured, by key.
   *
   * @param step after which training is asked what it tells of itself
   */
  Map<String, Reading> readings(List<StageId> stages, long step) throws IOException {
    Map<String, Reading> readings = new LinkedHashMap<>();
    for (StageId stage : stages) {
      if (stage.phase() == Phase.MEASURE) {
        folder
            .stage(stage)
            .read()
            .filter(Outcome::isDone)
            .ifPresent(
                outcome ->
                    outcome
                        .measured()
                        .forEach(reading -> readings.putIfAbsent(reading.key(), reading)));
      }
    }
    ofTraining(curves(stages), step)
        .forEach(reading -> readings.putIfAbsent(reading.key(), reading));
    return readings;
  }

  /** What training told of itself last, up to a step. */
  static List<Reading> ofTraining(Map<String, List<double[]>> curves, long step) {
    List<Reading> readings = new ArrayList<>();
    for (Told told : OF_TRAINING) {
      curves.getOrDefault(told.tag(), List.of()).stream()
          .filter(point -> point[0] <= step)
          .reduce((earlier, later) -> later)
          .ifPresent(point -> readings.add(told.reading().apply(point[1])));
    }
    return readings;
  }

  /** None of a network that others trained. */
  private Map<String, List<double[]>> curves(List<StageId> stages) throws IOException {
    return run.isPresent() ? Map.of() : curves(training(stages));
  }

  /** What a run measured while it was trained, by tag: pairs of step and value. */
  static Map<String, List<double[]>> curves(Path run) throws IOException {
    Map<String, List<double[]>> curves = new LinkedHashMap<>();
    for (Map<String, Object> record : MetricsFile.salvage(run.resolve(METRICS)).records()) {
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

  private static double number(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException other) {
      return Double.NaN;
    }
  }
}
