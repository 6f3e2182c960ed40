package org.tweedie.cli.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tweedie.engine.config.ConfigReader;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.file.EventFileReader;
import org.tweedie.engine.file.MetricsFile;
import org.tweedie.engine.plugin.PluginLoader;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The main path: from a config to a folder with everything about a run. */
class TrainIT {

  @TempDir static Path folder;
  private static Path run;
  private static Program.Ended ended;

  @BeforeAll
  static void trainTwelveStepsOnDigits() {
    run = folder.resolve("runs/digits");
    ended =
        Program.in(folder)
            .run(
                Runs.digits(
                    12,
                    "--set",
                    "train={log-every: 4, checkpoint-every: 6, sample-every: 6, evaluate-every: 6}"))
            .succeeded();
  }

  @Test
  void everythingAboutARunLiesInItsFolder() {
    assertThat(Runs.files(run))
        .satisfiesExactly(
            file -> assertThat(file).isEqualTo("checkpoints/step-00000006.safetensors"),
            file -> assertThat(file).isEqualTo("checkpoints/step-00000012.safetensors"),
            file -> assertThat(file).isEqualTo("config.yaml"),
            file -> assertThat(file).isEqualTo("evaluation.json"),
            file -> assertThat(file).startsWith("events.out.tfevents."),
            file -> assertThat(file).as("of the end").startsWith("events.out.tfevents."),
            file -> assertThat(file).isEqualTo("metrics.jsonl"),
            file -> assertThat(file).isEqualTo("provenance.json"),
            file -> assertThat(file).isEqualTo("readings.json"),
            file -> assertThat(file).isEqualTo("samples/grid.png"),
            file -> assertThat(file).isEqualTo("samples/step-00000006.png"),
            file -> assertThat(file).isEqualTo("samples/step-00000012.png"));
  }

  @Test
  void standardOutputTellsTheBoundItemisedAndWhereThingsLie() {
    assertThat(ended.out())
        .containsSubsequence(
            "Run       runs/digits",
            "Data      digits: 1,438 training and 359 test examples of 8x8x1, 17 levels, 10 classes",
            "Model     unet with",
            "Bits per dimension",
            "prior",
            "reconstruction",
            "diffusion",
            "total",
            "40 examples",
            "samples/grid.png",
            "evaluation.json",
            "step-00000012.safetensors",
            "tensorboard --logdir runs/digits");
  }

  @Test
  void progressIsPlainLinesWhereThereIsNoTerminal() {
    assertThat(ended.err()).contains("Training 12/12 steps").doesNotContain("\r", "\u001b");
    assertThat(ended.out()).doesNotContain("\r", "\u001b");
  }

  @Test
  void noLibraryHasAWordToSay() {
    assertThat(ended.err().lines())
        .allSatisfy(
            line -> assertThat(line).matches("(Training|Evaluating|Sampling) \\d+/\\d+ .*"));
  }

  @Test
  void configStatesEveryOptionAndReadsBackToItself() throws IOException {
    Path file = run.resolve("config.yaml");
    RunConfig config =
        ConfigReader.read(List.of(file), List.of(), new PluginLoader().load(List.of()).registry());
    assertThat(config.toYaml()).isEqualTo(Files.readString(file));
    assertThat(config.train().steps()).isEqualTo(12);
    assertThat(config.at("averages.decay")).contains("0.99");
  }

  @Test
  void anotherRunOfItsConfigGivesTheSameBits() throws IOException {
    Program.in(folder).run("train", "runs/digits/config.yaml", "--run", "again").succeeded();
    Path again = folder.resolve("again");
    for (Path checkpoint : Runs.checkpoints(run)) {
      Path other = again.resolve("checkpoints").resolve(checkpoint.getFileName());
      assertThat(other).hasSameBinaryContentAs(checkpoint);
    }
    assertThat(Runs.metrics(again)).isEqualTo(Runs.metrics(run));
    for (String file : List.of("config.yaml", "evaluation.json", "samples/grid.png")) {
      assertThat(again.resolve(file)).hasSameBinaryContentAs(run.resolve(file));
    }
  }

