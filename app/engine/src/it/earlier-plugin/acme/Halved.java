package acme;

import jakarta.inject.Inject;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.network.Preconditioning;
import org.tweedie.api.plugin.Description;

@Description("the signal's and the noise's shares as they are, and half the log SNR")
public final class Halved implements Preconditioning {

  @Inject
  public Halved() {}

  public Optional<Coefficients> coefficients(
      Ops tf, Operand<TFloat32> alpha, Operand<TFloat32> sigma, Operand<TFloat32> logSnr) {
    return Optional.of(
        new Coefficients(
            tf.onesLike(alpha),
            tf.math.mul(logSnr, tf.constant(0.5f)),
            alpha,
            tf.math.neg(sigma),
            sigma,
            alpha));
  }
}
