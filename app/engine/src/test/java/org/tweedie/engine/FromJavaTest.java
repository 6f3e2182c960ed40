package org.tweedie.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tweedie.api.model.Batch;
import org.tweedie.engine.config.ConfigException;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.measuring.ReadingsFile;
import org.tweedie.engine.problem.RunException;
import org.tweedie.engine.progress.RunListener;

/** Trains, samples and measures without a command line, as the README's "From Java" does. */
class FromJavaTest {

  private static final Map<String, Object> SMALL =
      Map.of("type", "unet", "channels", 8, "groups", 4);

  @TempDir private Path folder;

  @Test
  void trainsSamplesAndMeasures() throws IOException {
    try (Tweedie tweedie = Tweedie.load()) {
      RunConfig config = tweedie.example("digits").with("train.steps", 30).with("sampler", "ddim");
      RunConfig small =
          config.with("network", SMALL).with("sampler.steps", 5).with("train.parts", 1);
      try (Run run = tweedie.create(folder.resolve("mine"), small.with("evaluate.examples", 20))) {
        assertThat(run.train(RunListener.silent())).as("whether all steps are done").isTrue();
        Batch threes = run.sample(Samples.count(4).seed(1).ofClass(3));
        assertThat(threes.count()).isEqualTo(4);
        assertThat(run.sample(Samples.count(2).seed(1).ofClass(3)).example(1))
            .as("a sample is settled by seed and index, however many are drawn")
            .containsExactly(threes.example(1));
        assertThat(run.measure("bound").get(0).unit()).isEqualTo("bits/dim");
        Readings own = run.measure(RunListener.silent());
        assertThat(run.keep(own)).containsExactly(run.evaluation(), run.readings());
        assertThat(ReadingsFile.read(run.readings()).orElseThrow().readings())
            .isEqualTo(own.readings());
      }
      try (Run other = tweedie.open(folder.resolve("mine"), it -> it.with("evaluate.draws", 1))) {
        assertThat(other.keep(other.measure(RunListener.silent())))
            .as("what the run's own config did not say is not its record")
            .isEmpty();
      }
      try (Run again = tweedie.open(folder.resolve("mine"), it -> it.with("sampler", "heun"))) {
        assertThat(again.step()).isEqualTo(30);
        assertThat(again.sample(Samples.count(2)).count()).isEqualTo(2);
        assertThatThrownBy(() -> again.train(RunListener.silent()))
            .as("a run that was opened to be used is not trained by mistake")
            .isInstanceOf(IllegalStateException.class);
      }
      assertThatThrownBy(() -> tweedie.create(folder.resolve("mine"), config))
          .isInstanceOf(RunException.class)
          .hasMessage("There is a run in '%s' already.", folder.resolve("mine"));
    }
  }

  /** A learned schedule would leave it the bound alone, and no student of its own. */
  @Test
  void theExampleOfTheTourTakesOtherObjectives() throws IOException {
    try (Tweedie tweedie = Tweedie.load()) {
      for (String objective : List.of("simple", "min-snr", "edm")) {
        RunConfig config =
            tweedie.example("digits").with("network", SMALL).with("objective", objective);
        try (Run run = tweedie.create(folder.resolve(objective), config)) {
          assertThat(run.step()).isZero();
        }
      }
    }
  }

  @Test
  void aRunThatWasStoppedGoesOnAsIfItHadNot() throws IOException {
    try (Tweedie tweedie = Tweedie.load()) {
      RunConfig config =
          tweedie.example("moons").with("train.steps", 20).with("train.sample-every", 0);
      Path stopped = folder.resolve("stopped");
      int[] asked = {0};
      try (Run run = tweedie.create(stopped, config)) {
        assertThat(run.train(RunListener.silent().stoppedBy(() -> ++asked[0] == 7))).isFalse();
        assertThat(run.step()).isEqualTo(7);
        assertThat(run.train(RunListener.silent())).isTrue();
      }
      Path whole = folder.resolve("whole");
      try (Run run = tweedie.create(whole, config)) {
        run.train(RunListener.silent());
        assertThat(run.checkpoint()).hasSameBinaryContentAs(checkpoint(stopped, run));
      }
    }
  }

  private static Path checkpoint(Path other, Run run) throws IOException {
    return other.resolve(run.path().relativize(run.checkpoint()));
  }

  @Test
  void whatAConfigCannotBeIsToldAsTheReaderTellsIt() {
    try (Tweedie tweedie = Tweedie.load()) {
      RunConfig config = tweedie.example("digits");
      assertThatThrownBy(() -> config.with("sampler", "ddimm"))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("Did you mean 'ddim'?")
          .hasMessageContaining("with sampler");
      assertThatThrownBy(() -> config.with("train.steps", -1))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("'steps' must be");
      assertThatThrownBy(() -> config.with("train.steps", new Object()))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(config.with("train.steps", 7).with("train.steps", config.train().steps()))
          .isEqualTo(config);
    }
  }

  @Tag("long")
  @Test
  void aHundredRunsInTurnLeaveMemoryAndThreadsAsTheyWere() throws IOException {
    Path status = Path.of("/proc/self/status");
    assumeTrue(Files.exists(status), "memory is read from /proc");
    String optimize = System.getProperty("tweedie.optimize", "true");
    // Graphs as they are start sooner, and this test starts three hundred.
    System.setProperty("tweedie.optimize", "false");
    try (Tweedie tweedie = Tweedie.load()) {
      RunConfig config =
          tweedie
              .example("moons")
              .with("network", Map.of("type", "mlp", "width", 8, "layers", 1))
              .with("train.steps", 2)
              .with("train.sample-every", 0)
              .with("train.threads", 1)
              .with("sampler", Map.of("type", "ddim", "steps", 2));
      long before = 0;
      long threads = 0;
      for (int i = 1; i <= 100; i++) {
        try (Run run = tweedie.create(folder.resolve("run-" + i), config)) {
          run.train(RunListener.silent());
          run.sample(Samples.count(4));
        }
        if (i == 30) {
          before = value(status, "VmRSS");
          threads = value(status, "Threads");
        }
      }
      long after = value(status, "VmRSS");
      System.out.printf("memory after 30 runs %d kB, after 100 runs %d kB%n", before, after);
      assertThat(value(status, "Threads"))
          .as("threads after 100 runs")
          .isLessThanOrEqualTo(threads + 2);
      // A session of TensorFlow holds some 3 MB here: were each leaked, 70 would be 200 MB.
      assertThat(after - before).as("kB that 70 runs left behind").isLessThan(40_000);
    } finally {
      System.setProperty("tweedie.optimize", optimize);
    }
  }

  private static long value(Path status, String name) throws IOException {
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith(name + ":"))
        .map(line -> line.replaceAll("\\D", ""))
        .mapToLong(Long::parseLong)
        .findFirst()
        .orElseThrow();
  }
}
