package org.tweedie.guidance;

import com.google.auto.service.AutoService;
import org.tweedie.api.plugin.Components;
import org.tweedie.api.plugin.DiffusionPlugin;

/** The built-in kinds of guidance. */
@AutoService(DiffusionPlugin.class)
public final class GuidancePlugin implements DiffusionPlugin {

  @Override
  public String name() {
    return "tweedie-guidance";
  }

  @Override
  public void configure(Components components) {
    components.guidance("none", NoGuidance.class);
    components.guidance("classifier-free", ClassifierFreeGuidance.class);
  }
}
