package com.acme.diffusion;

import org.tweedie.api.sampler.Sampler;
import org.tweedie.laws.contract.SamplerContract;

class HeunSamplerTest extends SamplerContract {

  @Override
  protected Sampler sampler(int steps) {
    return new HeunSampler(new HeunSampler.Options(steps));
  }

  /** The method is of second order: the variance is right after a tenth of the usual steps. */
  @Override
  protected int manySteps() {
    return 100;
  }
}
