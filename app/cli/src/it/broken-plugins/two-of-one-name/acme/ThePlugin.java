package acme;

import org.tweedie.api.plugin.Components;
import org.tweedie.api.plugin.DiffusionPlugin;

public final class ThePlugin implements DiffusionPlugin {

  public String name() {
    return "two-of-one-name";
  }

  public void configure(Components components) {
    components.sampler("still", Still.class);
    components.sampler("still", Other.class);
  }
}
