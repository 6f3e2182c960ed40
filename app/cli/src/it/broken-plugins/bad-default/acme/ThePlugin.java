package acme;

import org.tweedie.api.plugin.Components;
import org.tweedie.api.plugin.DiffusionPlugin;

public final class ThePlugin implements DiffusionPlugin {

  public String name() {
    return "bad-default";
  }

  public void configure(Components components) {
    components.sampler("bad-default", Careless.class);
    components.sampler("still", Still.class);
  }
}
