package org.tweedie.denoisers;

import jakarta.inject.Inject;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.network.Preconditioning;
import org.tweedie.api.plugin.Description;

/**
 * Leaves the network as it is: it sees the latents, and puts out what the objective predicts. Fit
 * for variance preserving schedules, whose latents are of order one by themselves.
 */
@Description("none: the network sees the latents and puts out the prediction itself")
public final class NoPreconditioning implements Preconditioning {

  /** Has no options. */
  @Inject
  public NoPreconditioning() {}

  @Override
  public Optional<Coefficients> coefficients(
      Ops tf, Operand<TFloat32> alpha, Operand<TFloat32> sigma, Operand<TFloat32> logSnr) {
    return Optional.empty();
  }
}
