package acme;

import org.tweedie.api.plugin.Components;
import org.tweedie.api.plugin.DiffusionPlugin;

public final class ThePlugin implements DiffusionPlugin {

  public String name() {
    return "no-inject";
  }

  public void configure(Components components) {
    components.sampler("no-inject", Plain.class);
    components.sampler("still", Still.class);
  }
}
