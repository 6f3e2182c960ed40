package __package__;

import org.tweedie.api.training.Stopping;
import org.tweedie.laws.contract.StoppingContract;

class __Component__Test extends StoppingContract {

  @Override
  protected Stopping stopping() {
    return new __Component__(new __Component__.Options("test/bits_per_dim", 0.5));
  }
}
