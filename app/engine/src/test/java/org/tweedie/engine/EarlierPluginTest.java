package org.tweedie.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.fake.TestJar;
import org.tweedie.engine.progress.RunListener;

/** A plugin that was compiled against the api 0.1, in which everything comes from it, runs. */
class EarlierPluginTest {

  /** The api as it was released; the api's own build holds today's against it too. */
  private static final Path API = Path.of("../../api/src/test/resources/tweedie-api-0.1.jar");

  @TempDir private Path folder;

  @Test
  void aRunOfItsComponentsTrainsAndSamples() throws IOException {
    Path plugins = folder.resolve("plugins");
    TestJar.of(Path.of("src", "it", "earlier-plugin"))
        .against(API.toAbsolutePath())
        .write(plugins.resolve("earlier.jar"));
    Path file =
        Files.writeString(
            folder.resolve("run.yaml"),
            """
            data: earlier/pairs
            schedule: {type: earlier/straight, most: 6}
            network: earlier/dense
            preconditioning: earlier/halved
            objective: earlier/noise
            times: earlier/halves
            sampler: {type: earlier/steps, steps: 4}
            guidance: [earlier/pulled, {type: classifier-free, scale: 2}]
            train: {steps: 12, batch: 8, warmup: 1}
            evaluate: {examples: 8, draws: 1}
            """);
    try (Tweedie tweedie = Tweedie.load(plugins)) {
      assertThat(tweedie.problems()).isEmpty();
      RunConfig config = tweedie.read(List.of(file), List.of());
      try (Run run = tweedie.create(folder.resolve("run"), config)) {
        assertThat(run.train(RunListener.silent())).isTrue();
        float[] samples = run.sample(Samples.count(6).seed(1).ofClass(1)).values();
        assertThat(samples).hasSize(12);
        for (float sample : samples) {
          assertThat(sample).isFinite();
        }
        assertThat(run.measure(RunListener.silent()).json()).contains("bits/dim");
      }
    }
  }
}
