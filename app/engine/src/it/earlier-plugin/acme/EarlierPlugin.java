package acme;

import org.tweedie.api.plugin.Components;
import org.tweedie.api.plugin.DiffusionPlugin;

public final class EarlierPlugin implements DiffusionPlugin {

  public String name() {
    return "earlier";
  }

  public void configure(Components components) {
    components.data("pairs", Pairs.class);
    components.schedule("straight", Straight.class);
    components.network("dense", Dense.class);
    components.preconditioning("halved", Halved.class);
    components.objective("noise", NoiseError.class);
    components.times("halves", Halves.class);
    components.sampler("steps", Steps.class);
    components.guidance("pulled", Pulled.class);
  }
}
