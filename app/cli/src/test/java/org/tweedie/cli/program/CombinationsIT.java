package org.tweedie.cli.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What can be combined: each combination trains, is measured and draws samples. In this process, so
 * that TensorFlow is loaded once.
 */
class CombinationsIT {

  private static final Path CPU = Path.of("/proc/cpuinfo");

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "vlb, noise", "vlb, signal", "vlb, velocity", "vlb, score",
    "simple, noise", "simple, signal", "simple, velocity", "simple, score"
  })
  void everyObjectiveGoesWithEveryPrediction(String objective, String predict) throws IOException {
    String both = "objective={type: " + objective + ", predict: " + predict + "}";
    train(Runs.digits(3, "--set", both, "--set", "network={type: mlp, width: 16, layers: 1}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{type: score-matching, form: sliced, projections: 2}",
        "{type: score-matching, form: implicit, predict: velocity, weight: likelihood}",
        "{type: consistency-elbo, timesteps: 5}"
      })
  void objectivesOfOtherKindsTrainToo(String objective) throws IOException {
    train(Runs.moons(3, "--set", "objective=" + objective));
  }

  @Test
  void aUNetIsDifferentiatedTwice() throws IOException {
    train(Runs.digits(3, "--set", "objective={type: score-matching, form: sliced}"));
  }

  @Test
  void aLearntVarianceIsMeasuredAndSampledWith() throws IOException {
    train(
        Runs.digits(
            3,
            "--set",
            "objective={type: hybrid, timesteps: 10}",
            "--set",
            "evaluate.timesteps=10",
            "--set",
            "sampler={type: ancestral, steps: 10, variance: learned}",
            "--set",
            "guidance={type: classifier-free, scale: 2}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ancestral", "ddim"})
  void everySamplerGoesWithEverySchedule(String sampler) throws IOException {
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{type: vdm, channels: 8, blocks: 1, groups: 4}",
        "{type: transformer, width: 16, depth: 1, heads: 2}",
        "{type: edm2, channels: 8, blocks: 1, channel-multipliers: [1, 2]}"
      })
  void digitsGoWithEveryNetworkForImages(String network) throws IOException {
    train(Runs.digits(3, "--set", "network=" + network));
  }

  @Test
  void digitsGoWithTheBestLinearPrediction() throws IOException {
    train(Runs.digits(3, "--set", "network=linear", "--set", "preconditioning=none"));
  }

  @ParameterizedTest
  @CsvSource({"edm, score", "cosine, velocity"})
  void aPreconditioningGoesWithSchedulesOfEitherKind(String schedule, String predict)
      throws IOException {
    train(
        Runs.moons(
            3,
            "--set",
            "schedule=" + schedule,
            "--set",
            "preconditioning={type: edm, sigma-data: 1}",
            "--set",
            "objective={type: edm, predict: " + predict + "}",
            "--set",
            "sampler={type: heun, steps: 5}"));
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

  /** As a process, for it is the rewriting of graphs that brings bfloat16 in. */
  @Test
  void theArithmeticCanBeBfloat16() throws IOException {
    assumeTrue(
        !Files.exists(CPU) || Files.readString(CPU).contains("avx512"),
        "TensorFlow leaves graphs in float32 where the processor has no AVX-512");
    Program program = Program.in(folder).with("-Dtweedie.optimize=true");
    for (String precision : List.of("float32", "bfloat16")) {
      String set = "train.precision=" + precision;
      program
          .run(Runs.digits(3, "--set", set, "--set", "optimizer=adamw", "--run", precision))
          .succeeded();
    }
    double single = gradientNorm(folder.resolve("float32"));
    assertThat(Math.abs(gradientNorm(folder.resolve("bfloat16")) - single) / single)
        .as("relative difference of gradients: bfloat16 has eight bits of precision")
        .isBetween(1e-5, 0.05);
  }

  private static double gradientNorm(Path run) throws IOException {
    return (Double) Runs.metrics(run).get(0).get("train/gradient_norm");
  }

  private void train(String... arguments) throws IOException {
    List<String> all = new ArrayList<>(List.of(arguments));
    if (!all.contains("--run")) {
      all.addAll(List.of("--run", folder.resolve("run").toString()));
    }
    Path run = Path.of(all.get(all.indexOf("--run") + 1));
    Session.shared().run(all.toArray(String[]::new)).succeeded();
    assertThat(evaluation(run).at("/total/mean").asDouble()).isFinite();
    assertThat(Runs.checkpoints(run)).hasSize(1);
  }

  private static JsonNode evaluation(Path run) throws IOException {
    return JsonMapper.shared().readTree(Files.readString(run.resolve("evaluation.json")));
  }
}
