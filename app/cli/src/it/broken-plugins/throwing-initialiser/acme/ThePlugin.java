package acme;

import org.tweedie.api.plugin.Components;
import org.tweedie.api.plugin.DiffusionPlugin;

public final class ThePlugin implements DiffusionPlugin {

  private static final int THREADS = Integer.parseInt("many");

  public String name() {
    return "throwing-initialiser";
  }

  public void configure(Components components) {
    components.sampler("still", Still.class);
  }
}
