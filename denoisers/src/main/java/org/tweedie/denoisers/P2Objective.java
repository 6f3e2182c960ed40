package org.tweedie.denoisers;

import jakarta.inject.Inject;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.objective.Denoising;
import org.tweedie.api.objective.Weighted;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;

/**
 * Less weight on the noise of nearly clean latents: Choi et al., "Perception Prioritized Training
 * of Diffusion Models" (arXiv 2204.00227, equation 8), there relative to the bound's weight, of
 * which the unweighted error of the noise is the basis.
 *
 * <pre>
 * w = |eps - eps^|^2 / (k + SNR)^gamma
 * </pre>
 *
 * <p>As a weight on the signal's error it is {@code SNR / (k + SNR)^gamma}. With gamma 0 it is the
 * objective simple. Immutable.
 */
@Description("squared error of the noise, less near the data (Choi et al. 2022)")
public final class P2Objective implements Weighted {

  /** What the network predicts, and how much less. */
  public record Options(
      @Description("what the network's output stands for") @Default("noise") @NotNull
          Parameterization predict,
      @Description("how much less weight nearly clean latents have; 0 for none less")
          @Default("1")
          @PositiveOrZero
          double gamma,
      @Description("SNR above which the weight falls") @Default("1") @Positive double k) {}

  private final Options options;

  /** With its options. */
  @Inject
  public P2Objective(Options options) {
    this.options = options;
  }

  @Override
  public Parameterization predicts() {
    return options.predict();
  }

  /** With {@code log(k + SNR) = log k + softplus(log SNR - log k)}. */
  @Override
  public Operand<TFloat32> logWeight(Denoising batch) {
    Ops tf = batch.tf();
    Operand<TFloat32> logSnr = batch.level().logSnr();
    Operand<TFloat32> logK = tf.constant((float) Math.log(options.k()));
    Operand<TFloat32> logSum = tf.math.add(logK, tf.math.softplus(tf.math.sub(logSnr, logK)));
    Operand<TFloat32> less = tf.math.mul(tf.constant((float) options.gamma()), logSum);
    return tf.math.sub(logSnr, less);
  }
}
