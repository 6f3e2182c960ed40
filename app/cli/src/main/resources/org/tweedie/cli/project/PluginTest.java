package __package__;

import org.tweedie.api.plugin.DiffusionPlugin;
import org.tweedie.laws.contract.PluginContract;

class __Plugin__Test extends PluginContract {

  @Override
  protected DiffusionPlugin plugin() {
    return new __Plugin__();
  }
}
