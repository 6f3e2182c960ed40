package org.tweedie.engine.fake;

import jakarta.inject.Inject;
import jakarta.validation.constraints.Positive;
import java.util.List;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Denoiser;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.plugin.Selective;
import org.tweedie.api.sampler.NoiseSource;
import org.tweedie.api.sampler.Sampler;
import org.tweedie.api.sampler.StepListener;

/** Does not like velocities. */
@Description("goes nowhere, and not with a velocity")
public final class PickySampler implements Sampler, Selective {

  /**
   * Options.
   *
   * @param steps how many steps
   * @param eta the share of noise
   */
  public record Options(
      @Description("how many steps") @Default("50") @Positive int steps,
      @Description("share of noise") @Default("0") double eta) {}

  /** With options. */
  @Inject
  public PickySampler(Options options) {}

  @Override
  public Batch sample(Denoiser denoiser, Batch start, NoiseSource noise, StepListener listener) {
    return start;
  }

  @Override
  public List<String> objections(Assembly assembly) {
    return assembly.objective().predicts() == Parameterization.VELOCITY
        ? List.of("This sampler does not go with a velocity. Please predict noise.")
        : List.of();
  }
}
