package acme;

import org.tweedie.api.plugin.Components;
import org.tweedie.api.plugin.DiffusionPlugin;

public final class ThePlugin implements DiffusionPlugin {

  public String name() {
    return "throwing-component-initialiser";
  }

  public void configure(Components components) {
    components.sampler("throwing-component-initialiser", Static.class);
    components.sampler("still", Still.class);
  }
}
