package org.tweedie.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tweedie.engine.config.ConfigException;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.file.Safetensors;
import org.tweedie.engine.file.Tensor;
import org.tweedie.engine.problem.RunException;
import org.tweedie.engine.progress.RunListener;

/** Averages of a real, tiny network: kept in training, and put together after it. */
class AveragesOfRunTest {

  private static final int STEPS = 400;
  private static final String KEPT = "ema-2/";

  @TempDir private static Path folder;

  private static Tweedie tweedie;
  private static Run run;

  private static RunConfig config(int steps, int snapshotEvery) {
    return tweedie
        .example("moons")
        .with("network", Map.of("type", "mlp", "width", 16))
        .with("train.batch", 32)
        .with("train.steps", steps)
        .with("train.sample-every", 0)
        .with("train.snapshot-every", snapshotEvery)
        .with("averages", List.of("exponential", Map.of("type", "power", "width", 0.075)));
  }

  @BeforeAll
  static void train() throws IOException {
    tweedie = Tweedie.load();
    run = tweedie.create(folder.resolve("trained"), config(STEPS, STEPS / 16));
    run.train(RunListener.silent());
  }

  @AfterAll
  static void close() {
    run.close();
    tweedie.close();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -0.1, 1.5, Double.NaN, Double.POSITIVE_INFINITY, 0.1234567891})
  void whatIsNoWidthIsSaidInWords(double width) {
    assertThatThrownBy(() -> run.average(width))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("above 0");
  }

  @Test
  void snapshotsHaveWidthsThatCanBeWritten() {
    assertThatThrownBy(() -> config(2, 1).with("train.snapshot-widths", List.of(0.1234567891)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("nine decimals");
  }

  private static Map<String, Tensor> checkpoint() throws IOException {
    return Safetensors.read(run.checkpoint()).tensors();
  }

  private static Map<String, Tensor> made(double width) throws IOException {
    return Safetensors.read(run.average(width).files().get(0)).tensors();
  }

  /** The root of the sum of squared differences over all weights. */
  private static double distance(
      Map<String, Tensor> weights, Map<String, Tensor> state, String prefix) {
    double square = 0;
    for (Map.Entry<String, Tensor> entry : weights.entrySet()) {
      float[] one = entry.getValue().values();
      float[] other = state.get(prefix + entry.getKey()).values();
      for (int i = 0; i < one.length; i++) {
        square += Math.pow(one[i] - other[i], 2);
      }
    }
    return Math.sqrt(square);
  }

  /**
   * Sixteen snapshots match the profile of width 0.075 to 0.4%, and the weights to less than a
   * hundredth of how far that average is from the weights at the end.
   */
  @Test
  void anAverageThatWasKeptForComparisonIsHadFromSnapshots() throws IOException {
    Map<String, Tensor> made = made(0.075);
    double apart = distance(made, checkpoint(), "");
    assertThat(distance(made, checkpoint(), KEPT)).isPositive().isLessThan(0.01 * apart);
    Map<String, String> said = Safetensors.read(run.average(0.075).files().get(0)).metadata();
    assertThat(Double.parseDouble(said.get("residual"))).isBetween(0.001, 0.004);
    assertThat(said).containsEntry("step", "400").containsEntry("width", "0.075");
    assertThat(said.get("parts").split(", ")).hasSize(32);
  }

  @ParameterizedTest
  @CsvSource({"0.05", "0.1"})
  void anAverageThatIsStoredIsHadAsItIs(double width) throws IOException {
    double apart = distance(made(width), checkpoint(), "");
    assertThat(distance(made(width), checkpoint(), "width-" + width + "/"))
        .isLessThan(1e-5 * apart);
  }

  @Test
  void eachChoiceOfWeightsIsAnotherModel() throws IOException {
    List<float[]> samples = new ArrayList<>();
    for (String weights : List.of("average", "average-2", "plain", "width-0.05", "width-0.12")) {
      samples.add(samples(weights));
    }
    assertThat(samples).doesNotHaveDuplicates();
    assertThat(samples("average-1")).containsExactly(samples("average"));
    float[] kept = samples("average-2");
    float[] made = samples("width-0.075");
    float[] other = samples("plain");
    for (int i = 0; i < kept.length; i++) {
      assertThat(made[i]).isCloseTo(kept[i], within(0.02f));
    }
    assertThat(distance(made, kept)).isLessThan(0.1 * distance(other, kept));
  }

  private static double distance(float[] one, float[] other) {
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += Math.abs(one[i] - other[i]);
    }
    return sum;
  }

  private static float[] samples(String weights) throws IOException {
    return run.using(run.config().with("sample.weights", weights))
        .sample(Samples.count(20).seed(3))
        .values();
  }

  @Test
  void whatIsMeasuredSaysOfWhichWeights() throws IOException {
    for (String weights : List.of("plain", "width-0.1")) {
      RunConfig config =
          run.config()
              .with("evaluate.weights", weights)
              .with("evaluate.examples", 10)
              .with("evaluate.draws", 1);
      assertThat(run.using(config).measure(RunListener.silent()).json())
          .contains("\"weights\" : \"" + weights + "\"");
    }
    assertThat(
            run.using(run.config().with("evaluate.examples", 10).with("evaluate.draws", 1))
                .measure(RunListener.silent())
                .json())
        .contains("\"weights\" : \"ema\"");
  }

  @Test
  void aWrittenAverageNeedsItsSnapshotsNoLonger() throws IOException {
    Path path = folder.resolve("moved");
    try (Run moved = tweedie.create(path, config(20, 5))) {
      moved.train(RunListener.silent());
      RunConfig wide = moved.config().with("sample.weights", "width-0.07");
      moved.average(0.07);
      float[] before = moved.using(wide).sample(Samples.count(3)).values();
      try (Stream<Path> snapshots = Files.list(path.resolve("snapshots"))) {
        for (Path snapshot : snapshots.toList()) {
          Files.delete(snapshot);
        }
      }
      try (Run again = tweedie.open(path, config -> wide)) {
        assertThat(again.sample(Samples.count(3)).values()).containsExactly(before);
      }
    }
  }

  @Test
  void aSnapshotsStepHasAnAverageWithoutACheckpoint() throws IOException {
    Path path = folder.resolve("trained");
    try (Run early =
        tweedie.open(path, config -> config.with("sample.weights", "width-0.1")).at(200)) {
      assertThat(early.sample(Samples.count(2)).count()).isEqualTo(2);
      assertThat(early.average(0.1).text()).contains("after step 200");
    }
    try (Run early = tweedie.open(path).at(200)) {
      assertThatThrownBy(() -> early.sample(Samples.count(2)))
          .isInstanceOf(RunException.class)
          .hasMessageContaining("has no checkpoint of step 200. There are: [400]");
    }
    try (Run other = tweedie.open(path)) {
      assertThatThrownBy(() -> other.at(201)).isInstanceOf(RunException.class);
    }
  }

  @Test
  void whatIsNotMatchedIsRefusedInWords() {
    assertThatThrownBy(() -> run.average(0.005))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("An average of width 0.005 after step 400 cannot be put together")
        .hasMessageContaining("[0.05, 0.1] at 16 steps, the first at 25");
    assertThatThrownBy(() -> run.average(0.3))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("at most 0.2887");
  }

  /** In the same words as after the training, with the same number. */
  @Test
  void whatWillNotBeMatchedIsRefusedBeforeTheTraining() {
    String[] matched = {""};
    assertThatThrownBy(() -> run.average(0.005))
        .satisfies(
            refused ->
                matched[0] = refused.getMessage().replaceFirst("(?s).*(matched to \\S+%).*", "$1"));
    Path path = folder.resolve("never");
    assertThatThrownBy(
            () -> tweedie.create(path, run.config().with("evaluate.weights", "width-0.005")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("evaluate.weights")
        .hasMessageContaining("An average of width 0.005 could not be put together after step 400")
        .hasMessageContaining(matched[0]);
    assertThat(path).doesNotExist();
  }

  @Test
  void weightsThatTheRunHasNotAreRefusedInWords() throws IOException {
    RunConfig none = config(10, 0);
    assertThatThrownBy(() -> none.with("sample.weights", "width-0.1"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("put together of snapshots, of which this run stores none");
    assertThatThrownBy(() -> none.with("sample.weights", "average-3"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("There is no 'average-3': 'averages' is [exponential, power].");
    Path path = folder.resolve("without");
    try (Run without = tweedie.create(path, none)) {
      without.train(RunListener.silent());
      assertThatThrownBy(() -> without.average(0.1)).isInstanceOf(ConfigException.class);
    }
    // Said afterwards, it does not make snapshots that training did not take.
    try (Run said = tweedie.open(path, it -> it.with("train.snapshot-every", 5))) {
      assertThatThrownBy(() -> said.average(0.1))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("has no power average of width 0.05");
    }
  }

  @Test
  void withoutAveragesTheWeightsThemselvesAreUsed() throws IOException {
    Path path = folder.resolve("plain");
    try (Run plain = tweedie.create(path, config(10, 0).with("averages", List.of()))) {
      plain.train(RunListener.silent());
      assertThat(Safetensors.read(plain.checkpoint()).tensors().keySet())
          .noneMatch(name -> name.startsWith("ema"));
      float[] samples = plain.sample(Samples.count(2)).values();
      RunConfig same = plain.config().with("sample.weights", "plain");
      assertThat(plain.using(same).sample(Samples.count(2)).values()).containsExactly(samples);
    }
  }

  @Test
  void aRunThatWasStoppedGoesOnWithItsAveragesAndSnapshots() throws IOException {
    RunConfig config = config(20, 4);
    Path whole = folder.resolve("whole");
    Path parts = folder.resolve("parts");
    try (Run straight = tweedie.create(whole, config)) {
      straight.train(RunListener.silent());
    }
    try (Run first = tweedie.create(parts, config)) {
      assertThat(first.train(10, RunListener.silent())).isTrue();
    }
    assertThatThrownBy(() -> tweedie.resume(parts, config.with("train.snapshot-every", 0)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("train.snapshot-every");
    assertThatThrownBy(() -> tweedie.resume(parts, config.with("averages", "exponential")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("was begun with [exponential, power]");
    assertThatThrownBy(() -> tweedie.resume(parts, config.with("averages.1.width", 0.2)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("averages.1.width");
    try (Run second = tweedie.resume(parts, config)) {
      second.train(RunListener.silent());
    }
    List<String> files = new ArrayList<>(List.of("checkpoints/step-00000020.safetensors"));
    for (int step = 4; step <= 20; step += 4) {
      files.add("snapshots/step-%08d.safetensors".formatted(step));
    }
    for (String file : files) {
      assertThat(parts.resolve(file)).hasSameBinaryContentAs(whole.resolve(file));
    }
  }
}
