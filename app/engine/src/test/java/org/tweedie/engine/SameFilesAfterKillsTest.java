package org.tweedie.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Struct;
import com.google.protobuf.UnknownFieldSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.Event;
import org.tensorflow.proto.SessionLog;
import org.tensorflow.proto.Summary;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.file.EventFileReader;
import org.tweedie.engine.file.MetricsFile;
import org.tweedie.engine.progress.Progress;
import org.tweedie.engine.progress.RunListener;

/** Everything that a run writes is the same with and without kills and interruptions. */
class SameFilesAfterKillsTest {

  private static final int STEPS = 12;

  private static final String RATE = "train/steps_per_second";

  /** What ends a process in the middle of a step. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1;
  }

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

  private static RunConfig config() {
    return tweedie
        .example("moons")
        .with("network", Map.of("type", "mlp", "width", 8, "layers", 1))
        .with("sampler.steps", 3)
        .with("sample.count", 5)
        .with("measures", List.of(Map.of("type", "kernel-distance", "examples", 20)))
        .with("evaluate.samples", 20)
        .with("train.batch", 16)
        .with("train.steps", STEPS)
        .with("train.sample-every", 4)
        .with("train.log-every", 5)
        .with("train.measure-every", 8)
        .with("train.evaluate-every", 4)
        .with("train.checkpoint-every", 4);
  }

  private static RunListener killedAt(long step) {
    return RunListener.of(
        (what, unit, from, total) ->
            new Progress() {
              @Override
              public void advance(long done, String note) {
                if (what.equals("Training") && done == step) {
                  throw new Killed();
                }
              }

              @Override
              public void close() {}
            });
  }

  private Path whole() throws IOException {
    Path whole = folder.resolve("whole");
    if (Files.notExists(whole)) {
      try (Run run = tweedie.create(whole, config())) {
        run.train(RunListener.silent());
      }
    }
    return whole;
  }

  private static void goOn(Path path) throws IOException {
    try (Run run = tweedie.resume(path, config())) {
      run.train(RunListener.silent());
    }
  }

  private static void assertSame(Path one, Path other) throws IOException {
    assertThat(metrics(one)).isEqualTo(metrics(other));
    String last = "checkpoints/step-%08d.safetensors".formatted(STEPS);
    assertThat(one.resolve(last)).hasSameBinaryContentAs(other.resolve(last));
    for (int step = 4; step <= STEPS; step += 4) {
      String picture = "samples/step-%08d.png".formatted(step);
      assertThat(one.resolve(picture)).hasSameBinaryContentAs(other.resolve(picture));
    }
  }

  /** All but the time that steps took. */
  private static List<Map<String, Object>> metrics(Path run) throws IOException {
    List<Map<String, Object>> records = new ArrayList<>();
    for (Map<String, Object> record : MetricsFile.read(run.resolve("metrics.jsonl"))) {
      Map<String, Object> kept = new LinkedHashMap<>(record);
      kept.remove(RATE);
      records.add(kept);
    }
    return records;
  }

  @Test
  void killsLeaveNoTrace() throws IOException {
    for (int step : List.of(6, 8, 10)) {
      Path path = folder.resolve("killed-" + step);
      try (Run run = tweedie.create(path, config())) {
        try {
          run.train(killedAt(step));
        } catch (Killed expected) {
          assertThat(run.path()).isEqualTo(path);
        }
      }
      goOn(path);
      assertSame(path, whole());
    }
  }

  @Test
  void interruptionsLeaveNoTrace() throws IOException {
    Path path = folder.resolve("interrupted");
    int[] asked = {0};
    try (Run run = tweedie.create(path, config())) {
      assertThat(run.train(RunListener.silent().stoppedBy(() -> ++asked[0] == 7))).isFalse();
    }
    goOn(path);
    assertSame(path, whole());
  }

  @Test
  void aKillBetweenACheckpointAndWhatIsLookedAtAfterItIsMadeUpFor() throws IOException {
    Path path = folder.resolve("between");
    try (Run run = tweedie.create(path, config())) {
      run.train(killedAt(9));
    } catch (Killed expected) {
      assertThat(path.resolve("checkpoints/step-00000008.safetensors")).exists();
    }
    Path file = path.resolve("metrics.jsonl");
    List<String> lines = new ArrayList<>(Files.readAllLines(file));
    assertThat(lines.removeIf(line -> line.startsWith("{\"step\":8,"))).isTrue();
    Files.write(file, lines);
    Files.delete(path.resolve("samples/step-00000008.png"));
    goOn(path);
    assertSame(path, whole());
  }

