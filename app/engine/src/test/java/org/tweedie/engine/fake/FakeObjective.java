package org.tweedie.engine.fake;

import jakarta.inject.Inject;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.objective.Denoising;
import org.tweedie.api.objective.Objective;
import org.tweedie.api.objective.SignalError;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;

/** The continuous bound. */
@Description("the variational bound")
public final class FakeObjective implements Objective {

  /**
   * Options.
   *
   * @param predict what the output stands for
   */
  public record Options(
      @Description("what the network predicts") @Default("noise") Parameterization predict) {}

  private final Options options;

  /** With options. */
  @Inject
  public FakeObjective(Options options) {
    this.options = options;
  }

  @Override
  public Parameterization predicts() {
    return options.predict();
  }

  @Override
  public Operand<TFloat32> loss(Denoising batch) {
    return SignalError.weighted(batch, predicts(), SignalError.logBoundWeight(batch));
  }
}
