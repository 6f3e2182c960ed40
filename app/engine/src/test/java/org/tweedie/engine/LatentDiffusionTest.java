package org.tweedie.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.Levels;
import org.tweedie.api.measure.Reading;
import org.tweedie.api.model.Batch;
import org.tweedie.engine.compression.Compression;
import org.tweedie.engine.config.ConfigException;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.export.ExportFormat;
import org.tweedie.engine.image.NoisyImage;
import org.tweedie.engine.problem.RunException;
import org.tweedie.engine.progress.RunListener;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Diffusions in the latents of an autoencoder that was trained before. */
class LatentDiffusionTest {

  private static Tweedie tweedie;

  @TempDir private static Path shared;

  /** An autoencoder of digits whose latents are a map. */
  private static Path autoencoder;

  @TempDir private Path folder;

  @BeforeAll
  static void train() throws IOException {
    tweedie = Tweedie.load();
    autoencoder = shared.resolve("autoencoder");
    trained(autoencoder, autoencoderConfig(30, "4x4x2")).close();
  }

  @AfterAll
  static void close() {
    tweedie.close();
  }

  private static RunConfig autoencoderConfig(int steps, String latent) {
    Map<String, Object> small = Map.of("type", "conv", "channels", 4, "blocks", 0, "width", 8);
    return tweedie
        .example("digits-vae")
        .with("model", Map.of("type", "vae", "latent", latent))
        .with("encoder", small)
        .with("decoder", small)
        .with("measures", List.of(Map.of("type", "bound", "examples", 20)))
        .with("train.sample-every", 0)
        .with("train.evaluate-every", 0)
        .with("train.steps", steps);
  }

  private static RunConfig config(Path of) {
    return tweedie
        .example("digits-latents")
        .with("latents.run", of.toString())
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

  private static Run trained(Path path, RunConfig config) throws IOException {
    Run run = tweedie.create(path, config);
    run.train(RunListener.silent());
    return run;
  }

  private static String refusal(RunConfig config, Path path) {
    ConfigException refused =
        catchThrowableOfType(ConfigException.class, () -> tweedie.create(path, config).close());
    assertThat(refused).as("refused in words").isNotNull();
    return String.valueOf(refused.getMessage());
  }

  @Test
  void isTrainedMeasuredAndSampledAsAnyRun() throws IOException {
    Path path = folder.resolve("run");
    int[] asked = {0};
    try (Run run = tweedie.create(path, config(autoencoder))) {
      assertThat(run.notes()).anyMatch(note -> note.startsWith("diffuses latents of 4x4x2"));
      assertThat(run.train(RunListener.silent().stoppedBy(() -> ++asked[0] == 4))).isFalse();
    }
    try (Run run = tweedie.resume(path, config(autoencoder));
        Run whole = trained(folder.resolve("whole"), config(autoencoder))) {
      assertThat(run.train(RunListener.silent())).isTrue();
      Batch samples = run.sample(Samples.count(3));
      assertThat(samples.values())
          .as("a run that was stopped is as one that was not")
          .isEqualTo(whole.sample(Samples.count(3)).values());
      assertThat(samples.shape()).isEqualTo(DataShape.image(8, 8, 1));
      Levels levels = new Levels(17);
      for (float value : samples.values()) {
        assertThat(levels.value(levels.level(value))).isEqualTo(value);
      }
      assertThat(run.measure(RunListener.silent()).readings())
          .extracting(Reading::key)
          .containsExactly(
              "test_bpd",
              "prior",
              "reconstruction",
              "entropy",
              "diffusion",
              "reconstruction_rmse",
              "frechet_distance_reconstructions");
      assertThat(run.measure("discrete-bound")).extracting(Reading::key).contains("discrete_bpd");
      assertThat(path.resolve("samples/step-00000003.png")).exists();
    }
    JsonNode begun =
        JsonMapper.shared().readTree(Files.readString(path.resolve("provenance.json"))).get(0);
    JsonNode kept = JsonMapper.shared().readTree(Files.readString(path.resolve("latents.json")));
    assertThat(begun.at("/latents/autoencoder").stringValue())
        .startsWith("sha256 ")
        .isEqualTo(kept.at("/autoencoder").stringValue());
    assertThat(kept.at("/deviation").size()).as("a channel each").isEqualTo(2);
  }

  /** A U-Net of the map, told classes, by guidance and a sampler that would clip images. */
  @Test
  void aMapTakesAUNetAndIsNoImageToItsSampler() throws IOException {
    RunConfig config =
        config(autoencoder)
            .with(
                "network",
                Map.of(
                    "type",
                    "unet",
                    "channels",
                    8,
                    "channel-multipliers",
                    List.of(1),
                    "groups",
                    4,
                    "blocks",
                    1))
            .with("guidance", Map.of("type", "classifier-free", "scale", 2))
            .with("train.sample-every", 0)
            .with("train.evaluate-every", 0)
            .with("train.steps", 2);
    try (Run run = trained(folder.resolve("unet"), config)) {
      Batch clipping = run.sample(Samples.count(4));
      Batch free;
      try (Run other = run.using(config.with("sampler.clip", false))) {
        free = other.sample(Samples.count(4));
      }
      assertThat(clipping.values()).isEqualTo(free.values());
    }
  }

  @Test
  void whatIsOfTheDataThemselvesIsRefusedInWords() throws IOException {
    RunConfig config =
        config(autoencoder)
            .with("train.steps", 1)
            .with("train.sample-every", 0)
            .with("train.evaluate-every", 0);
    String why = "diffuses the latents of";
    try (Run run = trained(folder.resolve("run"), config)) {
      NoisyImage noisy = new NoisyImage(folder, 9, false, Optional.empty(), 1, Optional.empty(), 1);
      assertThatThrownBy(() -> run.images().denoise(noisy, folder))
          .isInstanceOf(RunException.class)
          .hasMessageContaining(why);
      for (ExportFormat format : ExportFormat.values()) {
        assertThatThrownBy(() -> run.export().write(format, folder.resolve("export")))
            .isInstanceOf(RunException.class)
            .hasMessageContaining(why);
      }
      Compression how = new Compression("bottom-up", 50, true, 12, OptionalInt.empty(), 8, 16, 1);
      assertThatThrownBy(
              () ->
                  run.codec()
                      .compress(
                          how, "test", 2, folder.resolve("file"), any -> {}, RunListener.silent()))
          .isInstanceOf(RunException.class)
          .hasMessageContaining(why);
      assertThatThrownBy(() -> run.measure("flow"))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("this run diffuses latents");
      assertThatThrownBy(() -> run.measure("importance"))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("a chain of latents, which this model is not");
    }
    assertThatThrownBy(() -> tweedie.createClassifier(folder.resolve("classifier"), config))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("the config diffuses latents");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "latents.run | nowhere | There is no run 'nowhere'",
        "latents.checkpoint | 7 | has no checkpoint of step 7. There are: [30]",
        "data | points | was trained on data of",
        "augmentation | shift | Examples are encoded once",
        "image-condition | upscaling | An image goes beside the data",
        "network | transformer | Images of 4x4 cannot be cut",
        "guidance | autoguidance | of which such a one knows nothing",
        "measures | flow | this run diffuses latents"
      })
  void whatDoesNotGoWithLatentsIsToldAtItsPlace(String key, String value, String words)
      throws IOException {
    Object given =
        switch (value) {
          case "transformer" -> Map.of("type", value, "patch", 3, "width", 16);
          case "autoguidance" -> Map.of("type", value, "run", autoencoder.toString());
          case "7" -> 7;
          default -> value;
        };
    RunConfig config = config(autoencoder);
    ConfigException refused =
        catchThrowableOfType(
            ConfigException.class,
            () -> tweedie.create(folder.resolve("never"), config.with(key, given)).close());
    assertThat(refused).as(key).isNotNull();
    assertThat(refused.getMessage()).contains(words);
    assertThat(folder.resolve("never")).doesNotExist();
  }

