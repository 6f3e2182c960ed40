package __package__;

import org.tweedie.api.data.DataSource;
import org.tweedie.laws.contract.DataSourceContract;

class __Component__Test extends DataSourceContract {

  @Override
  protected DataSource construct() {
    return new __Component__(new __Component__.Options(500, 3, 0.02, 1));
  }
}
