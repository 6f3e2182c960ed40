package org.tweedie.guidance;

import com.google.auto.service.AutoService;
import org.tweedie.api.plugin.Components;
import org.tweedie.api.plugin.DiffusionPlugin;
import org.tweedie.api.plugin.Kinds;

/** The built-in kinds of guidance. */
@AutoService(DiffusionPlugin.class)
public final class GuidancePlugin implements DiffusionPlugin {

  @Override
  public String name() {
    return "tweedie-guidance";
  }

  @Override
  public void configure(Components components) {
    components.addDefault(Kinds.GUIDANCE, "none", NoGuidance.class);
    components.guidance("classifier-free", ClassifierFreeGuidance.class);
    components.guidance("classifier", ClassifierGuidance.class);
    components.guidance("autoguidance", Autoguidance.class);
    components.guidance("interval", IntervalGuidance.class);
    components.guidance("dynamic", DynamicGuidance.class);
    components.guidance("rescale", RescaleGuidance.class);
    components.guidance("reconstruction", ReconstructionGuidance.class);
    components.guidance("replacement", ReplacementGuidance.class);
    components.guidance("ddrm", DdrmGuidance.class);
    components.guidance("particles", ParticleGuidance.class);
    components.guidance("scale-input", ScaleInput.class);
    components.suggest("distill", Kinds.GUIDANCE, "scale-input");
    components.suggest(
        "known-image", Kinds.GUIDANCE, "replacement", "reconstruction", "ddrm", "particles");
  }
}
