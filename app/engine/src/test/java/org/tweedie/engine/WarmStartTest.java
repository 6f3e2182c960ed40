package org.tweedie.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tweedie.api.plugin.Kind;
import org.tweedie.engine.config.ConfigException;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.file.Safetensors;
import org.tweedie.engine.file.Sha256;
import org.tweedie.engine.file.Tensor;
import org.tweedie.engine.inspection.Inspector;
import org.tweedie.engine.problem.Location;
import org.tweedie.engine.progress.RunListener;

/** Trainings that start from the weights of another run. */
class WarmStartTest {

  private static Tweedie tweedie;

  @TempDir private static Path shared;

  /** A run of four steps. */
  private static Path base;

  @TempDir private Path folder;

  @BeforeAll
  static void train() throws IOException {
    tweedie = Tweedie.load();
    base = shared.resolve("base");
    trained(base, config()).close();
  }

  @AfterAll
  static void close() {
    tweedie.close();
  }

  private static RunConfig config() {
    return tweedie
        .example("moons")
        .with("network", Map.of("type", "mlp", "width", 16, "layers", 1))
        .with("train.steps", 4)
        .with("train.batch", 16)
        .with("train.ema", 0.5)
        .with("train.sample-every", 0)
        .with("train.threads", 1);
  }

  /** One step that is too small to change a weight. */
  private static RunConfig still(Path from) {
    return config()
        .with("train.steps", 1)
        .with("train.learning-rate", 1e-30)
        .with("train.seed", 5)
        .with("train.from", from.toString());
  }

  private static Run trained(Path folder, RunConfig config) throws IOException {
    Run run = tweedie.create(folder, config);
    assertThat(run.train(RunListener.silent())).isTrue();
    return run;
  }

  private static Map<String, Tensor> tensors(Path checkpoint) throws IOException {
    return Safetensors.read(checkpoint).tensors();
  }

  private static Path checkpoint(Path run) {
    return run.resolve("checkpoints/step-00000004.safetensors");
  }

  @Test
  void weightsAreThoseOfTheRunAndAveragesStartFromItsAverages() throws IOException {
    for (Path from : List.of(base, checkpoint(base))) {
      Path path = folder.resolve(from.getFileName() + "-run");
      try (Run run = trained(path, still(from))) {
        Map<String, Tensor> before = tensors(checkpoint(base));
        Map<String, Tensor> after = tensors(run.checkpoint());
        assertThat(after.keySet()).isEqualTo(before.keySet());
        int compared = 0;
        for (String name : before.keySet()) {
          if (before.containsKey("ema/" + name)) {
            compared++;
            float[] weights = before.get(name).values();
            assertThat(after.get(name).values()).as(name).isEqualTo(weights);
            // The decay of the first step is 2/11.
            float[] average = before.get("ema/" + name).values().clone();
            for (int i = 0; i < average.length; i++) {
              average[i] += 9f / 11 * (weights[i] - average[i]);
            }
            assertThat(after.get("ema/" + name).values())
                .as("average of %s", name)
                .containsExactly(average, within(1e-6f));
          }
        }
        String sha256 = Sha256.of(checkpoint(base));
        assertThat(run.notes().get(0))
            .isEqualTo(
                "starts from '%s' after step 4 (sha256 %s...): %d of %d parameters",
                from, sha256.substring(0, 12), compared, compared);
        assertThat(Files.readString(path.resolve("provenance.json")))
            .contains("\"sha256\" : \"" + sha256 + "\"", "\"parameters_taken\" : " + compared);
      }
    }
  }

  @Test
  void whatDoesNotFitIsDrawnAndTold() throws IOException {
    RunConfig wider = still(base).with("network", Map.of("type", "mlp", "width", 24, "layers", 2));
    try (Run run = tweedie.create(folder.resolve("run"), wider)) {
      assertThat(run.notes().get(0))
          .containsPattern("\\d+ of another shape, and drawn anew: '.*there, .*here\\)")
          .containsPattern("\\d+ not there, and drawn anew: '");
    }
  }

  @Test
  void whatIsOfNoUseIsToldWhereTheRunKeepsNoAverages() throws IOException {
    Path deeper = folder.resolve("deeper");
    RunConfig config = config().with("averages", List.of());
    trained(deeper, config.with("network", Map.of("type", "mlp", "width", 16, "layers", 3)))
        .close();
    RunConfig shallow =
        still(deeper).with("network", Map.of("type", "mlp", "width", 16, "layers", 1));
    try (Run run = tweedie.create(folder.resolve("run"), shallow)) {
      assertThat(run.notes().get(0)).containsPattern("; \\d+ there, and of no use here: '(?!adam)");
    }
  }

