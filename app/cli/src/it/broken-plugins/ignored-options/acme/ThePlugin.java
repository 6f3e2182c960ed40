package acme;

import org.tweedie.api.plugin.Components;
import org.tweedie.api.plugin.DiffusionPlugin;

public final class ThePlugin implements DiffusionPlugin {

  public String name() {
    return "ignored-options";
  }

  public void configure(Components components) {
    components.sampler("ignored-options", Aloof.class);
    components.sampler("still", Still.class);
  }
}
