package org.tweedie.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tweedie.engine.config.ConfigException;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.inspection.Inspector;
import org.tweedie.engine.problem.Location;
import org.tweedie.engine.problem.RunException;
import org.tweedie.engine.progress.RunListener;

/** What can never fit into memory is refused in words: TensorFlow would end the process. */
class TooLargeTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "train.batch   | 2147483647 | train.batch | is more than the 2,147,483,639 numbers",
        "train.batch   | 1000000000 | train.batch | Training would take at least",
        "network.width | 500000     | network     | Training would take at least",
        "network.width | 2000000000 | network     | is more than any memory holds"
      })
  void aTrainingIsRefusedBeforeItBegins(String option, int value, String path, String words) {
    try (Tweedie tweedie = Tweedie.load()) {
      RunConfig large =
          tweedie
              .example("moons")
              .with("network", Map.of("type", "mlp", "width", 8, "layers", 2))
              .with("train.sample-every", 0)
              .with(option, value);
      assertThatThrownBy(() -> tweedie.create(folder.resolve("run"), large))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining(path)
          .hasMessageContaining(words);
      assertThat(folder.resolve("run")).doesNotExist();
    }
  }

  /** TensorFlow counts in 64 bits, and ends the process where they do not suffice. */
  @Test
  void aParameterBeyondAllNumbersIsRefused() {
    try (Tweedie tweedie = Tweedie.load()) {
      for (int channels : new int[] {Integer.MAX_VALUE, 1 << 30, 1 << 26}) {
        RunConfig large =
            tweedie
                .example("digits-vae")
                .with("encoder", Map.of("type", "conv", "channels", channels));
        assertThatThrownBy(() -> tweedie.create(folder.resolve("run"), large))
            .isInstanceOf(ConfigException.class)
            .hasMessageContaining("which is more than any memory holds: take a smaller network");
      }
    }
  }

  @Test
  void moreMeasuredSamplesThanMemoryHoldsAreRefusedBeforeTraining() {
    try (Tweedie tweedie = Tweedie.load()) {
      RunConfig large = tweedie.example("moons").with("evaluate.samples", Integer.MAX_VALUE);
      assertThatThrownBy(() -> tweedie.create(folder.resolve("run"), large))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("evaluate.samples")
          .hasMessageContaining("2,147,483,647 samples of 2 numbers are more than");
    }
  }

  @ParameterizedTest
  @CsvSource({"evaluate.batch", "sample.batch"})
  void batchesOfUseAreRefusedToo(String option) {
    try (Tweedie tweedie = Tweedie.load()) {
      RunConfig large =
          tweedie
              .example("moons")
              .with("network", Map.of("type", "mlp", "width", 8, "layers", 1))
              .with("data.count", 20)
              .with("sample.count", Integer.MAX_VALUE)
              .with("evaluate.batch", Integer.MAX_VALUE)
              .with("sample.batch", 8);
      RunConfig all = large.with(option, Integer.MAX_VALUE);
      if (option.equals("sample.batch")) {
        assertThatThrownBy(() -> tweedie.create(folder.resolve("run"), all))
            .isInstanceOf(ConfigException.class)
            .hasMessageContaining(option)
            .hasMessageContaining("is more than the 2,147,483,639 numbers");
      } else {
        // There are no more than twenty examples to look at.
        assertThatCode(() -> tweedie.create(folder.resolve("run"), all).close())
            .doesNotThrowAnyException();
      }
    }
  }

  @Test
  void aStudysPlanAsksBeforeItsTrialsBegin() {
    try (Tweedie tweedie = Tweedie.load()) {
      RunConfig large =
          tweedie
              .example("moons")
              .with("network", Map.of("type", "mlp", "width", 8, "layers", 2))
              .with("train.batch", 1_000_000_000);
      assertThatThrownBy(() -> new Inspector(Optional.empty()).inspect(large, Location.of("base")))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("Training would take at least");
    }
  }

  @Test
  void aClassifiersTrainingIsRefusedToo() {
    try (Tweedie tweedie = Tweedie.load()) {
      RunConfig large =
          tweedie
              .example("moons")
              .with("network", Map.of("type", "mlp", "width", 8, "layers", 2))
              .with("train.batch", Integer.MAX_VALUE);
      assertThatThrownBy(() -> tweedie.createClassifier(folder.resolve("run"), large))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("train.batch");
      assertThat(folder.resolve("run")).doesNotExist();
    }
  }

  @Test
  void moreSamplesThanAnArrayHoldsAreRefused() throws IOException {
    try (Tweedie tweedie = Tweedie.load();
        Run run =
            tweedie.create(
                folder.resolve("run"),
                tweedie
                    .example("moons")
                    .with("network", Map.of("type", "mlp", "width", 8, "layers", 1))
                    .with("train.steps", 1)
                    .with("train.sample-every", 0))) {
      run.train(RunListener.silent());
      assertThatThrownBy(() -> run.sample(Samples.count(Integer.MAX_VALUE)))
          .isInstanceOf(RunException.class)
          .hasMessageContaining("2,147,483,647 samples of 2 numbers are more than");
    }
  }
}
