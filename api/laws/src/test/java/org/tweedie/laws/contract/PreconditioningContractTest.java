package org.tweedie.laws.contract;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.network.Preconditioning;
import org.tweedie.api.network.Preconditioning.Coefficients;

class PreconditioningContractTest {

  /** {@code x^ = alpha z - sigma F, eps^ = sigma z + alpha F}, both over the power: a velocity. */
  private static final Preconditioning ROTATION =
      (tf, alpha, sigma, logSnr) -> {
        var power = tf.math.add(tf.math.square(alpha), tf.math.square(sigma));
        var cosine = tf.math.div(alpha, power);
        var sine = tf.math.div(sigma, power);
        return Optional.of(
            new Coefficients(
                tf.math.rsqrt(power), logSnr, cosine, tf.math.neg(sine), sine, cosine));
      };

  @Nested
  class OfARightOne extends PreconditioningContract {
    @Override
    protected Preconditioning preconditioning() {
      return ROTATION;
    }
  }

  /** x^ = (z - sigma F) / alpha is infinite where there is no signal. */
  @Test
  void aSignalThatIsDividedByNothingIsFound() {
    Preconditioning wrong =
        new Preconditioning() {
          @Override
          public Optional<Coefficients> coefficients(
              Ops tf, Operand<TFloat32> alpha, Operand<TFloat32> sigma, Operand<TFloat32> logSnr) {
            return Optional.empty();
          }

          @Override
          public Optional<Operand<TFloat32>> signal(
              Ops tf,
              Operand<TFloat32> z,
              Operand<TFloat32> alpha,
              Operand<TFloat32> sigma,
              Operand<TFloat32> raw) {
            return Optional.of(tf.math.div(tf.math.sub(z, tf.math.mul(sigma, raw)), alpha));
          }
        };
    assertFound(wrong, PreconditioningContract::aSignalOfItsOwnIsFinite, "finite");
  }

  @Test
  void aForgottenSignIsFound() {
    assertFound(
        c ->
            new Coefficients(
                c.input(),
                c.conditioning(),
                c.signalOfLatent(),
                c.signalOfOutput(),
                c.noiseOfLatent(),
                c.signalOfOutput()),
        PreconditioningContract::predictedSignalAndNoiseMakeUpTheLatent,
        "the shares of the output cancel");
  }

  @Test
  void aShareOfTheLatentThatIsTooLargeIsFound() {
    assertFound(
        c ->
            new Coefficients(
                c.input(),
                c.conditioning(),
                c.input(),
                c.signalOfOutput(),
                c.noiseOfLatent(),
                c.noiseOfOutput()),
        PreconditioningContract::predictedSignalAndNoiseMakeUpTheLatent,
        "the shares of z add up to 1");
  }

  @Test
  void aDivisionByTheSignalThatIsNotThereIsFound() {
    Preconditioning wrong =
        (tf, alpha, sigma, logSnr) ->
            ROTATION
                .coefficients(tf, alpha, sigma, logSnr)
                .map(
                    c ->
                        new Coefficients(
                            c.input(),
                            c.conditioning(),
                            tf.math.reciprocal(alpha),
                            c.signalOfOutput(),
                            c.noiseOfLatent(),
                            c.noiseOfOutput()));
    assertFound(
        wrong, PreconditioningContract::factorsAreFiniteAtEveryNoiseLevel, "factor is finite");
  }

  @Test
  void aNetworkThatIsToldNothingIsFound() {
    assertFound(
        c ->
            new Coefficients(
                c.input(),
                c.input(),
                c.signalOfLatent(),
                c.signalOfOutput(),
                c.noiseOfLatent(),
                c.noiseOfOutput()),
        PreconditioningContract::theNetworkIsToldWhichNoiseLevelItSees,
        "What the network is told");
  }

  private static void assertFound(
      UnaryOperator<Coefficients> change,
      Consumer<PreconditioningContract> check,
      String sentence) {
    assertFound(
        (tf, alpha, sigma, logSnr) -> ROTATION.coefficients(tf, alpha, sigma, logSnr).map(change),
        check,
        sentence);
  }

  private static void assertFound(
      Preconditioning wrong, Consumer<PreconditioningContract> check, String sentence) {
    PreconditioningContract contract =
        new PreconditioningContract() {
          @Override
          protected Preconditioning preconditioning() {
            return wrong;
          }
        };
    assertThatThrownBy(() -> check.accept(contract))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(sentence);
  }
}
