package org.tweedie.engine.reproduction;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tweedie.engine.file.MetricsFile;
import org.tweedie.engine.file.Tensor;
import org.tweedie.engine.reproduction.RunComparison.EvaluationComparison;
import org.tweedie.engine.run.Checkpoint;
import org.tweedie.engine.run.RunFolder;

/** Two runs' files held against one another. */
class RunComparisonTest {

  @TempDir Path folder;

  private RunFolder one;
  private RunFolder other;

  @BeforeEach
  void makeTwoEqualRuns() throws IOException {
    one = run("one", 0.5f);
    other = run("other", 0.5f);
  }

  @Test
  void equalFilesAreIdenticalWhateverTheirSpeed() throws IOException {
    metrics(one, 10, Map.of("train/loss", 2.0, "train/steps_per_second", 3.0));
    metrics(other, 10, Map.of("train/loss", 2.0, "train/steps_per_second", 4.0));
    evaluation(one, 1.5, 8);
    evaluation(other, 1.5, 8);
    RunComparison comparison = RunComparison.of(one, other, 20);
    assertThat(comparison.isIdentical()).isTrue();
    assertThat(comparison.checkpoints()).containsExactly(10L, 20L);
    assertThat(comparison.metrics()).isEqualTo(1);
    assertThat(comparison.evaluation()).isEqualTo(EvaluationComparison.IDENTICAL);
  }

  @Test
  void lastBitOfOneWeightIsFound() throws IOException {
    checkpoint(other, 20, Math.nextUp(0.5f));
    RunComparison comparison = RunComparison.of(one, other, 20);
    assertThat(comparison.isIdentical()).isFalse();
    assertThat(comparison.weights())
        .contains(new WeightDifference(20, "b", 1, 5, Math.nextUp(0.5f) - 0.5));
  }

  @Test
  void zerosOfTwoSignsAreNotTheSameBits() {
    assertThat(
            WeightDifference.of(
                new Checkpoint(1, "", tensors(0.0f)), new Checkpoint(1, "", tensors(-0.0f))))
        .map(WeightDifference::largest)
        .contains(0.0);
  }

  @Test
  void tensorsThatOnlyOneHasDifferWithoutBound() {
    Optional<WeightDifference> difference =
        WeightDifference.of(
            new Checkpoint(1, "", tensors(1)),
            new Checkpoint(1, "", Map.of("a", tensors(1).get("a"))));
    assertThat(difference.orElseThrow().tensor()).isEqualTo("b");
    assertThat(difference.orElseThrow().largest()).isInfinite();
  }

  @Test
  void firstMeasurementThatDiffersIsNamed() throws IOException {
    for (RunFolder run : List.of(one, other)) {
      metrics(run, 10, Map.of("train/loss", 2.0));
      metrics(run, 20, Map.of("train/loss", run == one ? 1.0 : 1.25));
    }
    assertThat(RunComparison.of(one, other, 20).metric())
        .contains(new MetricDifference(20, "train/loss", "1.0", "1.25"));
    assertThat(RunComparison.of(one, other, 19).metric())
        .as("what is after the last checkpoint is not compared")
        .isEmpty();
  }

  @Test
  void averagesAroundAnInterruptionAreNotCompared() throws IOException {
    Files.writeString(one.provenance(), "[{\"after_step\": 0}, {\"after_step\": 14}]");
    metrics(one, 10, Map.of("train/loss", 2.0));
    metrics(one, 14, Map.of("train/loss", 1.75));
    metrics(one, 20, Map.of("train/loss", 1.5));
    metrics(other, 10, Map.of("train/loss", 2.0));
    metrics(other, 20, Map.of("train/loss", 1.625));
    RunComparison comparison = RunComparison.of(one, other, 20);
    assertThat(comparison.metric()).isEmpty();
    assertThat(comparison.metrics()).isEqualTo(1);
  }

  @Test
  void boundMeasuredInAnotherWayIsNotCompared() throws IOException {
    evaluation(one, 1.5, 32);
    evaluation(other, 1.6, 8);
    assertThat(RunComparison.of(one, other, 20).evaluation())
        .isEqualTo(EvaluationComparison.NOT_COMPARED);
    evaluation(one, 1.5, 8);
    RunComparison comparison = RunComparison.of(one, other, 20);
    assertThat(comparison.evaluation()).isEqualTo(EvaluationComparison.DIFFERS);
    assertThat(comparison.isIdentical()).isFalse();
  }

  @Test
  void withoutAnyCommonCheckpointNothingIsIdentical() throws IOException {
    Files.delete(other.checkpoints().path(10));
    Files.delete(other.checkpoints().path(20));
    assertThat(RunComparison.of(one, other, 20).isIdentical()).isFalse();
  }

  @Test
  void surroundingsAreComparedWithinTheirParts() {
    Map<String, Object> before =
        Map.of("started", "then", "seed", 1, "java", Map.of("version", "17", "vm", "A"));
    Map<String, Object> now =
        Map.of("started", "now", "seed", 1, "java", Map.of("version", "21", "vm", "A"));
    assertThat(Surroundings.compare(before, now).differences())
        .containsExactly(new Surroundings.Difference("java.version", "17", "21"));
    assertThat(Surroundings.changedOnTheWay(List.of(before, now))).containsExactly("java.version");
    assertThat(Surroundings.compare(Map.of("git_commit", "a"), Map.of()).differences())
        .containsExactly(new Surroundings.Difference("git_commit", "a", "nothing"));
  }

  private RunFolder run(String name, float value) throws IOException {
    RunFolder run = new RunFolder(folder.resolve(name));
    run.create();
    checkpoint(run, 10, value);
    checkpoint(run, 20, value);
    return run;
  }

  private static void checkpoint(RunFolder run, long step, float value) throws IOException {
    run.checkpoints().write(new Checkpoint(step, "data", tensors(value)), 9);
  }

  private static Map<String, Tensor> tensors(float value) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("a", new Tensor(new long[] {2, 2}, new float[] {1, 2, 3, Float.NaN}));
    tensors.put("b", new Tensor(new long[] {}, new float[] {value}));
    return tensors;
  }

  private static void metrics(RunFolder run, long step, Map<String, Double> values)
      throws IOException {
    try (MetricsFile file = MetricsFile.open(run.metrics())) {
      file.append(step, values);
    }
  }

  private static void evaluation(RunFolder run, double total, int draws) throws IOException {
    Files.writeString(
        run.evaluation(),
        "{\"total\": {\"mean\": %s}, \"protocol\": {\"draws\": %d}}".formatted(total, draws));
  }
}
