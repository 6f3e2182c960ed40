package acme;

import org.tweedie.api.plugin.Components;
import org.tweedie.api.plugin.DiffusionPlugin;

public final class ThePlugin extends fast.math.Solver implements DiffusionPlugin {

  public String name() {
    return "missing-superclass";
  }

  public void configure(Components components) {
    components.sampler("still", Still.class);
  }
}
