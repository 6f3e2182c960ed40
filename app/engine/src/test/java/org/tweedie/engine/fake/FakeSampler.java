package org.tweedie.engine.fake;

import jakarta.inject.Inject;
import jakarta.validation.constraints.Positive;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Denoiser;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.sampler.NoiseSource;
import org.tweedie.api.sampler.Sampler;
import org.tweedie.api.sampler.StepListener;

/** Goes nowhere. */
@Description("goes nowhere")
public final class FakeSampler implements Sampler {

  /**
   * Options.
   *
   * @param steps how many steps
   */
  public record Options(@Description("how many steps") @Default("250") @Positive int steps) {}

  /** With options. */
  @Inject
  public FakeSampler(Options options) {}

  @Override
  public Batch sample(Denoiser denoiser, Batch start, NoiseSource noise, StepListener listener) {
    return start;
  }
}
