package org.tweedie.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import org.tweedie.api.measure.Reading;
import org.tweedie.engine.config.RunConfig;

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
                    run.denoise(
                        new NoisyImage(path, 9, false, Optional.empty(), 1, Optional.empty(), 1),
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
    Report report = run.reconstruct(image, Optional.empty(), OptionalInt.empty(), 1, file);
    assertThat(report.text()).contains("bits/dim").contains("PSNR");
    assertThat(Files.exists(file)).isTrue();
    Path way = folder.resolve("way.png");
    run.interpolate(image, other, 4, Optional.empty(), OptionalInt.empty(), 1, way);
    assertThat(Files.exists(way)).isTrue();
    assertThatThrownBy(() -> run.reconstruct(image, Optional.empty(), OptionalInt.of(2), 1, file))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("--level");
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
}
