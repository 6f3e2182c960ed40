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
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tweedie.api.data.Examples;
import org.tweedie.api.data.Levels;
import org.tweedie.api.measure.Reading;
import org.tweedie.engine.compression.CompressedImages;
import org.tweedie.engine.compression.Compression;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.data.Digits;
import org.tweedie.engine.image.NoisyImage;
import org.tweedie.engine.problem.RunException;
import org.tweedie.engine.progress.Report;
import org.tweedie.engine.progress.RunListener;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Models with latents from Java: trained, stopped and resumed, measured, sampled, asked for more.
 */
class LatentModelsTest {

  @TempDir private Path folder;

  private static RunConfig small(Tweedie tweedie) {
    return tweedie
        .example("digits-vae")
        .with("train.steps", 8)
        .with("train.sample-every", 4)
        .with("train.evaluate-every", 4)
        .with("encoder.width", 10)
        .with("decoder.width", 10)
        .with(
            "measures",
            List.of(
                Map.of("type", "bound", "examples", 20),
                Map.of("type", "importance", "samples", 3, "examples", 20)));
  }

  @Test
  void anAutoencoderIsTrainedAndUsedLikeAnyModel() throws IOException {
    try (Tweedie tweedie = Tweedie.load()) {
      Path path = folder.resolve("vae");
      int[] asked = {0};
      try (Run run = tweedie.create(path, small(tweedie))) {
        assertThat(run.train(RunListener.silent().stoppedBy(() -> ++asked[0] == 3))).isFalse();
      }
      try (Run run = tweedie.resume(path, small(tweedie))) {
        assertThat(run.train(RunListener.silent())).isTrue();
        assertThat(run.measure(RunListener.silent()).readings())
            .extracting(Reading::key)
            .containsExactly(
                "test_bpd",
                "prior",
                "reconstruction",
                "latents",
                "active_units",
                "importance_bpd",
                "importance_nats");
        Path whole = folder.resolve("whole");
        try (Run other = tweedie.create(whole, small(tweedie))) {
          other.train(RunListener.silent());
          assertThat(run.sample(Samples.count(3)).values())
              .as("a run that was stopped is as one that was not")
              .isEqualTo(other.sample(Samples.count(3)).values());
        }
        assertThat(run.sample(Samples.count(2)).example(1))
            .as("a sample is settled by seed and index, however many are drawn")
            .containsExactly(run.sample(Samples.count(3)).example(1));
        reconstructs(run);
        assertThatThrownBy(
                () ->
                    run.images()
                        .denoise(
                            new NoisyImage(
                                path, 9, false, Optional.empty(), 1, Optional.empty(), 1),
                            path))
            .isInstanceOf(RunException.class)
            .hasMessageContaining("is for diffusion models")
            .hasMessageContaining("'vae'");
      }
    }
  }

  private void reconstructs(Run run) throws IOException {
    List<Path> written =
        run.sample(
            Samples.count(2),
            folder.resolve("s"),
            Set.of(Run.Output.SINGLES),
            RunListener.silent());
    Path image = written.get(0).resolve("00000.png");
    Path other = written.get(0).resolve("00001.png");
    Path file = folder.resolve("reconstructed.png");
    Report report = run.images().reconstruct(image, Optional.empty(), OptionalInt.empty(), 1, file);
    assertThat(report.text()).contains("bits/dim").contains("PSNR");
    assertThat(Files.exists(file)).isTrue();
    Path way = folder.resolve("way.png");
    run.images().interpolate(image, other, 4, Optional.empty(), OptionalInt.empty(), 1, way);
    assertThat(Files.exists(way)).isTrue();
    assertThatThrownBy(
            () -> run.images().reconstruct(image, Optional.empty(), OptionalInt.of(2), 1, file))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("--level");
  }

