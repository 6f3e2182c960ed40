package org.tweedie.denoisers;

import jakarta.inject.Inject;
import jakarta.validation.constraints.NotNull;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.objective.Coupling;
import org.tweedie.api.objective.Denoising;
import org.tweedie.api.objective.SignalError;
import org.tweedie.api.objective.Weighted;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;

/**
 * The unweighted squared error of the flow: conditional flow matching (Lipman et al., "Flow
 * Matching for Generative Modeling", arXiv 2210.02747, equation 9; Liu et al., arXiv 2209.03003,
 * equation 1),
 *
 * <pre>
 * |dz/dt - u^|^2,  dz/dt = d alpha/dt x + d sigma/dt eps
 * </pre>
 *
 * <p>as a mean over dimensions: {@code |eps - x - u^|^2} on the schedule rectified-flow. Whatever
 * the network predicts, it is the error of the flow that counts, which is {@code (alpha/2 dlogSNR/
 * dt)^2} times the error of the signal: a weight like any other, by which a flow is a Gaussian
 * diffusion (Kingma and Gao, arXiv 2303.00848, appendix D.3). Not a bound. With pairs by optimal
 * transport (Tong et al., arXiv 2302.00482) what is learnt is still the flow from all noise to all
 * data, though of no diffusion: draw samples by a sampler that adds no noise. Immutable.
 */
@Description(
    "squared error of the flow dz/dt from data to noise: flow matching (Lipman et al. 2023)")
public final class FlowMatchingObjective implements Weighted {

  /** Which noise goes with which example. */
  public enum Pairs {
    /** Any with any: a Gaussian diffusion. */
    INDEPENDENT,
    /** Those of a step whose squared distances have the least sum. */
    OPTIMAL_TRANSPORT
  }

  /** What the network predicts, and between which pairs the paths lie. */
  public record Options(
      @Description("what the network's output stands for") @Default("flow") @NotNull
          Parameterization predict,
      @Description(
              "which noise goes with which example: any, or within a step and class the nearest by"
                  + " optimal transport, for straighter paths; there is no score and no bound then")
          @Default("independent")
          @NotNull
          Pairs coupling) {}

  private final Options options;

  /** With its options. */
  @Inject
  public FlowMatchingObjective(Options options) {
    this.options = options;
  }

  @Override
  public Parameterization predicts() {
    return options.predict();
  }

  @Override
  public Optional<Coupling> coupling() {
    return switch (options.coupling()) {
      case INDEPENDENT -> Optional.empty();
      case OPTIMAL_TRANSPORT -> Optional.of(new OptimalTransport());
    };
  }

  /** {@code 2 log(-1/2 dlogSNR/dt) + log alpha^2}. */
  @Override
  public Operand<TFloat32> logWeight(Denoising batch) {
    Ops tf = batch.tf();
    Operand<TFloat32> half = tf.math.mul(tf.constant(-0.5f), batch.level().logSnrSlope());
    Operand<TFloat32> logAlphaSquared =
        tf.math.add(batch.level().logNoiseVariance(tf), batch.level().logSnr());
    return tf.math.add(tf.math.mul(tf.constant(2f), tf.math.log(half)), logAlphaSquared);
  }

  /** Where the flow itself is predicted, without a way through the error of the signal. */
  @Override
  public Operand<TFloat32> loss(Denoising batch) {
    return predicts() == Parameterization.FLOW
        ? SignalError.mean(
            batch,
            batch
                .tf()
                .math
                .squaredDifference(SignalError.target(batch, predicts()), batch.output()))
        : Weighted.super.loss(batch);
  }
}
