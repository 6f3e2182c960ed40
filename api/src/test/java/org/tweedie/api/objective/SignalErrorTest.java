package org.tweedie.api.objective;

import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.model.Parameterization;

/** The contract on the continuous bound as {@link SignalError} writes it. */
class SignalErrorTest extends ObjectiveContract {

  private record Bound(Parameterization predicts) implements Objective {
    @Override
    public Operand<TFloat32> loss(Denoising batch) {
      return SignalError.weighted(batch, predicts, SignalError.logBoundWeight(batch));
    }
  }

  @Override
  protected Objective objective(Parameterization predicts) {
    return new Bound(predicts);
  }
}