  @Test
  void aRunThatIsMadeLongerAveragesAsIfItHadNotEnded() throws IOException {
    Path path = folder.resolve("longer");
    try (Run run = tweedie.create(path, config().with("train.steps", 7))) {
      run.train(RunListener.silent());
    }
    goOn(path);
    List<Map<String, Object>> lines = new ArrayList<>(metrics(path));
    lines.removeIf(record -> record.get("step").equals(7));
    assertThat(lines).isEqualTo(metrics(whole()));
  }

  @Test
  void tensorBoardIsToldWhichStepsAreDoneAnew() throws IOException {
    Path path = folder.resolve("events");
    try (Run run = tweedie.create(path, config())) {
      run.train(killedAt(7));
    } catch (Killed expected) {
      assertThat(path).exists();
    }
    goOn(path);
    try (var files = Files.newDirectoryStream(path, "events.out.tfevents.*")) {
      List<Event> restarts = new ArrayList<>();
      for (Path file : files) {
        EventFileReader.read(file).stream()
            .filter(event -> event.getSessionLog().getStatus() == SessionLog.SessionStatus.START)
            .forEach(restarts::add);
      }
      assertThat(restarts).singleElement().extracting(Event::getStep).isEqualTo(5L);
    }
  }

  @Test
  void tensorBoardIsToldTheConfigTheHyperparametersAndTheFinalReadings() throws IOException {
    Path path = folder.resolve("told");
    try (Run run = tweedie.create(path, config())) {
      run.train(RunListener.silent());
      run.keep(run.measure(RunListener.silent()));
    }
    Map<String, Event> byTag = new LinkedHashMap<>();
    List<Long> measured = new ArrayList<>();
    try (var files = Files.newDirectoryStream(path, "events.out.tfevents.*")) {
      for (Path file : files) {
        for (Event event : EventFileReader.read(file)) {
          for (Summary.Value value : event.getSummary().getValueList()) {
            byTag.put(value.getTag(), event);
            if (value.getTag().startsWith("measure/kernel_distance")) {
              measured.add(event.getStep());
            }
          }
        }
      }
    }
    Event text = byTag.get("config");
    assertThat(text.getSummary().getValue(0).getMetadata().getPluginData().getPluginName())
        .isEqualTo("text");
    assertThat(text.getSummary().getValue(0).getTensor().getStringVal(0).toStringUtf8())
        .isEqualTo(config().toYaml().indent(4));
    var told = byTag.get("_hparams_/session_start_info").getSummary().getValue(0).getMetadata();
    assertThat(told.getPluginData().getPluginName()).isEqualTo("hparams");
    UnknownFieldSet session =
        UnknownFieldSet.parseFrom(
            UnknownFieldSet.parseFrom(told.getPluginData().getContent())
                .getField(3)
                .getLengthDelimitedList()
                .get(0));
    Struct values = Struct.parseFrom(session.toBuilder().clearField(5).build().toByteString());
    assertThat(values.getFieldsOrThrow("train.batch").getNumberValue()).isEqualTo(16);
    assertThat(values.getFieldsOrThrow("network").getStringValue()).isEqualTo("mlp");
    assertThat(values.getFieldsOrThrow("train.deterministic").hasBoolValue()).isTrue();
    assertThat(session.getField(5).getFixed64List()).hasSize(1);
    // In which order a folder names its files is the file system's own affair.
    assertThat(measured).contains((long) STEPS);
  }

  @Test
  void aClassifiersAverageGoesOnToo() throws IOException {
    RunConfig config =
        config()
            .with("measures", List.of())
            .with("train.evaluate-every", 0)
            .with("train.measure-every", 0)
            .with("train.sample-every", 0);
    Path straight = folder.resolve("classifier");
    try (ClassifierRun run = tweedie.createClassifier(straight, config)) {
      run.train(RunListener.silent());
    }
    Path stopped = folder.resolve("stopped-classifier");
    int[] asked = {0};
    try (ClassifierRun run = tweedie.createClassifier(stopped, config)) {
      run.train(RunListener.silent().stoppedBy(() -> ++asked[0] == 7));
    }
    try (ClassifierRun run = tweedie.resumeClassifier(stopped, config)) {
      run.train(RunListener.silent());
    }
    assertThat(metrics(stopped)).isEqualTo(metrics(straight));
  }
}
