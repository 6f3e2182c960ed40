package acme;

import org.tweedie.api.plugin.Components;
import org.tweedie.api.plugin.DiffusionPlugin;

public final class ThePlugin implements DiffusionPlugin {

  public ThePlugin() {
    throw new IllegalStateException("no licence found");
  }

  public String name() {
    return "throwing-constructor";
  }

  public void configure(Components components) {
    components.sampler("still", Still.class);
  }
}
