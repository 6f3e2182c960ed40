package org.tweedie.laws.contract;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.objective.Denoising;
import org.tweedie.api.objective.GraphLevel;
import org.tweedie.api.objective.Objective;
import org.tweedie.api.objective.SignalError;

/** The contract on a right objective, and on such as are wrong in one way each. */
class ObjectiveContractTest {

  @FunctionalInterface
  private interface Loss {
    Operand<TFloat32> of(Denoising batch, Parameterization predicts);
  }

  private record Simple(Parameterization predicts, Loss made) implements Objective {
    @Override
    public Operand<TFloat32> loss(Denoising batch) {
      return made.of(batch, predicts);
    }
  }

  /** The error of the noise, by the Jacobian's trace in random directions. */
  private record Sliced(Parameterization predicts, float factor) implements Objective {
    @Override
    public boolean differentiatesNetwork() {
      return true;
    }

    @Override
    public Operand<TFloat32> loss(Denoising batch) {
      Ops tf = batch.tf();
      Operand<TFloat32> noise = tf.math.neg(batch.output());
      Operand<TFloat32> signs = tf.math.sign(batch.moreNoise(0));
      Operand<TFloat32> slopes = tf.math.mul(signs, batch.pullback(noise, signs));
      return tf.math.add(
          SignalError.mean(batch, tf.math.square(noise)),
          tf.math.mul(
              tf.math.mul(tf.constant(factor), batch.level().sigma()),
              SignalError.mean(batch, slopes)));
    }
  }

  /** A divergence of the reverse step, whose variance may be taken the wrong way round. */
  private record Variance(Parameterization predicts, float sign) implements Objective {
    @Override
    public OptionalInt timesteps() {
      return OptionalInt.of(10);
    }

    @Override
    public boolean learnsVariance() {
      return true;
    }

    @Override
    public Operand<TFloat32> loss(Denoising batch) {
      Ops tf = batch.tf();
      Operand<TFloat32> ratio =
          tf.math.sub(
              batch.level().logNoiseVariance(tf), batch.previousLevel().logNoiseVariance(tf));
      Operand<TFloat32> r =
          tf.math.mul(batch.varianceFraction(), SignalError.perExample(batch, ratio));
      Operand<TFloat32> half = tf.math.mul(tf.constant(0.5f), SignalError.logStepWeight(batch));
      Operand<TFloat32> error = tf.math.square(SignalError.scaled(batch, predicts, half));
      Operand<TFloat32> minus = tf.math.neg(r);
      return SignalError.mean(
          batch,
          tf.math.add(
              tf.math.mul(tf.math.exp(minus), error),
              tf.math.mul(tf.constant(sign), tf.math.add(tf.math.expm1(minus), r))));
    }
  }

  /**
   * Luo's equation 45 as it is printed: the divergence of q(z_s | z_r) from p(z_s | z_t) for given
   * z_r and z_t, without the terms that no network changes. But given z_t, z_s is no longer
   * distributed as q(z_s | z_r).
   */
  private record DivergenceGivenBothNeighbours(Parameterization predicts) implements Objective {
    @Override
    public OptionalInt timesteps() {
      return OptionalInt.of(10);
    }

    @Override
    public int earlierLevels() {
      return 2;
    }

    /** {@code (E[z_s | z_r] - E[z_s | z_t, x^])^2} over the reverse step's variance. */
    @Override
    public Operand<TFloat32> loss(Denoising batch) {
      Ops tf = batch.tf();
      Operand<TFloat32> freshT = fresh(batch, batch.level(), batch.earlierLevel(1));
      Operand<TFloat32> freshS = fresh(batch, batch.earlierLevel(1), batch.earlierLevel(2));
      Operand<TFloat32> n = batch.moreNoise(0);
      Operand<TFloat32> noiseS =
          tf.math.add(tf.math.mul(rest(tf, freshT), batch.noise()), tf.math.mul(freshT, n));
      Operand<TFloat32> ofForward =
          tf.math.sub(
              tf.math.mul(freshS, noiseS), tf.math.mul(rest(tf, freshS), batch.moreNoise(1)));
      Operand<TFloat32> half = tf.math.mul(tf.constant(0.5f), SignalError.logStepWeight(batch));
      Operand<TFloat32> distance =
          tf.math.sub(
              tf.math.add(SignalError.scaled(batch, predicts, half), n),
              tf.math.mul(tf.math.div(freshS, freshT), ofForward));
      return SignalError.mean(batch, tf.math.square(distance));
    }

    /** The share of new noise in the step between two levels, as a standard deviation. */
    private static Operand<TFloat32> fresh(Denoising batch, GraphLevel t, GraphLevel s) {
      Ops tf = batch.tf();
      Operand<TFloat32> share = tf.math.expm1(tf.math.sub(t.logSnr(), s.logSnr()));
      return SignalError.perExample(batch, tf.math.sqrt(tf.math.neg(share)));
    }

    private static Operand<TFloat32> rest(Ops tf, Operand<TFloat32> fresh) {
      return tf.math.sqrt(tf.math.sub(tf.constant(1f), tf.math.square(fresh)));
    }
  }

  @Nested
  class Right extends ObjectiveContract {
    @Override
    protected Objective objective(Parameterization predicts) {
      return new Simple(
          predicts, (batch, it) -> SignalError.weighted(batch, it, batch.level().logSnr()));
    }
  }

