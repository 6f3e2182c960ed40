package org.tweedie.app.likelihood;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class EvaluationReportTest {

  private static final EvaluationReport REPORT =
      new EvaluationReport(
          new BoundEstimate(
              new Estimate(0.0031, 0.00001),
              new Estimate(0.02, 0.0001),
              new Estimate(2.5, 0.01),
              new Estimate(2.5231, 0.011),
              1234),
          "test",
          5000,
          true,
          true,
          OptionalInt.of(1000),
          8,
          256,
          1);

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
