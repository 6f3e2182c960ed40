package org.tweedie.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tweedie.engine.config.ConfigException;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.file.MetricsFile;
import org.tweedie.engine.problem.RunException;
import org.tweedie.engine.progress.RunListener;

/** Trainings that end by what is measured of the model on the way. */
class EarlyStoppingTest {

  private static Tweedie tweedie;

  @TempDir private Path folder;

  @BeforeAll
  static void load() {
    tweedie = Tweedie.load();
  }

  @AfterAll
  static void close() {
    tweedie.close();
  }

  /**
   * No value is better than the first by as much as is asked; steps are large, and so for worse.
   */
  private static RunConfig config() {
    return tweedie
        .example("moons")
        .with("network", Map.of("type", "mlp", "width", 16, "layers", 1))
        .with("train.steps", 20)
        .with("train.batch", 16)
        .with("train.sample-every", 0)
        .with("train.threads", 1)
        .with("train.keep", 1)
        .with("train.log-every", 1)
        .with("train.learning-rate", 10)
        .with("train.evaluate-every", 2)
        .with("stopping", Map.of("type", "patience", "patience", 2, "min-delta", 1e6));
  }

  private static List<Long> checkpoints(Run run) throws IOException {
    try (var files = Files.list(run.path().resolve("checkpoints"))) {
      return files
          .map(file -> Long.valueOf(file.getFileName().toString().replaceAll("\\D", "")))
          .sorted()
          .toList();
    }
  }

  private static List<Map<String, Object>> metrics(Run run) throws IOException {
    return MetricsFile.read(run.path().resolve("metrics.jsonl")).stream()
        .<Map<String, Object>>map(
            record -> {
              Map<String, Object> rest = new LinkedHashMap<>(record);
              rest.remove("train/steps_per_second");
              return rest;
            })
        .toList();
  }

  @Test
  void trainingEndsAndSaysWhyAndKeepsTheBest() throws IOException {
    try (Run run = tweedie.create(folder.resolve("run"), config())) {
      assertThat(run.train(RunListener.silent())).as("whether all is done").isTrue();
      assertThat(run.step()).isEqualTo(6);
      assertThat(run.ending().orElseThrow())
          .startsWith(
              "Training ended after step 6 of 20: 'test/bits_per_dim' has not become better")
          .endsWith("The checkpoint of step 2, the best one, is kept.");
      assertThat(checkpoints(run)).containsExactly(2L, 6L);
      assertThat(Files.readString(run.path().resolve("provenance.json")))
          .contains("\"ended\" : \"Training ended after step 6 of 20");
      assertThat(metrics(run).get(metrics(run).size() - 1))
          .containsEntry("stopping/best_step", 2.0);
    }
    try (Run again = tweedie.resume(folder.resolve("run"), config())) {
      List<Map<String, Object>> before = metrics(again);
      assertThat(again.train(RunListener.silent())).isTrue();
      assertThat(again.step()).as("nothing is left to do").isEqualTo(6);
      assertThat(again.ending()).isPresent();
      assertThat(metrics(again)).isEqualTo(before);
    }
    assertThat(tweedie.reproduction(folder.resolve("run")).config().train().steps())
        .as("it is made again by the same rule")
        .isEqualTo(20);
  }

  @ParameterizedTest
  @CsvSource({"3", "4"})
  void aRunThatWasStoppedEndsWhereItWouldHaveEnded(int at) throws IOException {
    try (Run whole = tweedie.create(folder.resolve("whole"), config());
        Run stopped = tweedie.create(folder.resolve("stopped"), config())) {
      whole.train(RunListener.silent());
      int[] asked = {0};
      assertThat(stopped.train(RunListener.silent().stoppedBy(() -> ++asked[0] == at))).isFalse();
      assertThat(stopped.ending()).isEmpty();
      try (Run resumed = tweedie.resume(folder.resolve("stopped"), config())) {
        assertThat(resumed.train(RunListener.silent())).isTrue();
        assertThat(resumed.ending()).isEqualTo(whole.ending());
        assertThat(resumed.checkpoint()).hasSameBinaryContentAs(whole.checkpoint());
        assertThat(metrics(resumed)).containsAll(metrics(whole).subList(at, metrics(whole).size()));
      }
    }
  }

  @Test
  void aRunThatEndedGoesOnWithMorePatience() throws IOException {
    try (Run run = tweedie.create(folder.resolve("run"), config())) {
      run.train(RunListener.silent());
    }
    try (Run more = tweedie.resume(folder.resolve("run"), config().with("stopping.patience", 4))) {
      assertThat(more.train(RunListener.silent())).isTrue();
      assertThat(more.step()).isEqualTo(10);
    }
    try (Run whole = tweedie.resume(folder.resolve("run"), config().with("stopping", "none"))) {
      assertThat(whole.train(RunListener.silent())).isTrue();
      assertThat(whole.step()).isEqualTo(20);
      assertThat(whole.ending()).isEmpty();
    }
  }

  @Test
  void anyMeasureMayEndIt() throws IOException {
    RunConfig config =
        config()
            .with("measures", List.of("sliced-wasserstein"))
            .with("evaluate.samples", 20)
            .with("sampler", Map.of("type", "ddim", "steps", 2))
            .with("train.measure-every", 3)
            .with("stopping.reading", "sliced_wasserstein");
    try (Run run = tweedie.create(folder.resolve("run"), config)) {
      assertThat(run.train(RunListener.silent())).isTrue();
      assertThat(run.step()).isEqualTo(9);
      assertThat(run.ending().orElseThrow()).contains("'sliced_wasserstein'");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "train.evaluate-every | 0 | train.evaluate-every is 0",
        "train.evaluate-every | 30 | train.evaluate-every is 30, and it ends before that",
        "stopping.reading | test_bpd | train.measure-every is 0",
        "stopping.reading | test_bdp | Did you mean 'test_bpd'?",
      })
  void aReadingThatIsNeverTakenIsRefused(String path, String value, String told) {
    Object given = path.startsWith("train") ? (Object) Integer.valueOf(value) : value;
    RunConfig config = config().with(path, given);
    assertThatThrownBy(() -> tweedie.create(folder.resolve("run"), config))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(told)
        .hasMessageContaining("stopping");
    assertThat(folder.resolve("run")).doesNotExist();
  }

  @Test
  void aRunIsUsedWithOtherMeasuresThanThoseThatEndedIt() throws IOException {
    try (Run run = tweedie.create(folder.resolve("run"), config())) {
      run.train(RunListener.silent());
    }
    try (Run used =
        tweedie.open(
            folder.resolve("run"),
            own -> own.with("train.evaluate-every", 0).with("evaluate.examples", 4))) {
      assertThat(used.measure(RunListener.silent()).readings()).isNotEmpty();
      used.at(2);
      assertThat(used.checkpoint().toString()).contains("step-00000002");
    }
  }

  @Test
  void aClassifierIsRefused() {
    assertThatThrownBy(() -> tweedie.createClassifier(folder.resolve("run"), config()))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("stopping: patience");
  }
}
