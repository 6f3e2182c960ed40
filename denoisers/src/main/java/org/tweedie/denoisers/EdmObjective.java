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
 * The weight that gives every noise level of the preconditioned network the same start: Karras et
 * al., "Elucidating the Design Space of Diffusion-Based Generative Models" (arXiv 2206.00364, table
 * 1 and appendix B.6).
 *
 * <pre>
 * w = (s^2 + d^2) / (s d)^2 |x - x^|^2,  s = sigma/alpha,  d = sigma-data
 * </pre>
 *
 * <p>hence {@code (1 + d^2 SNR) / d^2}; with d = 1 and a schedule that preserves variance it is the
 * squared error of the velocity (Salimans and Ho, arXiv 2202.00512, section 4). The paper's sigma
 * is the noise beside a signal of its own size; that is {@code sigma/alpha} here, so the weight
 * goes with every schedule. The paper also draws its noise levels from a log-normal distribution:
 * that is a matter of the training times. Immutable.
 */
@Description("squared error of the signal with the weight of EDM (Karras et al. 2022)")
public final class EdmObjective implements Weighted {

  /** What the network predicts, and the spread of the data. */
  public record Options(
      @Description("what the network's output stands for") @Default("noise") @NotNull
          Parameterization predict,
      @Description("standard deviation of the data") @Default("0.5") @Positive double sigmaData) {}

  private final Options options;

  /** With its options. */
  @Inject
  public EdmObjective(Options options) {
    this.options = options;
  }

  @Override
  public Parameterization predicts() {
    return options.predict();
  }

  @Override
  public Operand<TFloat32> logWeight(Denoising batch) {
    Ops tf = batch.tf();
    Operand<TFloat32> logVariance = tf.constant((float) (2 * Math.log(options.sigmaData())));
    Operand<TFloat32> logSum = tf.math.softplus(tf.math.add(batch.level().logSnr(), logVariance));
    return tf.math.sub(logSum, logVariance);
  }
}
