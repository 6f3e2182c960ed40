package org.tweedie.api.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.OptionalInt;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.Parameterization;
import org.tweedie.laws.contract.ObjectiveContract;
import org.tweedie.laws.exact.BoundlessSchedule;
import org.tweedie.laws.graph.TestDenoising;
import org.tweedie.laws.graph.TestGraph;

/** The contract on the continuous bound as {@link SignalError} writes it. */
class SignalErrorTest extends ObjectiveContract {

  private record Bound(Parameterization predicts) implements Objective {
    @Override
    public Operand<TFloat32> loss(Denoising batch) {
      return SignalError.weighted(batch, predicts, SignalError.logBoundWeight(batch));
    }
  }

  @Override
  protected Objective objective(Parameterization predicts) {
    return new Bound(predicts);
  }

  /**
   * Signal 0.5, noise 3, and a network that puts out zeros. The squared error of the noise is that
   * of the output times 1 for noise and score, alpha^2 for velocity and the SNR for signal, which
   * leaves 9 or nothing where the log SNR is infinite.
   */
  @ParameterizedTest
  @CsvSource({
    "NOISE, 0, 9",
    "NOISE, 1, 9",
    "SCORE, 0, 9",
    "SCORE, 1, 9",
    "VELOCITY, 0, 9",
    "VELOCITY, 1, 0",
    "FLOW, 0, 9",
    "FLOW, 1, 0",
    "SIGNAL, 1, 0"
  })
  void errorOfTheNoiseHasItsLimitWhereTheLogSnrIsInfinite(
      Parameterization predicts, double time, double expected) {
    try (TestGraph graph = TestGraph.forInference(1)) {
      TestDenoising batch =
          new TestDenoising(
              graph,
              DataShape.point(2),
              predicts,
              (latent, logSnr) -> graph.tf().zerosLike(latent));
      batch.feed(
          new BoundlessSchedule(),
          new double[] {time},
          OptionalInt.empty(),
          new float[] {0.5f, 0.5f},
          new float[] {3, 3},
          (level, signal, noise) -> 0);
      float[] loss = graph.run(SignalError.weighted(batch, predicts, batch.level().logSnr()));
      assertThat((double) loss[0])
          .as("SNR |x - x^|^2 = |eps - eps^|^2 with %s at time %s", predicts, time)
          .isCloseTo(expected, within(1e-4));
    }
  }
}
