package org.tweedie.denoisers;

import jakarta.inject.Inject;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.NotNull;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.objective.Denoising;
import org.tweedie.api.objective.SignalError;
import org.tweedie.api.objective.Weighted;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;

/**
 * The continuous bound, less of it near the data: Kingma and Gao, "Understanding Diffusion
 * Objectives as the ELBO with Simple Data Augmentation" (arXiv 2303.00848); Hoogeboom et al.,
 * "Simpler Diffusion" (arXiv 2410.19324). With {@code S(x) = 1 / (1 + exp(-x))},
 *
 * <pre>
 * w = 1/2 (-d logSnr/dt) S(bias - logSnr) |eps - eps^|^2
 * </pre>
 *
 * <p>in nats per dimension. The weight on the bound falls with the log SNR, so this is a mean of
 * bounds on data that are augmented with noise, and its mean over t depends on the schedule's ends
 * only. A large bias leaves the bound as it is. Immutable.
 */
@Description("the continuous bound, less of it near the data (Kingma and Gao 2023)")
public final class SigmoidWeightedObjective implements Weighted {

  /** What the network predicts, and where the weight falls. */
  public record Options(
      @Description("what the network's output stands for") @Default("noise") @NotNull
          Parameterization predict,
      @Description("log SNR at which half of the bound's weight is left")
          @Default("2")
          @DecimalMin("-50")
          @DecimalMax("50")
          double bias) {}

  private final Options options;

  /** With its options. */
  @Inject
  public SigmoidWeightedObjective(Options options) {
    this.options = options;
  }

  @Override
  public Parameterization predicts() {
    return options.predict();
  }

  /** With {@code log S(bias - logSnr) = -softplus(logSnr - bias)}. */
  @Override
  public Operand<TFloat32> logWeight(Denoising batch) {
    Ops tf = batch.tf();
    Operand<TFloat32> bias = tf.constant((float) options.bias());
    Operand<TFloat32> less = tf.math.softplus(tf.math.sub(batch.level().logSnr(), bias));
    return tf.math.sub(SignalError.logBoundWeight(batch), less);
  }
}
