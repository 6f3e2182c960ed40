package acme;

import org.tweedie.api.plugin.Components;
import org.tweedie.api.plugin.DiffusionPlugin;

public final class ThePlugin implements DiffusionPlugin {

  private ThePlugin() {}

  public String name() {
    return "no-public-constructor";
  }

  public void configure(Components components) {
    components.sampler("still", Still.class);
  }
}
