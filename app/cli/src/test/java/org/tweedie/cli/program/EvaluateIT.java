package org.tweedie.cli.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The bound and the flow's likelihood of trained runs. */
class EvaluateIT {

  private static final String FEW = "evaluate={examples: 2, flow-tolerance: 1e-3}";

  @TempDir static Path folder;
  private static JsonNode plain;

  @BeforeAll
  static void measureTheRun() {
    Shared.digits(folder);
    plain = evaluate();
  }

  @Test
  void totalIsTheSumOfItsTerms() {
    assertThat(mean(plain, "total"))
        .isCloseTo(
            mean(plain, "prior") + mean(plain, "reconstruction") + mean(plain, "diffusion"),
            within(1e-9))
        .as("log2(17) = 4.09 bits would code the grey levels by themselves")
        .isBetween(0.5, 8.0);
    assertThat(plain.at("/total/standardError").asDouble()).isBetween(1e-4, 1.0);
  }

  @Test
  void reportIsPrintedAndKept() {
    assertThat(folder.resolve("run/evaluation.json")).isNotEmptyFile();
    Program.Ended ended = Program.in(folder).run("evaluate", "run").succeeded();
    assertThat(ended.out()).contains("prior", "reconstruction", "diffusion", "total");
    assertThat(ended.err()).contains("Wrote run/evaluation.json");
  }

  @Test
  void batchesDoNotChangeTheResult() {
    JsonNode other = evaluate("--set", "evaluate.batch=7");
    for (String term : List.of("total", "prior", "reconstruction", "diffusion")) {
      assertThat(mean(other, term)).as(term).isCloseTo(mean(plain, term), within(1e-4));
    }
  }

  /**
   * More steps tighten the bound (Kingma et al., "Variational Diffusion Models", arXiv 2107.00630,
   * section 4.2, equation 16), and continuous time is their limit.
   */
  @Test
  void fewStepsGiveALooserBoundThanContinuousTime() {
    String[] draws = {"--set", "evaluate.draws=16"};
    JsonNode continuous = evaluate(draws);
    JsonNode discrete = evaluate("--set", "evaluate.timesteps=10", draws[0], draws[1]);
    assertThat(discrete.at("/protocol/time").asString()).isEqualTo("discrete");
    assertThat(discrete.at("/protocol/timesteps").asInt()).isEqualTo(10);
    double error =
        Math.hypot(
            continuous.at("/total/standardError").asDouble(),
            discrete.at("/total/standardError").asDouble());
    assertThat(mean(discrete, "total") - mean(continuous, "total"))
        .as("difference of the bounds, with a standard error of %s", error)
        .isGreaterThan(4 * error);
  }

  /** With one model and the same latents at time 0, so their reconstruction terms are equal. */
  @Test
  void threeLikelihoodsAreReportedSideBySide() {
    JsonNode all = evaluate("--likelihood", "all", "--set", FEW);
    for (String term : List.of("total", "prior", "reconstruction", "diffusion")) {
      assertThat(all.at("/discrete").has(term)).as(term).isTrue();
    }
    assertThat(all.at("/discrete/protocol/timesteps").asInt()).isEqualTo(1000);
    assertThat(all.at("/protocol/time").asString()).isEqualTo("continuous");
    JsonNode flow = all.get("flow");
    assertThat(mean(flow, "reconstruction")).isCloseTo(mean(all, "reconstruction"), within(1e-9));
    assertThat(mean(flow, "total"))
        .isCloseTo(
            mean(flow, "prior")
                + mean(flow, "volume")
                + mean(flow, "dequantisation")
                + mean(flow, "reconstruction"),
            within(1e-9));
    assertThat(flow.get("predictions_per_example").asDouble()).isGreaterThan(30);
    assertThat(flow.at("/protocol/log_snr_start").asDouble()).isEqualTo(9);
  }

  /**
   * The probes do not move the latents, and their mean is the trace: Hutchinson's likelihood is the
   * exact one within the standard error that the report states of it, whatever the network has
   * learnt. Points have two dimensions, so an exact divergence costs two gradients and both can be
   * followed over the whole range of noise levels.
   */
  @Tag("long")
  @Test
  void probesFindTheFlowsLikelihoodWithinTheErrorThatIsTold() {
    String points = folder.resolve("points").toString();
    Session.shared()
        .run(
            Runs.moons(
                300,
                "--run",
                points,
                "--set",
                "network={width: 32, layers: 2}",
                "--set",
                "train={batch: 64, learning-rate: 4e-3, warmup: 20, ema: 0.97}",
                "--set",
                "evaluate={examples: 12, flow-tolerance: 1e-5}"))
        .succeeded();
    JsonNode exact =
        evaluateRun(points, "--likelihood", "flow", "--set", "evaluate.flow-divergence=exact");
    JsonNode probed =
        evaluateRun(points, "--likelihood", "flow", "--set", "evaluate.flow-probes=32");
    assertThat(exact.at("/flow/protocol/log_snr_start").asDouble())
        .isGreaterThan(exact.at("/flow/protocol/log_snr_end").asDouble() + 12);
    double integration =
        exact.at("/flow/integration_error").asDouble()
            + probed.at("/flow/integration_error").asDouble();
    double probes = probed.at("/flow/probe_error").asDouble();
    assertThat(probes).as("the standard error of the probes").isBetween(1e-3, 0.15);
    assertThat(integration).as("the error of both integrations").isBetween(1e-5, probes);
    assertThat(mean(probed.get("flow"), "total"))
        .as("total, with a standard error of %s by probes and %s by steps", probes, integration)
        .isCloseTo(mean(exact.get("flow"), "total"), within(4 * probes + integration))
        .isNotEqualTo(mean(exact.get("flow"), "total"));
  }

  @Test
  void plainWeightsAreOthersThanAveragedOnes() {
    JsonNode other = evaluate("--set", "evaluate.ema=false");
    assertThat(other.at("/protocol/weights").asString()).isEqualTo("plain");
    assertThat(mean(other, "diffusion")).isNotEqualTo(mean(plain, "diffusion"));
    assertThat(mean(other, "prior")).isEqualTo(mean(plain, "prior"));
  }

  @Test
  void moreExamplesAndAnotherSeedAgreeWithinTheirErrors() {
    JsonNode other = evaluate("--set", "evaluate={examples: 0, seed: 2}");
    assertThat(other.at("/protocol/examples").asInt()).isEqualTo(359);
    double error =
        Math.hypot(
            plain.at("/total/standardError").asDouble(),
            other.at("/total/standardError").asDouble());
    assertThat(mean(other, "total"))
        .as("total, with a standard error of %s", error)
        .isCloseTo(mean(plain, "total"), within(5 * error))
        .isNotEqualTo(mean(plain, "total"));
  }

  private static JsonNode evaluate(String... more) {
    return evaluateRun(folder.resolve("run").toString(), more);
  }

  private static JsonNode evaluateRun(String run, String... more) {
    List<String> arguments = new ArrayList<>(List.of("evaluate", run, "--json"));
    arguments.addAll(List.of(more));
    return JsonMapper.shared()
        .readTree(Session.shared().run(arguments.toArray(String[]::new)).succeeded().out());
  }

  private static double mean(JsonNode report, String term) {
    return report.get(term).get("mean").asDouble();
  }
}
