package org.tweedie.samplers;

import com.google.auto.service.AutoService;
import org.tweedie.api.plugin.Components;
import org.tweedie.api.plugin.DiffusionPlugin;

/** The built-in samplers. */
@AutoService(DiffusionPlugin.class)
public final class SamplersPlugin implements DiffusionPlugin {

  @Override
  public String name() {
    return "tweedie-samplers";
  }

  @Override
  public void configure(Components components) {
    components.sampler("ancestral", AncestralSampler.class);
    components.sampler("ddim", DdimSampler.class);
  }
}
