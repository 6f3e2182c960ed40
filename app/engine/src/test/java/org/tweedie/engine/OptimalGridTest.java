package org.tweedie.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tweedie.api.model.Batch;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.progress.RunListener;

/** A run's sampler walks the times that were measured of the run's model. */
class OptimalGridTest {

  @TempDir private Path folder;

  @Test
  void samplersWalkTheTimesThatSuitTheModel() throws IOException {
    try (Tweedie tweedie = Tweedie.load()) {
      RunConfig config =
          tweedie
              .example("digits")
              .with("network", Map.of("type", "mlp", "width", 8, "layers", 1))
              .with("guidance", "none")
              .with("measures", List.of())
              .with("train.steps", 3)
              .with("train.batch", 8);
      try (Run run = tweedie.create(folder.resolve("run"), config)) {
        run.train(RunListener.silent());
        Batch trailing = drawn(run, config, "trailing");
        for (String grid : List.of("optimal", "gits")) {
          Batch planned = drawn(run, config, grid);
          assertThat(drawn(run, config, grid)).isEqualTo(planned);
          assertThat(planned).isNotEqualTo(trailing);
        }
      }
    }
  }

  private static Batch drawn(Run run, RunConfig config, String grid) throws IOException {
    RunConfig other = config.with("sampler", Map.of("type", "ddim", "steps", 4, "grid", grid));
    try (Run used = run.using(other)) {
      return used.sample(Samples.count(3));
    }
  }
}
