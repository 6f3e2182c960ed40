package org.tweedie.api.objective;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.model.Parameterization;

/** Wrong objectives are caught, each by the identity that it breaks. */
class ObjectiveContractTest {

  /** A loss of a batch, given what the network predicts. */
  private interface Loss {
    Operand<TFloat32> of(Denoising batch, Parameterization predicts);
  }

  private record Weighted(Parameterization predicts, Loss loss) implements Objective {
    @Override
    public Operand<TFloat32> loss(Denoising batch) {
      return loss.of(batch, predicts);
    }
  }

  /** The plain error of the output is another weight on the signal in each parameterization. */
  @Test
  void weightsWithTheWrongParameterizationAreCaught() {
    assertCaught(
        (batch, predicts) -> error(batch, SignalError.target(batch, predicts), batch.output()),
        ObjectiveContract::dependsOnThePredictionAndNotOnItsParameterization,
        "(Luo, equations 99, 130, 148)");
  }

  @Test
  void targetsOfAnotherSignAreCaught() {
    assertCaught(
        (batch, predicts) ->
            error(batch, batch.tf().math.neg(SignalError.target(batch, predicts)), batch.output()),
        ObjectiveContract::isZeroForAnExactPrediction,
        "'the loss of an exact prediction, x^ = x, is 0' (Luo, equation 99)");
  }

  @Test
  void errorsThatAreNotMeasuredAreCaught() {
    assertCaught(
        (batch, predicts) -> batch.tf().math.exp(batch.tf().math.neg(all(batch, predicts))),
        ObjectiveContract::growsWithTheError,
        "a larger error costs more");
  }

  @Test
  void weightsThatAreInfinityMinusInfinityAreCaught() {
    assertCaught(
        (batch, predicts) -> {
          Ops tf = batch.tf();
          GraphLevel level = batch.level();
          var infinite = tf.math.sub(tf.math.log(level.alpha()), tf.math.log(level.sigma()));
          var nothing = tf.math.sub(infinite, infinite);
          return SignalError.weighted(batch, predicts, nothing);
        },
        ObjectiveContract::isANumberWhereTheLogSnrIsInfinite,
        "infinity minus infinity");
  }

  @Test
  void lossesOverTheWholeBatchAreCaught() {
    assertCaught(
        (batch, predicts) ->
            batch
                .tf()
                .math
                .mean(
                    SignalError.weighted(batch, predicts, batch.level().logSnr()),
                    batch.tf().constant(0)),
        ObjectiveContract::hasOneLossForEachExampleAndFiniteGradients,
        "expected the shape [B]");
  }

  private static Operand<TFloat32> all(Denoising batch, Parameterization predicts) {
    return error(batch, SignalError.target(batch, predicts), batch.output());
  }

  private static Operand<TFloat32> error(
      Denoising batch, Operand<TFloat32> target, Operand<TFloat32> output) {
    Ops tf = batch.tf();
    Operand<TFloat32> squares = tf.math.squaredDifference(target, output);
    return tf.math.mean(tf.reshape(squares, tf.constant(new int[] {-1, 64})), tf.constant(1));
  }

  private static void assertCaught(Loss loss, Consumer<ObjectiveContract> test, String words) {
    ObjectiveContract contract =
        new ObjectiveContract() {
          @Override
          protected Objective objective(Parameterization predicts) {
            return new Weighted(predicts, loss);
          }
        };
    assertThatThrownBy(() -> test.accept(contract))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(words);
  }
}
