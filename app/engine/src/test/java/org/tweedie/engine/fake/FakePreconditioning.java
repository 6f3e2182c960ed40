package org.tweedie.engine.fake;

import jakarta.inject.Inject;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.network.Preconditioning;
import org.tweedie.api.plugin.Description;

/** Leaves the network as it is. */
@Description("leaves the network as it is")
public final class FakePreconditioning implements Preconditioning {

  /** Without options. */
  @Inject
  public FakePreconditioning() {}

  @Override
  public Optional<Coefficients> coefficients(
      Ops tf, Operand<TFloat32> alpha, Operand<TFloat32> sigma, Operand<TFloat32> logSnr) {
    return Optional.empty();
  }
}
