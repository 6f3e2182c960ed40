package __package__;

import org.tweedie.api.network.Preconditioning;
import org.tweedie.laws.contract.PreconditioningContract;

class __Component__Test extends PreconditioningContract {

  @Override
  protected Preconditioning preconditioning() {
    return new __Component__(new __Component__.Options(0.25));
  }
}
