package acme;

import org.tweedie.api.plugin.Components;
import org.tweedie.api.plugin.DiffusionPlugin;

public final class ThePlugin implements DiffusionPlugin {

  public String name() {
    return "missing-dependency";
  }

  public void configure(Components components) {
    components.sampler("needy", Needy.class);
    components.sampler("still", Still.class);
  }
}
