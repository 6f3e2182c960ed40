package org.tweedie.app.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tweedie.app.command.Tweedie;
import org.tweedie.app.plugin.PluginLoader;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What can be combined: each combination trains, is measured and draws samples. In this process, so
 * that TensorFlow is loaded once.
 */
class CombinationsIT {

  static {
    System.setProperty("tweedie.optimize", "false");
  }

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "vlb, noise", "vlb, signal", "vlb, velocity", "vlb, score",
    "simple, noise", "simple, signal", "simple, velocity", "simple, score"
  })
  void everyObjectiveGoesWithEveryPrediction(String objective, String predict) throws IOException {
    String both = "objective={type: " + objective + ", predict: " + predict + "}";
    train(Runs.digits(3, "--set", both));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ancestral", "ddim"})
  void everySamplerGoesWithEveryScheduleAndData(String sampler) throws IOException {
    for (String schedule : List.of("linear", "cosine")) {
      train(
          Runs.moons(
              3,
              "--run",
              folder.resolve(schedule).toString(),
              "--set",
              "sampler={type: " + sampler + ", steps: 5}",
              "--set",
              "schedule=" + schedule));
    }
  }

  @Test
  void theBoundCanBeThatOfDiscreteTime() throws IOException {
    train(
        Runs.digits(
            3, "--set", "objective={type: vlb, timesteps: 10}", "--set", "evaluate.timesteps=10"));
    JsonNode protocol = evaluation(folder.resolve("run")).get("protocol");
    assertThat(protocol.get("time").asString()).isEqualTo("discrete");
    assertThat(protocol.get("timesteps").asInt()).isEqualTo(10);
  }

  @ParameterizedTest
  @ValueSource(strings = {"moons", "rings", "swiss-roll", "checkerboard", "gaussians"})
  void everyShapeOfPointsIsLearnt(String shape) throws IOException {
    train(Runs.moons(3, "--set", "data.shape=" + shape));
    assertThat(folder.resolve("run/samples/scatter.png")).exists();
    assertThat(evaluation(folder.resolve("run")).at("/protocol/levels").asInt())
        .as("points are continuous")
        .isZero();
  }

  @Test
  void theArithmeticCanBeBfloat16() throws IOException {
    train(Runs.digits(3, "--set", "train.precision=bfloat16"));
  }

  private void train(String... arguments) throws IOException {
    List<String> all = new ArrayList<>(List.of(arguments));
    if (!all.contains("--run")) {
      all.addAll(List.of("--run", folder.resolve("run").toString()));
    }
    Path run = Path.of(all.get(all.indexOf("--run") + 1));
    StringWriter err = new StringWriter();
    int status =
        new CommandLineInThisProcess(new StringWriter(), err).execute(all.toArray(String[]::new));
    assertThat(status).as(err.toString()).isZero();
    assertThat(evaluation(run).at("/total/mean").asDouble()).isFinite();
    assertThat(Runs.checkpoints(run)).hasSize(1);
  }

  private record CommandLineInThisProcess(StringWriter out, StringWriter err) {
    int execute(String... arguments) {
      CommandLine tweedie = Tweedie.commandLine(new PluginLoader());
      return tweedie
          .setOut(new PrintWriter(out, true))
          .setErr(new PrintWriter(err, true))
          .execute(arguments);
    }
  }

  private static JsonNode evaluation(Path run) throws IOException {
    return JsonMapper.shared().readTree(Files.readString(run.resolve("evaluation.json")));
  }
}
