package acme;

import org.tweedie.api.plugin.Components;
import org.tweedie.api.plugin.DiffusionPlugin;

public final class ThePlugin implements DiffusionPlugin {

  public String name() {
    return "clashing-options";
  }

  public void configure(Components components) {
    components.sampler("clashing-options", Clashing.class);
    components.sampler("still", Still.class);
  }
}
