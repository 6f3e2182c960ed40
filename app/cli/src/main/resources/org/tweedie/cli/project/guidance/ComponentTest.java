package __package__;

import java.util.Optional;
import org.tweedie.api.guidance.Guidance;
import org.tweedie.laws.contract.GuidanceContract;

class __Component__Test extends GuidanceContract {

  @Override
  protected Guidance guidance() {
    return guidance(2.5).orElseThrow();
  }

  @Override
  protected Optional<Guidance> guidance(double scale) {
    return Optional.of(new __Component__(new __Component__.Options(scale)));
  }
}
