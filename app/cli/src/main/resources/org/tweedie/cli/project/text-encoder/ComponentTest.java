package __package__;

import org.tweedie.api.network.TextEncoder;
import org.tweedie.laws.contract.TextEncoderContract;

class __Component__Test extends TextEncoderContract {

  @Override
  protected TextEncoder encoder() {
    return new __Component__(new __Component__.Options(4));
  }
}
