package acme;

import org.tweedie.api.plugin.Components;
import org.tweedie.api.plugin.DiffusionPlugin;

public final class ThePlugin implements DiffusionPlugin {

  public String name() {
    return "ignored-option";
  }

  public void configure(Components components) {
    components.sampler("ignored-option", Deaf.class);
    components.sampler("still", Still.class);
  }
}
