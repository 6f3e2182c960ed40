package acme;

import org.tweedie.api.plugin.Components;
import org.tweedie.api.plugin.DiffusionPlugin;

public final class ThePlugin implements DiffusionPlugin {

  public String name() {
    return "throwing-component";
  }

  public void configure(Components components) {
    components.sampler("throwing-component", Fragile.class);
    components.sampler("still", Still.class);
  }
}
