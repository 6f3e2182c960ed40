package org.tweedie.api.objective;

import org.apiguardian.api.API;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/**
 * An objective that is a weight on the squared error of the signal, as most are: it states the
 * weight, and the loss follows for whatever the network predicts.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.2")
public interface Weighted extends Objective {

  /**
   * The logarithm of the weight at the batch's noise levels.
   *
   * @param batch the batch inside the graph; a weight looks at its levels alone
   * @return of shape [B]
   */
  Operand<TFloat32> logWeight(Denoising batch);

  /** {@code exp(logWeight) |x - x^|^2}, the mean over an example's dimensions. */
  @Override
  default Operand<TFloat32> loss(Denoising batch) {
    return SignalError.weighted(batch, predicts(), logWeight(batch));
  }
}
