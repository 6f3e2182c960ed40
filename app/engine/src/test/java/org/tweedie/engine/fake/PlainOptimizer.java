package org.tweedie.engine.fake;

import jakarta.inject.Inject;
import java.util.List;
import org.tensorflow.op.Op;
import org.tweedie.api.optimizer.Optimizer;
import org.tweedie.api.optimizer.ParameterUpdate;
import org.tweedie.api.plugin.Description;

/** Steps along the gradient, without options. */
@Description("steps along the gradient, and no options")
public final class PlainOptimizer implements Optimizer {

  /** Without options. */
  @Inject
  public PlainOptimizer() {}

  @Override
  public List<String> slots() {
    return List.of();
  }

  @Override
  public List<Op> update(ParameterUpdate update) {
    return new FakeOptimizer(new FakeOptimizer.Options(0, 0, 0)).update(update);
  }
}
