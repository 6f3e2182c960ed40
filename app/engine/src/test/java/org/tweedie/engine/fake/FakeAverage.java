package org.tweedie.engine.fake;

import jakarta.inject.Inject;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.training.WeightAverage;

/** An average with the same decay at all steps. */
@Description("an average that forgets at the same rate")
public final class FakeAverage implements WeightAverage {

  /** The decay. */
  public record Options(
      @Description("how much of it stays at a step")
          @Default("0.999")
          @DecimalMin("0")
          @DecimalMax(value = "1", inclusive = false)
          double decay) {}

  private final Options options;

  /** With options. */
  @Inject
  public FakeAverage(Options options) {
    this.options = options;
  }

  @Override
  public double decay(long step) {
    return options.decay();
  }
}
