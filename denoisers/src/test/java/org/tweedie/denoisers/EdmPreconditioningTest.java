package org.tweedie.denoisers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.network.Preconditioning;
import org.tweedie.api.network.Preconditioning.Coefficients;
import org.tweedie.api.objective.GraphLevel;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.laws.contract.PreconditioningContract;
import org.tweedie.laws.graph.TestGraph;

class EdmPreconditioningTest {

  @Nested
  class Contract extends PreconditioningContract {
    @Override
    protected Preconditioning preconditioning() {
      return preconditioningFor(0.5);
    }
  }

  @Nested
  class ContractForWideData extends PreconditioningContract {
    @Override
    protected Preconditioning preconditioning() {
      return preconditioningFor(30);
    }
  }

  /** c_skip, c_out, c_in and c_noise of the paper's table 1; alpha changes none of them. */
  @ParameterizedTest
  @CsvSource({
    "1, 0.5, 0.2, 0.4472136, 0.89442719, 0",
    "0.002, 0.5, 0.99998400, 0.00199998, 1.99998400, -1.55365202",
    "80, 0.5, 0.0000390610, 0.49999023, 0.01249976, 1.09550666",
    "3, 1, 0.1, 0.94868330, 0.31622777, 0.27465307"
  })
  void isTableOne(double sigma, double data, double skip, double out, double in, double noise) {
    for (double alpha : new double[] {1, 0.25, 7}) {
      float[] c = at(NoiseLevel.of(alpha, alpha * sigma), data);
      assertThat(alpha * c[2]).as("c_skip").isCloseTo(skip, within(2e-6 * skip));
      assertThat((double) c[3]).as("c_out").isCloseTo(out, within(3e-6 * out));
      assertThat(alpha * c[0]).as("c_in").isCloseTo(in, within(2e-6 * in));
      assertThat((double) c[1]).as("c_noise").isCloseTo(noise, within(1e-6));
    }
  }

  @Test
  void showsTheNetworkAVarianceOfOne() {
    for (double data : new double[] {0.05, 0.5, 3}) {
      for (double sigma : new double[] {0.002, 0.1, 1, 80}) {
        NoiseLevel exploding = NoiseLevel.of(1, sigma);
        NoiseLevel preserving = NoiseLevel.variancePreserving(-2 * Math.log(sigma));
        for (NoiseLevel level : new NoiseLevel[] {exploding, preserving}) {
          double variance =
              data * data * level.alpha() * level.alpha() + level.sigma() * level.sigma();
          double input = at(level, data)[0];
          assertThat(input * input * variance)
              .as("c_in^2 Var(z) at %s for data of standard deviation %s", level, data)
              .isCloseTo(1, within(1e-5));
        }
      }
    }
  }

  @Test
  void isExactWithoutSignalAndWithoutNoise() {
    float[] nothing = at(NoiseLevel.variancePreserving(Double.NEGATIVE_INFINITY), 0.5);
    assertThat(nothing[0]).as("c_in").isEqualTo(1);
    assertThat(nothing[2]).as("x^ has nothing of z").isZero();
    assertThat(nothing[3]).as("x^ = sigma_data F").isEqualTo(0.5f);
    assertThat(nothing[4]).as("eps^ = z").isEqualTo(1);
    assertThat(nothing[5]).as("eps^ has nothing of F").isZero();
    float[] clean = at(NoiseLevel.variancePreserving(Double.POSITIVE_INFINITY), 0.5);
    assertThat(clean[0]).as("c_in").isEqualTo(2);
    assertThat(clean[2]).as("x^ = z").isEqualTo(1);
    assertThat(clean[3]).as("x^ has nothing of F").isZero();
    assertThat(clean[4]).as("eps^ has nothing of z").isZero();
    assertThat(clean[5]).as("eps^ = -F").isEqualTo(-1);
  }

  @Test
  void withoutItNothingIsScaled() {
    try (TestGraph graph = TestGraph.forInference(1)) {
      Operand<TFloat32> any = graph.floats(-1);
      assertThat(new NoPreconditioning().coefficients(graph.tf(), any, any, any)).isEmpty();
    }
  }

  private static Preconditioning preconditioningFor(double data) {
    return new EdmPreconditioning(new EdmPreconditioning.Options(data));
  }

  private static float[] at(NoiseLevel level, double data) {
    try (TestGraph graph = TestGraph.forInference(1)) {
      Coefficients c =
          preconditioningFor(data)
              .coefficients(
                  graph.tf(),
                  number(graph, level.alpha()),
                  number(graph, level.sigma()),
                  number(graph, GraphLevel.boundedLogSnr(level.logSnr())))
              .orElseThrow();
      return graph.run(
          graph
              .tf()
              .concat(
                  List.of(
                      c.input(),
                      c.conditioning(),
                      c.signalOfLatent(),
                      c.signalOfOutput(),
                      c.noiseOfLatent(),
                      c.noiseOfOutput()),
                  graph.tf().constant(0)));
    }
  }

  private static Operand<TFloat32> number(TestGraph graph, double value) {
    return graph.tf().constant(new float[] {(float) value});
  }
}
