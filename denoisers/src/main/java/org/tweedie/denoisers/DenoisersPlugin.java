package org.tweedie.denoisers;

import com.google.auto.service.AutoService;
import org.tweedie.api.plugin.Components;
import org.tweedie.api.plugin.DiffusionPlugin;

/** The networks and objectives that come with Tweedie. */
@AutoService(DiffusionPlugin.class)
public final class DenoisersPlugin implements DiffusionPlugin {

  @Override
  public String name() {
    return "tweedie-denoisers";
  }

  @Override
  public void configure(Components components) {
    components.network("unet", UNet.class);
    components.network("mlp", MlpNetwork.class);
    components.objective("vlb", VlbObjective.class);
    components.objective("simple", SimpleObjective.class);
    components.objective("min-snr", MinSnrObjective.class);
    components.objective("p2", P2Objective.class);
    components.objective("edm", EdmObjective.class);
    components.objective("sigmoid-weighted", SigmoidWeightedObjective.class);
    components.objective("hybrid", HybridObjective.class);
    components.objective("score-matching", ScoreMatchingObjective.class);
    components.objective("consistency-elbo", ConsistencyElboObjective.class);
  }
}
