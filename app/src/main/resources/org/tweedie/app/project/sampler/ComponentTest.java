package __package__;

import org.tweedie.api.sampler.Sampler;
import org.tweedie.api.sampler.SamplerContract;

class __Component__Test extends SamplerContract {

  @Override
  protected Sampler sampler(int steps) {
    return new __Component__(new __Component__.Options(steps));
  }
}
