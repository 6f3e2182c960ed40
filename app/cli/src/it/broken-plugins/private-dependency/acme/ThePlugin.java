package acme;

import org.tweedie.api.plugin.Components;
import org.tweedie.api.plugin.DiffusionPlugin;

public final class ThePlugin implements DiffusionPlugin {

  public String name() {
    return "private-dependency";
  }

  public void configure(Components components) {
    components.sampler("private", Private.class);
  }
}
