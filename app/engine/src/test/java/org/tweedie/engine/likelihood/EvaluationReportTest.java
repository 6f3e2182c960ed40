package org.tweedie.engine.likelihood;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.tweedie.engine.chain.StepTimes;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class EvaluationReportTest {

  private static final Map<String, double[]> EACH =
      Map.of(
          "prior", new double[] {0.003, 0.0032},
          "reconstruction", new double[] {0.0199, 0.0201},
          "diffusion", new double[] {2, 3},
          "volume", new double[] {-8, -8.2468},
          "dequantisation", new double[] {8.499, 8.501},
          "total", new double[] {2.02, 3.03});

  private static final EvaluationReport REPORT =
      new EvaluationReport(List.of(bound(OptionalInt.of(1000))), "test", 5000, "ema", true, 256);

  private static BoundReport bound(OptionalInt timesteps) {
    return new BoundReport(
        new BoundEstimate(
            new Estimate(0.0031, 0.00001),
            new Estimate(0.02, 0.0001),
            new Estimate(2.5, 0.01),
            new Estimate(2.5231, 0.011),
            1234,
            EACH),
        timesteps,
        StepTimes.EVEN,
        8,
        1,
        false);
  }

  private static FlowReport flow() {
    return new FlowReport(
        new FlowEstimate(
            new Estimate(2.0471, 0.0002),
            new Estimate(-8.1234, 0.02),
            new Estimate(8.5, 0.001),
            new Estimate(0.02, 0.0001),
            new Estimate(0, 0),
            new Estimate(2.4437, 0.02),
            Double.NaN,
            2e-6,
            0.0031,
            123.4,
            1234,
            EACH),
        new FlowProtocol(
            Dequantisation.VARIATIONAL, 1, false, Divergence.RADEMACHER, 1, 1e-5, 1e-5, 16, 1),
        true,
        16,
        -5,
        Double.POSITIVE_INFINITY,
        -5);
  }

  private static final EvaluationReport ALL =
      new EvaluationReport(
          List.of(bound(OptionalInt.empty()), bound(OptionalInt.of(1000)), flow()),
          "test",
          5000,
          "ema",
          true,
          256);

  @Test
  void putsSeveralLikelihoodsSideBySide() {
    assertThat(ALL.text())
        .isEqualTo(
            """
            Bits per dimension on the test split (lower is better)
                              continuous bound  bound, T = 1000              flow
              prior            0.0031 ± 0.0000  0.0031 ± 0.0000   2.0471 ± 0.0002
              reconstruction   0.0200 ± 0.0001  0.0200 ± 0.0001   0.0200 ± 0.0001
              diffusion        2.5000 ± 0.0100  2.5000 ± 0.0100
              volume                                             -8.1234 ± 0.0200
              dequantisation                                      8.5000 ± 0.0010
              total            2.5231 ± 0.0110  2.5231 ± 0.0110   2.4437 ± 0.0200
              which is             upper bound      upper bound       upper bound
              predictions         8 an example     8 an example    123 an example
              1,234 examples, averaged weights of step 5,000, given the class, 256 levels
              continuous bound: 8 draws each, seed 1
              bound, T = 1000: 8 draws each, seed 1
              flow: Dormand-Prince 5(4) to 1.0E-5, 1 rademacher probe, variational dequantisation with 1 draw, seed 1
              flow: from log SNR 16.00 to -5.00 (the schedule: Infinity to -5.00); at the first, sigma/alpha is 0.00034
              flow: may be off by: integration about 2e-6; probes unknown; the prior differs from the latents of data by at most 0.0031
              flow: of other dynamics than the bounds, which do not limit it: near them once the network has learnt the score""");
  }

  @Test
  void tellsMachinesOfSeveralLikelihoodsWithTheContinuousBoundOnTop() {
    JsonNode json = new JsonMapper().readTree(ALL.json());
    assertThat(json.at("/total/mean").doubleValue()).isEqualTo(2.5231);
    assertThat(json.at("/protocol/time").stringValue()).isEqualTo("continuous");
    assertThat(json.at("/discrete/total/mean").doubleValue()).isEqualTo(2.5231);
    assertThat(json.at("/discrete/protocol/timesteps").intValue()).isEqualTo(1000);
    assertThat(json.at("/flow/total/mean").doubleValue()).isEqualTo(2.4437);
    assertThat(json.at("/flow/volume/standardError").doubleValue()).isEqualTo(0.02);
    assertThat(json.at("/flow/predictions_per_example").doubleValue()).isEqualTo(123.4);
    assertThat(json.at("/flow/protocol/dequantisation").stringValue()).isEqualTo("variational");
    assertThat(json.at("/flow/protocol/schedule_log_snr_start").stringValue())
        .isEqualTo("Infinity");
    assertThat(json.at("/flow/probe_error").isMissingNode())
        .as("one probe says nothing of its error, and NaN is no JSON")
        .isTrue();
    assertThat(json.at("/flow/is").stringValue()).isEqualTo("bound");
  }

  @Test
  void tellsPeopleEveryTermAndTheProtocol() {
    assertThat(REPORT.text())
        .isEqualTo(
            """
            Bits per dimension on the test split (a bound: lower is better)
              prior             0.0031 ± 0.0000
              reconstruction    0.0200 ± 0.0001
              diffusion         2.5000 ± 0.0100
              total             2.5231 ± 0.0110
              1,234 examples, T = 1000, 8 draws each, averaged weights of step 5,000, given the class, 256 levels, seed 1""");
  }

  /** Another bound than the one with the posterior's variance; in continuous time the same. */
  @Test
  void tellsThatReverseStepsHadALearnedVarianceWhereThatCounts() {
    EvaluationReport learned = learned(OptionalInt.of(1000));
    assertThat(learned.text())
        .contains("1,234 examples, T = 1000, 8 draws each, reverse steps of learned variance, ");
    assertThat(
            new JsonMapper().readTree(learned.json()).at("/protocol/reverse_variance").asString())
        .isEqualTo("learned");
    EvaluationReport continuous = learned(OptionalInt.empty());
    assertThat(continuous.text()).doesNotContain("learned variance");
    assertThat(continuous.json()).doesNotContain("reverse_variance");
  }

  private static EvaluationReport learned(OptionalInt timesteps) {
    BoundReport plain = bound(timesteps);
    return new EvaluationReport(
        List.of(new BoundReport(plain.bound(), timesteps, StepTimes.EVEN, 8, 1, true)),
        "test",
        5000,
        "ema",
        true,
        256);
  }

  @Test
  void tellsMachinesTheSame() {
    JsonNode json = new JsonMapper().readTree(REPORT.json());
    assertThat(json.get("unit").stringValue()).isEqualTo("bits/dim");
    assertThat(json.at("/total/mean").doubleValue()).isEqualTo(2.5231);
    assertThat(json.at("/diffusion/standardError").doubleValue()).isEqualTo(0.01);
    assertThat(json.at("/protocol/time").stringValue()).isEqualTo("discrete");
    assertThat(json.at("/protocol/timesteps").intValue()).isEqualTo(1000);
    assertThat(json.at("/protocol/examples").intValue()).isEqualTo(1234);
    assertThat(json.at("/protocol/weights").stringValue()).isEqualTo("ema");
    assertThat(json.at("/protocol/conditional").booleanValue()).isTrue();
  }
}
