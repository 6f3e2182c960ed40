package org.tweedie.engine.run;

import java.util.OptionalInt;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.model.LatentDesign;
import org.tweedie.api.model.LatentDesign.StepPrediction;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.objective.Denoising;
import org.tweedie.api.objective.Objective;
import org.tweedie.api.objective.SignalError;

/**
 * The objective of a chain that is a variational diffusion model: the bound of its T steps, in bits
 * per dimension, {@code T/2 (SNR(s) - SNR(t)) |x - x^|^2} (Luo, arXiv 2208.11970, equation 109).
 *
 * @param design the chain
 */
record StepsOfBound(LatentDesign design) implements Objective {

  private int steps() {
    return design.latents().size() - 1;
  }

  @Override
  public Parameterization predicts() {
    return design.predicts() == StepPrediction.SIGNAL
        ? Parameterization.SIGNAL
        : Parameterization.NOISE;
  }

  @Override
  public OptionalInt timesteps() {
    return OptionalInt.of(steps());
  }

  @Override
  public Operand<TFloat32> loss(Denoising batch) {
    Ops tf = batch.tf();
    Operand<TFloat32> factor =
        tf.constant((float) (Math.log(steps() / 2.0) - Math.log(Math.log(2))));
    return SignalError.weighted(
        batch, predicts(), tf.math.add(SignalError.logStepWeight(batch), factor));
  }
}