  @Test
  void aRunThatIsNoAutoencoderIsRefused() throws IOException {
    Path diffusion = folder.resolve("diffusion");
    RunConfig ofPixels =
        config(autoencoder)
            .with("latents", "none")
            .with("measures", List.of(Map.of("type", "bound", "examples", 4)))
            .with("train.steps", 1)
            .with("train.sample-every", 0);
    try (Run run = trained(diffusion, ofPixels)) {
      assertThat(Files.exists(diffusion.resolve("latents.json"))).isFalse();
      assertThat(run.measure(RunListener.silent()).readings())
          .extracting(Reading::key)
          .containsExactly("test_bpd", "prior", "reconstruction", "diffusion");
      assertThatThrownBy(() -> run.measure("reconstruction"))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("models with an encoder that was trained");
    }
    assertThat(refusal(config(diffusion), folder.resolve("run")))
        .contains("is no autoencoder", "model: vae");
  }

  /** A vector is no image: the network says so of its own data, which are the latents. */
  @Test
  void aVectorTakesNoUNet() throws IOException {
    Path flat = folder.resolve("flat");
    trained(flat, autoencoderConfig(1, "5")).close();
    assertThat(refusal(config(flat).with("network", "unet"), folder.resolve("run")))
        .contains("the data have the shape 5");
    RunConfig small =
        config(flat)
            .with("train.steps", 1)
            .with("train.sample-every", 0)
            .with("train.evaluate-every", 0);
    try (Run run = trained(folder.resolve("run"), small)) {
      assertThat(run.sample(Samples.count(2)).shape()).isEqualTo(DataShape.image(8, 8, 1));
    }
  }

  @Test
  void isUsedWithTheAutoencoderAloneThatItWasBegunWith() throws IOException {
    Path other = folder.resolve("autoencoder");
    trained(other, autoencoderConfig(2, "4x4x2")).close();
    Path path = folder.resolve("run");
    RunConfig config =
        config(other)
            .with("train.steps", 1)
            .with("train.sample-every", 0)
            .with("train.evaluate-every", 0);
    trained(path, config).close();
    try (Run further = tweedie.resume(other, autoencoderConfig(3, "4x4x2"))) {
      further.train(RunListener.silent());
    }
    assertThatThrownBy(() -> tweedie.open(path))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("latents")
        .hasMessageContaining("is not what it was when the run was begun");
    Files.delete(path.resolve("latents.json"));
    assertThatThrownBy(() -> tweedie.open(path))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("latents.json, which says how they are scaled, is missing");
    Files.writeString(path.resolve("latents.json"), "{");
    assertThatThrownBy(() -> tweedie.open(path))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("is damaged");
  }

  @Test
  void itsAutoencoderIsVerified() {
    int holding = 0;
    for (JsonNode finding :
        JsonMapper.shared().readTree(tweedie.verify(config(autoencoder), table -> {}).json())) {
      if (finding.at("/kind").stringValue().equals("latents")) {
        assertThat(finding.at("/verdict").stringValue())
            .as(finding.at("/sentence").stringValue())
            .isEqualTo("holds");
        holding++;
      }
    }
    assertThat(holding).isEqualTo(5);
  }
}
