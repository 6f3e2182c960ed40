package acme;

import org.tweedie.api.plugin.Components;
import org.tweedie.api.plugin.DiffusionPlugin;

public final class ThePlugin implements DiffusionPlugin {

  public String name() {
    return "own-tensorflow";
  }

  public void configure(Components components) {
    components.sampler("still", Still.class);
  }
}