  /** Bits back with latents that the model learned: BB-ANS with one, Bit-Swap with several. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void whatIsCompressedByLatentsComesBack(int levels) throws IOException {
    try (Tweedie tweedie = Tweedie.load()) {
      Map<String, Object> model =
          levels == 1
              ? Map.of("type", "vae", "latent", "8")
              : Map.of("type", "hierarchical-vae", "levels", levels, "latent", "8");
      RunConfig config = small(tweedie).with("model", model);
      try (Run run = tweedie.create(folder.resolve("run"), config)) {
        run.train(RunListener.silent());
        Path file = folder.resolve("digits.twd");
        Compression how = new Compression("bottom-up", 50, true, 12, OptionalInt.empty(), 8, 16, 1);
        Report report =
            run.codec().compress(how, "test", 20, file, any -> {}, RunListener.silent());
        assertThat(report.text()).contains("20 examples, bottom-up, %d latents".formatted(levels));
        JsonNode found = JsonMapper.shared().readTree(report.json());
        double information = found.at("/information").doubleValue();
        assertThat(found.at("/net").doubleValue())
            .as("bits/dim beside what the model gives the latents that were drawn")
            .isCloseTo(information, within(0.005));
        CompressedImages images = CompressedImages.read(file);
        Path out = folder.resolve("out");
        Report back =
            run.codec()
                .decompress(images, Optional.of(out), Optional.of("idx"), RunListener.silent());
        assertThat(Files.readAllBytes(back.files().get(0))).endsWith(pixels(20));
        Compression down = new Compression("top-down", 50, true, 12, OptionalInt.empty(), 8, 16, 1);
        assertThatThrownBy(
                () -> run.codec().compress(down, "test", 2, file, any -> {}, RunListener.silent()))
            .isInstanceOf(RunException.class)
            .hasMessageContaining("take --order bottom-up");
      }
    }
  }

  private static byte[] pixels(int count) {
    Examples test = new Digits().test();
    Levels levels = new Levels(17);
    byte[] pixels = new byte[64 * count];
    float[] values = new float[64];
    for (int i = 0; i < count; i++) {
      test.read(i, values, 0);
      for (int k = 0; k < 64; k++) {
        pixels[64 * i + k] = (byte) levels.level(values[k]);
      }
    }
    return pixels;
  }

  /** The last rung is a diffusion: what is made for one works for it. */
  @Test
  void theLastRungIsMeasuredAndWalkedAsADiffusion() throws IOException {
    try (Tweedie tweedie = Tweedie.load()) {
      RunConfig config =
          tweedie
              .example("digits-vae")
              .with(
                  "model",
                  Map.of(
                      "type",
                      "hierarchical-vae",
                      "levels",
                      5,
                      "latent",
                      "data",
                      "encoder",
                      "linear-gaussian",
                      "share-decoder",
                      true,
                      "predict",
                      "noise"))
              .with("network", Map.of("type", "mlp", "width", 10, "layers", 1))
              .with("measures", List.of(Map.of("type", "bound", "examples", 20)))
              .with("train.steps", 4);
      verifiesAsADiffusion(tweedie, config);
      try (Run run = tweedie.create(folder.resolve("ladder"), config)) {
        assertThat(run.train(RunListener.silent())).isTrue();
        assertThat(run.measure(RunListener.silent()).readings())
            .extracting(Reading::key)
            .containsExactly("test_bpd", "prior", "reconstruction", "diffusion");
        assertThat(run.measure("discrete-bound")).isNotEmpty();
        assertThat(run.sample(Samples.count(2)).count()).isEqualTo(2);
      }
    }
  }

  private static void verifiesAsADiffusion(Tweedie tweedie, RunConfig config) {
    int holding = 0;
    for (JsonNode finding :
        JsonMapper.shared().readTree(tweedie.verify(config, table -> {}).json())) {
      if (finding.at("/kind").stringValue().equals("model")) {
        assertThat(finding.at("/verdict").stringValue())
            .as(finding.at("/sentence").stringValue())
            .isEqualTo("holds");
        holding++;
      }
    }
    assertThat(holding).as("the bound, the samples, and the clock").isEqualTo(3);
  }
}
