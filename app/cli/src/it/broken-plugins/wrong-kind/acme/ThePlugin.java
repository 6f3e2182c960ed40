package acme;

import org.tweedie.api.plugin.Components;
import org.tweedie.api.plugin.DiffusionPlugin;

public final class ThePlugin implements DiffusionPlugin {

  public String name() {
    return "wrong-kind";
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  public void configure(Components components) {
    components.sampler("wrong-kind", (Class) Stranger.class);
    components.sampler("still", Still.class);
  }
}
