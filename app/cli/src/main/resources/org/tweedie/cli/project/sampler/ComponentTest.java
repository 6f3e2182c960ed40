package __package__;

import org.tweedie.api.sampler.Sampler;
import org.tweedie.api.walk.Grid;
import org.tweedie.api.walk.Walk;
import org.tweedie.laws.contract.SamplerContract;

class __Component__Test extends SamplerContract {

  @Override
  protected Sampler sampler(int steps) {
    return new __Component__(new __Component__.Options(Walk.Options.of(steps, Grid.TRAILING)));
  }
}
