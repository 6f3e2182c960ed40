package __package__;

import jakarta.inject.Inject;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.network.Preconditioning;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;

/**
 * Signal and noise as a rotation of what the network sees and what it puts out: with the power
 * {@code P = alpha^2 + sigma^2},
 *
 * <pre>
 * x^   = (alpha z - sigma F) / P
 * eps^ = (sigma z + alpha F) / P
 * </pre>
 *
 * <p>The network sees {@code z / sqrt(P)}, and F is a velocity where variance is preserved
 * (Salimans and Ho, arXiv 2202.00512, appendix D). No factor is divided by alpha or sigma alone, so
 * all stay finite where one of them is 0. Immutable.
 */
@Description("signal and noise as a rotation of latent and output, at any noise level")
public final class __Component__ implements Preconditioning {

  /**
   * What can be chosen.
   *
   * @param scale what the log SNR that the network is told is multiplied by
   */
  public record Options(
      @Description("what the log SNR that the network is told is multiplied by")
          @Default("1")
          @DecimalMin("0.01")
          @DecimalMax("10")
          double scale) {}

  private final float scale;

  /** With the given options. */
  @Inject
  public __Component__(Options options) {
    scale = (float) options.scale();
  }

  @Override
  public Optional<Coefficients> coefficients(
      Ops tf, Operand<TFloat32> alpha, Operand<TFloat32> sigma, Operand<TFloat32> logSnr) {
    Operand<TFloat32> power = tf.math.add(tf.math.square(alpha), tf.math.square(sigma));
    Operand<TFloat32> cosine = tf.math.div(alpha, power);
    Operand<TFloat32> sine = tf.math.div(sigma, power);
    return Optional.of(
        Coefficients.seeing(tf.math.rsqrt(power), tf.math.mul(logSnr, tf.constant(scale)))
            .signal(cosine, tf.math.neg(sine))
            .noise(sine, cosine)
            .build());
  }
}
