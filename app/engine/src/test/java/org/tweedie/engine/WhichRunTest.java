package org.tweedie.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tweedie.engine.config.ConfigException;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.file.FileFormatException;
import org.tweedie.engine.file.Lock;
import org.tweedie.engine.problem.RunException;
import org.tweedie.engine.progress.RunListener;

/** Whether a run exists, and which step a number belongs to, is settled by all that is there. */
class WhichRunTest {

  private static Tweedie tweedie;

  @TempDir private Path folder;

  private Path run;

  @BeforeAll
  static void load() {
    tweedie = Tweedie.load();
  }

  @AfterAll
  static void close() {
    tweedie.close();
  }

  private static RunConfig config(int steps) {
    return tweedie
        .example("moons")
        .with("network", Map.of("type", "mlp", "width", 8, "layers", 1))
        .with("train.batch", 16)
        .with("train.steps", steps)
        .with("train.sample-every", 0)
        .with("train.checkpoint-every", 2)
        .with("evaluate.examples", 20);
  }

  @BeforeEach
  void train() throws IOException {
    run = folder.resolve("run");
    try (Run trained = tweedie.create(run, config(4))) {
      trained.train(RunListener.silent());
    }
  }

  @Test
  void aRunDoesNotGoOnToAStepThatItHasPassed() throws IOException {
    String before = Files.readString(run.resolve("config.yaml"));
    assertThatThrownBy(() -> tweedie.resume(run, config(3)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("train.steps")
        .hasMessageContaining("The run has been trained for 4 steps already, and 3 are fewer.");
    assertThat(run.resolve("config.yaml")).hasContent(before);
    try (Run same = tweedie.resume(run, config(4))) {
      assertThat(same.train(RunListener.silent())).isTrue();
    }
  }

  @Test
  void whatIsLeftOfARunIsNotTakenForAnotherOnes() throws IOException {
    Files.delete(run.resolve("config.yaml"));
    assertThatThrownBy(() -> tweedie.create(run, config(6)))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("checkpoints of the steps [2, 4]")
        .hasMessageContaining("without its config.yaml");
    Path measured = folder.resolve("measured");
    Files.createDirectories(measured);
    Files.copy(run.resolve("metrics.jsonl"), measured.resolve("metrics.jsonl"));
    assertThatThrownBy(() -> tweedie.create(measured, config(6)))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("(its measurements)");
  }

  @Test
  void aFolderWithOtherFilesIsAsGoodAsAnEmptyOne() throws IOException {
    Path own = Files.createDirectories(folder.resolve("own"));
    Files.writeString(own.resolve("notes.txt"), "mine");
    tweedie.create(own, config(2)).close();
    assertThat(own.resolve("notes.txt")).hasContent("mine");
  }

  @Test
  void aCheckpointUnderTheNameOfAnotherStepIsRefused() throws IOException {
    Path checkpoints = run.resolve("checkpoints");
    Files.move(
        checkpoints.resolve("step-00000002.safetensors"),
        checkpoints.resolve("step-00000009.safetensors"));
    try (Run opened = tweedie.open(run)) {
      assertThatThrownBy(() -> opened.sample(Samples.count(1)))
          .isInstanceOf(FileFormatException.class)
          .hasMessageContaining("is of step 9 by its name, and of step 2 by what it holds")
          .hasMessageContaining("[4]");
    }
  }

  @Test
  void oneProcessTrainsARunAtATime() throws IOException {
    try (Run going = tweedie.resume(run, config(6))) {
      try (Lock other = Lock.take(run.resolve("training.lock")).orElseThrow()) {
        assertThat(other).isNotNull();
        assertThatThrownBy(() -> going.train(RunListener.silent()))
            .isInstanceOf(RunException.class)
            .hasMessageContaining("The process %d trains the run", ProcessHandle.current().pid());
      }
      assertThat(going.train(RunListener.silent())).isTrue();
    }
    assertThat(run.resolve("training.lock")).doesNotExist();
  }

  @Test
  void trainingClearsUpBehindKilledProcessesAndNothingElse() throws IOException {
    Path checkpoints = run.resolve("checkpoints");
    String part = ".step-00000005.safetensors." + UUID.randomUUID();
    Path old = Files.writeString(checkpoints.resolve(part), "half");
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minusSeconds(3600)));
    Path now = Files.writeString(run.resolve(".readings.json." + UUID.randomUUID()), "half");
    Path own = Files.writeString(run.resolve(".notes"), "mine");
    Files.setLastModifiedTime(own, FileTime.from(Instant.now().minusSeconds(3600)));
    try (Run going = tweedie.resume(run, config(6))) {
      going.train(RunListener.silent());
    }
    assertThat(old).doesNotExist();
    assertThat(now).as("what may be written by another process").exists();
    assertThat(own).exists();
  }
}
