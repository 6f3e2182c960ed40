package com.acme.diffusion;

import org.tweedie.api.plugin.Components;
import org.tweedie.api.plugin.DiffusionPlugin;

/** The jar's table of contents; the file in META-INF/services names this class. */
public final class AcmePlugin implements DiffusionPlugin {

  @Override
  public String name() {
    return "acme";
  }

  @Override
  public void configure(Components components) {
    components.schedule("karras", KarrasSchedule.class);
    components.sampler("acme-heun", HeunSampler.class);
  }
}
