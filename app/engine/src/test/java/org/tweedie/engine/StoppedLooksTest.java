package org.tweedie.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.fake.TestJar;
import org.tweedie.engine.file.MetricsFile;
import org.tweedie.engine.problem.ComponentFailure;
import org.tweedie.engine.progress.Patience;
import org.tweedie.engine.progress.RunListener;

/**
 * A program that is stopped while a training looks at its model has saved what was trained before
 * the look is over, so that it need not wait for that.
 */
class StoppedLooksTest {

  /** Of the file that the measure waits for, and after which it ends the process. */
  private static final String AWAITED = "tweedie.test.awaited";

  private static final String RULE = "stopping: {type: patience, reading: slow, patience: 9}\n";

  @TempDir private Path folder;

  private Tweedie load() {
    Path plugins = folder.resolve("plugins");
    new TestJar()
        .plugin("acme", "components.add(Kinds.MEASURES, \"slow\", Slow.class);")
        .source(
            "acme.Slow",
            """
            package acme;
            import jakarta.inject.Inject;
            import java.nio.file.*;
            import java.util.*;
            import org.tweedie.api.measure.*;
            public final class Slow implements Measure {
              @Inject public Slow() {}
              public Subject subject() { return Subject.WEIGHTS; }
              public List<String> keys() { return List.of("slow"); }
              public List<Reading> of(Measured measured) {
                String file = System.getProperty("tweedie.test.awaited");
                if (file != null) {
                  long begin = System.nanoTime();
                  while (!Files.exists(Path.of(file)) && System.nanoTime() - begin < 60e9) {
                    Thread.onSpinWait();
                  }
                  throw new AssertionError("killed");
                }
                return List.of(Reading.of("slow", 0.1).lessIsBetter());
              }
            }
            """)
        .write(plugins.resolve("acme.jar"));
    Tweedie tweedie = Tweedie.load(plugins);
    assertThat(tweedie.problems()).isEmpty();
    return tweedie;
  }

  private RunConfig config(Tweedie tweedie, String more) throws IOException {
    return tweedie.read(
        List.of(
            Files.writeString(
                folder.resolve("run.yaml"),
                """
                data: points
                network: {type: mlp, width: 4, layers: 1}
                measures: [acme/slow]
                train: {steps: 6, batch: 4, measure-every: 3, log-every: 2, evaluate-every: 3, sample-every: 0}
                """
                    + more)),
        List.of());
  }

  @AfterEach
  void forget() {
    System.clearProperty(AWAITED);
  }

  private static List<Map<String, Object>> metrics(Path run) throws IOException {
    List<Map<String, Object>> records = new ArrayList<>();
    for (Map<String, Object> record : MetricsFile.read(run.resolve("metrics.jsonl"))) {
      Map<String, Object> kept = new LinkedHashMap<>(record);
      kept.remove("train/steps_per_second");
      records.add(kept);
    }
    return records;
  }

  @ParameterizedTest
  @ValueSource(strings = {"", RULE})
  void whatWasTrainedIsSavedAndTheLookIsMadeUpFor(String rule) throws IOException {
    Path stopped = folder.resolve("stopped");
    Path whole = folder.resolve("whole");
    try (Tweedie tweedie = load()) {
      RunConfig config = config(tweedie, rule);
      try (Run run = tweedie.create(whole, config)) {
        assertThat(run.train(RunListener.silent())).isTrue();
      }
      System.setProperty(
          AWAITED, stopped.resolve("checkpoints/step-00000003.safetensors").toString());
      AtomicBoolean over = new AtomicBoolean();
      // What a program does that is asked to end.
      Thread ending =
          new Thread(
              () -> {
                while (!over.get()) {
                  new Patience().isOver();
                }
              });
      ending.start();
      try (Run run = tweedie.create(stopped, config)) {
        assertThatThrownBy(() -> run.train(RunListener.silent()))
            .isInstanceOf(ComponentFailure.class)
            .hasMessageContaining("killed");
        assertThat(run.step()).isEqualTo(3);
      } finally {
        over.set(true);
      }
      System.clearProperty(AWAITED);
      assertThat(metrics(stopped)).noneMatch(record -> record.containsKey("measure/slow"));
      try (Run run = tweedie.resume(stopped, config)) {
        assertThat(run.train(RunListener.silent())).isTrue();
      }
    }
    String last = "checkpoints/step-00000006.safetensors";
    assertThat(stopped.resolve(last)).hasSameBinaryContentAs(whole.resolve(last));
    assertThat(metrics(stopped)).isEqualTo(metrics(whole));
  }

  /** Without a wish to stop nothing is written that would not be otherwise. */
  @Test
  void aLookThatIsNotStoppedSavesNothing() throws IOException {
    try (Tweedie tweedie = load();
        Run run = tweedie.create(folder.resolve("run"), config(tweedie, ""))) {
      run.train(RunListener.silent());
      assertThat(folder.resolve("run/checkpoints/step-00000003.safetensors")).doesNotExist();
    }
  }
}