  @Nested
  class RightVariance extends ObjectiveContract {
    @Override
    protected Objective objective(Parameterization predicts) {
      return new Variance(predicts, 1);
    }
  }

  @Test
  void weightOfAnotherParameterizationIsCaught() {
    assertCaught(
        (batch, predicts) ->
            SignalError.weighted(batch, Parameterization.NOISE, batch.level().logSnr()),
        ObjectiveContract::dependsOnThePredictionAndNotOnItsParameterization,
        "(Luo, equations 99, 130, 148) does not hold");
  }

  /** The plain error of the output is another weight on the signal in each parameterization. */
  @Test
  void weightsThatAreNotConvertedAreCaught() {
    assertCaught(
        (batch, predicts) ->
            SignalError.mean(
                batch,
                batch
                    .tf()
                    .math
                    .squaredDifference(SignalError.target(batch, predicts), batch.output())),
        ObjectiveContract::dependsOnThePredictionAndNotOnItsParameterization,
        "A weight on the signal's error is converted by b^2");
  }

  @Test
  void errorsThatAreNotMeasuredAreCaught() {
    assertCaught(
        (batch, predicts) ->
            batch
                .tf()
                .math
                .exp(
                    batch
                        .tf()
                        .math
                        .neg(SignalError.weighted(batch, predicts, batch.level().logSnr()))),
        ObjectiveContract::growsWithTheError,
        "a larger error costs more");
  }

  @Test
  void comparingWithAnotherTargetIsCaught() {
    assertCaught(
        (batch, predicts) ->
            SignalError.mean(
                batch, batch.tf().math.squaredDifference(batch.latent(), batch.output())),
        ObjectiveContract::isZeroForAnExactPrediction,
        "'the loss of an exact prediction, x^ = x, is 0' (Luo, equation 99)");
  }

  @Test
  void pullingThePredictionTowardsZeroIsCaught() {
    assertCaught(
        (batch, predicts) ->
            batch
                .tf()
                .math
                .add(
                    SignalError.weighted(batch, predicts, batch.level().logSnr()),
                    SignalError.mean(batch, batch.tf().math.square(batch.output()))),
        ObjectiveContract::isLeastInTheMeanForTheExactDenoiser,
        "least for the exact denoiser of Gaussian data, x^ = E[x | z]' (Luo, equations 133 and 157)");
  }

  @Test
  void oneLossForTheWholeBatchIsCaught() {
    assertCaught(
        (batch, predicts) -> {
          Ops tf = batch.tf();
          Operand<TFloat32> losses = SignalError.weighted(batch, predicts, batch.level().logSnr());
          return tf.math.mean(losses, tf.constant(0));
        },
        ObjectiveContract::hasOneLossForEachExampleAndFiniteGradients,
        "expected the shape [B]");
  }

  @Test
  void dividingByAnSnrOfZeroIsCaught() {
    assertCaught(
        (batch, predicts) -> {
          Ops tf = batch.tf();
          Operand<TFloat32> alpha = batch.level().alpha();
          Operand<TFloat32> one = tf.math.div(alpha, alpha);
          return tf.math.mul(one, SignalError.weighted(batch, predicts, batch.level().logSnr()));
        },
        ObjectiveContract::isANumberAtEveryNoiseLevelFromNoNoiseToNoSignal,
        "infinity minus infinity");
  }

  /** Hyvarinen's term is twice the trace; the half of it pulls scores towards zero. */
  @Test
  void halfOfTheTraceIsCaught() {
    assertCaught(
        new Contract(Parameterization.NOISE, new Sliced(Parameterization.NOISE, -1)),
        ObjectiveContract::isLeastInTheMeanForTheExactDenoiser,
        "the mean loss");
    new Contract(Parameterization.SCORE, new Sliced(Parameterization.SCORE, -2))
        .isLeastInTheMeanForTheExactDenoiser();
  }

  @Test
  void divergenceGivenBothNeighboursIsCaught() {
    assertCaught(
        new Contract(
            Parameterization.NOISE, new DivergenceGivenBothNeighbours(Parameterization.NOISE)),
        ObjectiveContract::isLeastInTheMeanForTheExactDenoiser,
        "the mean loss is least for the exact denoiser of Gaussian data, x^ = E[x | z]");
  }

  @Test
  void varianceTheWrongWayRoundIsCaught() {
    assertCaught(
        new Contract(Parameterization.NOISE, new Variance(Parameterization.NOISE, 0.5f)),
        ObjectiveContract::isLeastForTheVarianceThatCoversTheError,
        "Bao et al., arXiv 2201.06503, theorem 1");
  }

  private static final class Contract extends ObjectiveContract {

    private final Parameterization predicts;
    private final Objective objective;

    Contract(Parameterization predicts, Objective objective) {
      this.predicts = predicts;
      this.objective = objective;
    }

    @Override
    protected Objective objective(Parameterization any) {
      return objective;
    }

    @Override
    protected List<Parameterization> parameterizations() {
      return List.of(predicts);
    }
  }

  private static void assertCaught(Loss wrong, Consumer<ObjectiveContract> test, String words) {
    ObjectiveContract contract =
        new ObjectiveContract() {
          @Override
          protected Objective objective(Parameterization predicts) {
            return new Simple(predicts, wrong);
          }
        };
    assertCaught(contract, test, words);
  }

  private static void assertCaught(
      ObjectiveContract contract, Consumer<ObjectiveContract> test, String words) {
    assertThatThrownBy(() -> test.accept(contract))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(words);
  }
}