  @Test
  void aRunOfWhichNothingFitsIsRefused() throws IOException {
    Path linear = folder.resolve("linear");
    trained(linear, config().with("network", "linear").with("train.steps", 1)).close();
    assertThatThrownBy(() -> tweedie.create(folder.resolve("run"), still(linear)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("train.from")
        .hasMessageContaining("Nothing of '%s' fits", linear);
    assertThat(folder.resolve("run")).doesNotExist();
  }

  @Test
  void whatIsNoRunIsRefused() {
    assertThatThrownBy(
            () -> tweedie.create(folder.resolve("run"), still(folder.resolve("nowhere"))))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("There is no run '%s'", folder.resolve("nowhere"));
    Path file = base.resolve("config.yaml");
    assertThatThrownBy(() -> tweedie.create(folder.resolve("run"), still(file)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("train.from");
  }

  @Test
  void aResumedRunDoesNotReadTheOtherOneAgain() throws IOException {
    Path other = folder.resolve("other");
    trained(other, config()).close();
    RunConfig config = config().with("train.from", other.toString());
    int[] asked = {0};
    try (Run whole = trained(folder.resolve("whole"), config);
        Run stopped = tweedie.create(folder.resolve("stopped"), config)) {
      stopped.train(RunListener.silent().stoppedBy(() -> ++asked[0] == 2));
      Files.delete(checkpoint(other));
      try (Run resumed =
          tweedie.resume(folder.resolve("stopped"), config.with("train.from", "elsewhere"))) {
        assertThat(resumed.notes().get(0)).startsWith("goes on with its own weights");
        assertThat(resumed.config().train().from()).as("what is kept").isEqualTo(other.toString());
        assertThat(resumed.train(RunListener.silent())).isTrue();
        assertThat(resumed.checkpoint()).hasSameBinaryContentAs(whole.checkpoint());
      }
      assertThat(Files.readString(folder.resolve("stopped").resolve("provenance.json")))
          .as("told by both starts")
          .containsPattern("(?s)parameters_taken.*parameters_taken");
    }
  }

  @Test
  void aRunWithoutACheckpointStartsAsItWasBegunOrNotAtAll() throws IOException {
    Path other = folder.resolve("other");
    trained(other, config()).close();
    RunConfig config = config().with("train.from", other.toString());
    tweedie.create(folder.resolve("run"), config).close();
    try (Run resumed = tweedie.resume(folder.resolve("run"), config)) {
      assertThat(resumed.notes().get(0)).startsWith("starts from");
    }
    try (Run longer = tweedie.resume(other, config().with("train.steps", 6))) {
      longer.train(RunListener.silent());
    }
    assertThatThrownBy(() -> tweedie.resume(folder.resolve("run"), config))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("is not what it was when the run was begun");
    assertThatThrownBy(() -> tweedie.resume(folder.resolve("run"), config()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("was begun with another run's weights");
    tweedie.create(folder.resolve("own"), config()).close();
    assertThatThrownBy(() -> tweedie.resume(folder.resolve("own"), config))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("was begun with weights of its own");
  }

  @Test
  void aPathIsLookedForBesideItsFile() throws IOException {
    Path configs = Files.createDirectories(shared.resolve("configs"));
    Path file =
        Files.writeString(
            configs.resolve("fine.yaml"),
            "data: points\nnetwork: mlp\ntrain: {from: ../base, steps: 1}\n");
    assertThat(tweedie.read(List.of(file), List.of()).train().from()).isEqualTo(base.toString());
    assertThat(tweedie.read(List.of(file), List.of("train.from=../base")).train().from())
        .as("what the command line says is from where the program was started")
        .isEqualTo("../base");
    Files.writeString(file, "data: points\nnetwork: mlp\ntrain: {from: base}\n");
    assertThat(tweedie.read(List.of(file), List.of()).train().from()).isEqualTo("base");
  }

  @Test
  void aStudySeesTheContentOfTheWeights() throws IOException {
    Path other = folder.resolve("other");
    trained(other, config().with("train.seed", 9)).close();
    Inspector inspector = new Inspector(Optional.empty());
    assertThat(seen(inspector, still(base))).isEqualTo("sha256 " + Sha256.of(checkpoint(base)));
    assertThat(seen(inspector, still(other))).isEqualTo("sha256 " + Sha256.of(checkpoint(other)));
    assertThat(seen(inspector, config())).isNull();
  }

  private static String seen(Inspector inspector, RunConfig config) {
    return inspector
        .inspect(config, Location.of("test"))
        .inputs()
        .get(Kind.Stage.TRAINING)
        .get("the weights that training starts from");
  }

  @Test
  void aClassifierStartsFromWhatFits() throws IOException {
    try (ClassifierRun run =
        tweedie.createClassifier(folder.resolve("run"), still(base).with("train.ema", 0.5))) {
      assertThat(run.notes()).singleElement().asString().startsWith("starts from");
      assertThat(run.train(RunListener.silent())).isTrue();
    }
  }
}
