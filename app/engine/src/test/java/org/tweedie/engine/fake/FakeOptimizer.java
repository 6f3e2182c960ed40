package org.tweedie.engine.fake;

import jakarta.inject.Inject;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.List;
import org.tensorflow.op.Op;
import org.tweedie.api.optimizer.Optimizer;
import org.tweedie.api.optimizer.ParameterUpdate;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;

/** Steps along the gradient, whatever its options are. */
@Description("steps along the gradient")
public final class FakeOptimizer implements Optimizer {

  /** What old configs say of training, too. */
  public record Options(
      @Description("share") @Default("0.01") @PositiveOrZero double weightDecay,
      @Description("decay") @Default("0.9") double beta1,
      @Description("other decay") @Default("0.99") double beta2) {}

  /** With options. */
  @Inject
  public FakeOptimizer(Options options) {}

  @Override
  public List<String> slots() {
    return List.of();
  }

  @Override
  public List<Op> update(ParameterUpdate update) {
    return List.of(
        update
            .tf()
            .train
            .resourceApplyGradientDescent(
                update.parameter().handle(), update.rate(), update.gradient()));
  }
}
