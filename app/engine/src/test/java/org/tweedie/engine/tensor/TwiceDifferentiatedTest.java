package org.tweedie.engine.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.network.DenoiserNetwork;
import org.tweedie.api.network.Initializer;
import org.tweedie.api.objective.Denoising;
import org.tweedie.api.objective.Objective;
import org.tweedie.api.objective.SignalError;

class TwiceDifferentiatedTest {

  private static final DataDescription DATA =
      new DataDescription(DataShape.point(2), Optional.empty(), List.of());

  /** The square of the network's derivative, or of its output. */
  private record Squared(boolean differentiatesNetwork) implements Objective {
    @Override
    public Parameterization predicts() {
      return Parameterization.NOISE;
    }

    @Override
    public Operand<TFloat32> loss(Denoising batch) {
      Operand<TFloat32> output = batch.output();
      return SignalError.mean(
          batch,
          batch
              .tf()
              .math
              .square(differentiatesNetwork ? batch.pullback(output, batch.noise()) : output));
    }
  }

  private interface Activation {
    Operand<TFloat32> of(Ops tf, Operand<TFloat32> x);
  }

  private static Preconditioned plain(DenoiserNetwork network) {
    return new Preconditioned(
        network, (tf, alpha, sigma, logSnr) -> Optional.empty(), Parameterization.NOISE, 1);
  }

  private static DenoiserNetwork network(Activation activation) {
    return (graph, input) -> {
      Ops tf = graph.tf();
      Operand<TFloat32> weights = graph.parameter("weights", Initializer.normal(1), 2, 2);
      return activation.of(tf, tf.linalg.matMul(input.z(), weights));
    };
  }

  @Test
  void operationsWithSecondDerivativesRaiseNoObjection() {
    DenoiserNetwork smooth = network((tf, x) -> tf.math.mul(tf.math.tanh(x), tf.math.sigmoid(x)));
    assertThat(TwiceDifferentiated.objection(DATA, plain(smooth), new Squared(true))).isEmpty();
  }

  @Test
  void anOperationWithoutOneIsNamed() {
    DenoiserNetwork elu = network((tf, x) -> tf.nn.elu(x));
    assertThat(TwiceDifferentiated.objection(DATA, plain(elu), new Squared(true)))
        .contains(
            "The objective differentiates the network, so training needs its second derivatives,"
                + " and TensorFlow for Java has none of the operation EluGrad, which is in this"
                + " network's derivative. Take another network, or an objective that does not"
                + " differentiate it.");
    assertThat(TwiceDifferentiated.objection(DATA, plain(elu), new Squared(false)))
        .as("nothing is differentiated twice")
        .isEmpty();
  }
}
