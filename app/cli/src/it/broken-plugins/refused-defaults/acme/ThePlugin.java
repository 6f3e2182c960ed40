package acme;

import org.tweedie.api.plugin.Components;
import org.tweedie.api.plugin.DiffusionPlugin;

public final class ThePlugin implements DiffusionPlugin {

  public String name() {
    return "refused-defaults";
  }

  public void configure(Components components) {
    components.sampler("refused-defaults", Picky.class);
    components.sampler("still", Still.class);
  }
}