  @Test
  void provenanceTellsWhatTheRunWasMadeWith() throws Exception {
    JsonNode entries =
        JsonMapper.shared().readTree(Files.readString(run.resolve("provenance.json")));
    assertThat(entries).hasSize(1);
    JsonNode entry = entries.get(0);
    assertThat(entry.get("after_step").asLong()).isZero();
    assertThat(entry.get("seed").asLong()).isEqualTo(1);
    assertThat(entry.get("parameters").asLong()).isPositive();
    assertThat(entry.at("/data/sha256").asString()).matches("[0-9a-f]{64}");
    assertThat(entry.at("/data/train").asInt()).isEqualTo(1438);
    assertThat(entry.at("/tensorflow/version").asString()).matches("\\d+\\.\\d+\\..*");
    assertThat(entry.at("/tensorflow/threads").asInt()).isEqualTo(2);
    assertThat(entry.at("/tensorflow/precision").asString()).isEqualTo("float32");
    assertThat(entry.at("/java/version").asString()).isEqualTo(System.getProperty("java.version"));
    assertThat(entry.at("/machine/cores").asInt()).isPositive();
    assertThat(entry.get("components").propertyNames())
        .containsExactly(
            "data",
            "augmentation",
            "model",
            "schedule",
            "network",
            "preconditioning",
            "objective",
            "times",
            "optimizer",
            "learning-rate",
            "stopping",
            "averages",
            "sampler",
            "guidance",
            "measures");
    String version = System.getProperty("tweedie.version");
    for (JsonNode component : entry.get("components")) {
      Path jar =
          Program.script()
              .getParent()
              .resolveSibling("lib")
              .resolve(component.get("jar").asString());
      assertThat(component.get("version").asString()).isEqualTo(version);
      assertThat(component.get("sha256").asString()).as("sha256 of %s", jar).isEqualTo(sha256(jar));
    }
  }

  @Test
  void metricsAreMeasuredAsOftenAsTheConfigSays() throws IOException {
    List<Map<String, Object>> records = MetricsFile.read(run.resolve("metrics.jsonl"));
    assertThat(records).extracting(record -> record.get("step")).containsExactly(4, 6, 8, 12, 12);
    assertThat(records.get(0).keySet())
        .containsExactly(
            "step",
            "train/loss",
            "train/bits_per_dim",
            "train/gradient_norm",
            "train/learning_rate",
            "train/epoch",
            "train/steps_per_second");
    assertThat(records.get(1).keySet()).containsExactly("step", "test/bits_per_dim");
    assertThat((Double) records.get(0).get("train/epoch"))
        .as("four batches of 16 of 1438 examples")
        .isCloseTo(4 * 16 / 1438.0, within(1e-9));
  }

  @Test
  void tensorBoardGetsTheSameNumbersAndPictures() throws IOException {
    Path file =
        run.resolve(
            Runs.files(run).stream().filter(name -> name.startsWith("events")).findAny().get());
    List<String> tags =
        EventFileReader.read(file).stream()
            .flatMap(event -> event.getSummary().getValueList().stream())
            .map(value -> value.getTag())
            .distinct()
            .toList();
    assertThat(tags).contains("train/loss", "train/bits_per_dim", "test/bits_per_dim", "samples");
  }

  @Test
  void gridHasARowForEachClassAndAColumnForEachSample() throws IOException {
    BufferedImage grid = ImageIO.read(run.resolve("samples/grid.png").toFile());
    BufferedImage row = ImageIO.read(run.resolve("samples/step-00000012.png").toFile());
    assertThat(grid.getHeight())
        .as("twelve samples in rows of ten against one row of ten")
        .isGreaterThan(row.getHeight());
    assertThat(grid.getWidth()).isGreaterThanOrEqualTo(10 * 8);
    assertThat(row.getHeight()).isGreaterThanOrEqualTo(8);
    assertThat(grid.getHeight()).isLessThan(3 * row.getHeight());
  }

  @Test
  void evaluationTellsTheBoundAndItsProtocol() throws IOException {
    JsonNode report =
        JsonMapper.shared().readTree(Files.readString(run.resolve("evaluation.json")));
    assertThat(report.get("unit").asString()).isEqualTo("bits/dim");
    assertThat(report.at("/total/mean").asDouble()).isBetween(1.0, 30.0);
    assertThat(report.at("/total/standardError").asDouble()).isPositive();
    JsonNode protocol = report.get("protocol");
    assertThat(protocol.propertyNames())
        .containsExactly(
            "split",
            "examples",
            "weights",
            "step",
            "conditional",
            "levels",
            "time",
            "timesteps",
            "draws_per_example",
            "seed");
    assertThat(protocol.get("split").asString()).isEqualTo("test");
    assertThat(protocol.get("examples").asInt()).isEqualTo(40);
    assertThat(protocol.get("time").asString()).isEqualTo("continuous");
    assertThat(protocol.get("draws_per_example").asInt()).isEqualTo(1);
    assertThat(protocol.get("weights").asString()).isEqualTo("ema");
    assertThat(protocol.get("step").asInt()).isEqualTo(12);
    assertThat(protocol.get("conditional").asBoolean()).isTrue();
    assertThat(protocol.get("levels").asInt()).isEqualTo(17);
    assertThat(protocol.get("seed").asInt()).isEqualTo(1);
  }

  private static String sha256(Path file) throws Exception {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
  }
}
