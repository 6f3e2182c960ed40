package org.tweedie.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.measure.Reading;
import org.tweedie.api.model.Batch;
import org.tweedie.engine.config.ConfigException;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.export.ExportFormat;
import org.tweedie.engine.problem.RunException;
import org.tweedie.engine.progress.RunListener;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs whose latents are learned together with their diffusion. */
class JointLatentsTest {

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

  private static RunConfig config() {
    Map<String, Object> small = Map.of("type", "conv", "channels", 4, "blocks", 0, "width", 8);
    return tweedie
        .example("digits-joint")
        .with("latents", Map.of("type", "joint", "latent", "4x4x2", "kl-warmup", 4))
        .with("encoder", small)
        .with("decoder", small)
        .with("network", Map.of("type", "mlp", "width", 16, "layers", 1))
        .with("sampler.steps", 4)
        .with(
            "measures",
            List.of(
                Map.of("type", "bound", "examples", 20, "draws", 2),
                Map.of("type", "reconstruction", "examples", 40)))
        .with("train.batch", 16)
        .with("train.sample-every", 3)
        .with("train.evaluate-every", 3)
        .with("train.steps", 6);
  }

  @Test
  void isTrainedMeasuredSampledAndResumedAsAnyRun() throws IOException {
    Path path = folder.resolve("run");
    int[] asked = {0};
    try (Run run = tweedie.create(path, config())) {
      assertThat(run.notes()).anyMatch(note -> note.contains("latents of 4x4x2"));
      assertThat(run.train(RunListener.silent().stoppedBy(() -> ++asked[0] == 4))).isFalse();
    }
    try (Run run = tweedie.resume(path, config());
        Run whole = tweedie.create(folder.resolve("whole"), config())) {
      assertThat(run.train(RunListener.silent())).isTrue();
      assertThat(whole.train(RunListener.silent())).isTrue();
      Batch samples = run.sample(Samples.count(3));
      assertThat(samples.values())
          .as("a run that was stopped is as one that was not")
          .isEqualTo(whole.sample(Samples.count(3)).values());
      assertThat(samples.shape()).isEqualTo(DataShape.image(8, 8, 1));
      List<Reading> readings = run.measure(RunListener.silent()).readings();
      assertThat(readings)
          .extracting(Reading::key)
          .containsExactly(
              "test_bpd",
              "prior",
              "reconstruction",
              "entropy",
              "diffusion",
              "reconstruction_rmse",
              "frechet_distance_reconstructions");
      double sum = readings.stream().skip(1).limit(4).mapToDouble(Reading::value).sum();
      assertThat(readings.get(0).value()).isCloseTo(sum, within(1e-9));
      assertThat(run.measure("discrete-bound")).extracting(Reading::key).contains("discrete_bpd");
      assertThat(path.resolve("samples/step-00000003.png")).exists();
      for (ExportFormat format : ExportFormat.values()) {
        assertThatThrownBy(() -> run.export().write(format, folder.resolve("export")))
            .isInstanceOf(RunException.class)
            .hasMessageContaining("diffuses the latents of");
      }
    }
    assertThat(path.resolve("latents.json")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "schedule | beta-linear | unbounded weight to times near 0",
        "schedule | learned | A schedule is learned of data that stay",
        "objective | {type: flow-matching, coupling: optimal-transport} | pairs noise with examples",
        "objective | {type: vlb, timesteps: 10} | this objective looks at steps",
        "image-condition | upscaling | An image goes beside the data",
        "measures | flow | this run diffuses latents",
        "latents.latent | wide | 'latent' is a width of at least 1",
        "latents | none | has no encoder"
      })
  void whatDoesNotGoTogetherIsToldAtItsPlace(String key, String value, String words) {
    ConfigException refused =
        catchThrowableOfType(
            ConfigException.class,
            () -> tweedie.create(folder.resolve("never"), changed(config(), key, value)).close());
    assertThat(refused).as(key).isNotNull();
    assertThat(refused.getMessage()).contains(words);
    assertThat(folder.resolve("never")).doesNotExist();
  }

  private static RunConfig changed(RunConfig config, String key, String value) {
    return tweedie.example("digits-joint", key + "=" + value);
  }

  @Test
  void itsNetworksAreVerified() {
    JsonNode findings = JsonMapper.shared().readTree(tweedie.verify(config(), table -> {}).json());
    assertThat(findings)
        .allSatisfy(
            finding -> assertThat(finding.at("/verdict").stringValue()).isNotEqualTo("fails"))
        .anySatisfy(
            finding -> {
              assertThat(finding.at("/kind").stringValue()).isEqualTo("encoder");
              assertThat(finding.at("/verdict").stringValue()).isEqualTo("holds");
            });
  }
}
