package com.acme.diffusion;

import org.tweedie.api.plugin.DiffusionPlugin;
import org.tweedie.laws.contract.PluginContract;

class AcmePluginTest extends PluginContract {

  @Override
  protected DiffusionPlugin plugin() {
    return new AcmePlugin();
  }
}
