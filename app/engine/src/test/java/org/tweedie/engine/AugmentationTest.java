package org.tweedie.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tweedie.engine.config.ConfigException;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.progress.RunListener;

/** Runs whose training examples are changed. */
class AugmentationTest {

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

  private static final List<Object> BOTH = List.of("flip", Map.of("type", "shift", "pixels", 2));

  private static RunConfig config() {
    return tweedie
        .example("digits")
        .with("network", Map.of("type", "mlp", "width", 16, "layers", 1))
        .with("train.steps", 4)
        .with("train.batch", 8)
        .with("train.sample-every", 0)
        .with("train.threads", 1)
        .with("evaluate.examples", 10);
  }

  private Run trained(String name, RunConfig config) throws IOException {
    Run run = tweedie.create(folder.resolve(name), config);
    assertThat(run.train(RunListener.silent())).isTrue();
    return run;
  }

  @Test
  void onlyTrainingSeesWhatIsChangedAndAResumedRunSeesTheSame() throws IOException {
    try (Run plain = trained("plain", config());
        Run changed = trained("changed", config().with("augmentation", BOTH));
        Run stopped =
            tweedie.create(folder.resolve("stopped"), config().with("augmentation", BOTH))) {
      assertThat(changed.config().at("augmentation")).contains("[flip, shift]");
      assertThat(Files.mismatch(changed.checkpoint(), plain.checkpoint()))
          .as("first byte that differs from a run without augmentation")
          .isNotNegative();
      int[] asked = {0};
      stopped.train(RunListener.silent().stoppedBy(() -> ++asked[0] == 2));
      stopped.train(RunListener.silent());
      assertThat(stopped.checkpoint()).hasSameBinaryContentAs(changed.checkpoint());
    }
    // The same weights are measured alike, whatever was done to what they were trained on.
    double without = measured(own -> own.with("augmentation", "none"));
    assertThat(measured(own -> own)).isEqualTo(without);
  }

  private double measured(UnaryOperator<RunConfig> changes) throws IOException {
    try (Run run = tweedie.open(folder.resolve("changed"), changes)) {
      return run.measure(RunListener.silent()).readings().get(0).value();
    }
  }

  @Test
  void aRunGoesOnWithTheAugmentationsThatItWasBegunWith() throws IOException {
    RunConfig begun = config().with("augmentation", BOTH);
    trained("run", begun).close();
    assertThatThrownBy(
            () ->
                tweedie.resume(
                    folder.resolve("run"), begun.with("augmentation", List.of("shift", "flip"))))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("begun with [flip, shift] and cannot go on with [shift, flip]");
    assertThatThrownBy(
            () ->
                tweedie.resume(
                    folder.resolve("run"),
                    begun.with(
                        "augmentation", List.of("flip", Map.of("type", "shift", "pixels", 1)))))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("augmentation.1.pixels");
  }

  @Test
  void pointsAreRefused() {
    RunConfig config = tweedie.example("moons").with("augmentation", List.of("flip", "shift"));
    assertThatThrownBy(() -> tweedie.create(folder.resolve("run"), config))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("It mirrors images (height x width x channels), and these data are 2")
        .hasMessageContaining("It shifts images");
    assertThat(folder.resolve("run")).doesNotExist();
  }
}
