package org.tweedie.denoisers;

import jakarta.inject.Inject;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.objective.Denoising;
import org.tweedie.api.objective.Weighted;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;

/**
 * The SNR as weight on the squared error of the signal, but no more than gamma: Hang et al.,
 * "Efficient Diffusion Training via Min-SNR Weighting Strategy" (arXiv 2303.09556, section 3.4).
 *
 * <pre>
 * w = min(SNR, gamma) |x - x^|^2
 * </pre>
 *
 * <p>On the noise that is {@code min(1, gamma/SNR)}, on the velocity {@code min(SNR, gamma) / (SNR
 * + 1)}. Nearly clean latents, whose noise is hard to tell, no longer dominate the signal's error.
 * Immutable.
 */
@Description("squared error of the signal, weighed by the SNR up to a limit (Hang et al. 2023)")
public final class MinSnrObjective implements Weighted {

  /** What the network predicts, and the limit. */
  public record Options(
      @Description("what the network's output stands for") @Default("noise") @NotNull
          Parameterization predict,
      @Description("largest weight on the signal's error") @Default("5") @Positive double gamma) {}

  private final Options options;

  /** With its options. */
  @Inject
  public MinSnrObjective(Options options) {
    this.options = options;
  }

  @Override
  public Parameterization predicts() {
    return options.predict();
  }

  @Override
  public Operand<TFloat32> logWeight(Denoising batch) {
    Ops tf = batch.tf();
    Operand<TFloat32> limit = tf.constant((float) Math.log(options.gamma()));
    return tf.math.minimum(batch.level().logSnr(), limit);
  }
}
