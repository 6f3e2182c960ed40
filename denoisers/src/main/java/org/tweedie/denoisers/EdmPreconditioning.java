package org.tweedie.denoisers;

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
 * The preconditioning of Karras et al., "Elucidating the Design Space of Diffusion-Based Generative
 * Models" (arXiv 2206.00364, table 1 and appendix B.6).
 *
 * <pre>
 * x^ = c_skip y + c_out F(c_in y, c_noise),  y = z / alpha,  s = sigma / alpha,  d = sigma-data
 * c_skip = d^2 / (s^2 + d^2)      c_out = s d / sqrt(s^2 + d^2)
 * c_in   = 1 / sqrt(s^2 + d^2)    c_noise = log(s) / 4
 * </pre>
 *
 * <p>For data of standard deviation d, what the network sees has variance 1 at every noise level,
 * so has what it is to put out, and as little as can be of the network's errors reaches the
 * prediction. With the weight of {@link EdmObjective} every noise level then has the loss {@code |F
 * - target|^2}, whatever the objective predicts.
 *
 * <p>The paper's latents y keep the signal's size; those of other schedules are alpha times them.
 * Written for z, with the variance {@code P = sigma^2 + d^2 alpha^2} of a latent, nothing is
 * divided by alpha or sigma, so that the factors are exact where one of them is 0:
 *
 * <pre>
 * x^   = (d^2 alpha / P) z + (sigma d / sqrt(P)) F
 * eps^ = (sigma / P) z     - (alpha d / sqrt(P)) F
 * </pre>
 *
 * <p>Goes with every schedule and every prediction. Immutable.
 */
@Description("input, output and target of variance 1 at every noise level (Karras et al. 2022)")
public final class EdmPreconditioning implements Preconditioning {

  /** The spread of the data. */
  public record Options(
      @Description("standard deviation of the data")
          @Default("0.5")
          @DecimalMin("1e-3")
          @DecimalMax("1e3")
          double sigmaData) {}

  private final float spread;

  /** With its options. */
  @Inject
  public EdmPreconditioning(Options options) {
    spread = (float) options.sigmaData();
  }

  @Override
  public Optional<Coefficients> coefficients(
      Ops tf, Operand<TFloat32> alpha, Operand<TFloat32> sigma, Operand<TFloat32> logSnr) {
    Operand<TFloat32> d = tf.constant(spread);
    Operand<TFloat32> signal = tf.math.mul(d, alpha);
    Operand<TFloat32> input =
        tf.math.rsqrt(tf.math.add(tf.math.square(signal), tf.math.square(sigma)));
    // The shares of signal and noise in what the network sees: cosine and sine of one angle.
    Operand<TFloat32> cosine = tf.math.mul(signal, input);
    Operand<TFloat32> sine = tf.math.mul(sigma, input);
    return Optional.of(
        Coefficients.seeing(input, tf.math.mul(logSnr, tf.constant(-1f / 8)))
            .signal(tf.math.mul(tf.math.mul(d, cosine), input), tf.math.mul(d, sine))
            .noise(tf.math.mul(sine, input), tf.math.neg(cosine))
            .build());
  }
}
