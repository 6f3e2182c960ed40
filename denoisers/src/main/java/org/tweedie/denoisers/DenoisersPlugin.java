package org.tweedie.denoisers;

import com.google.auto.service.AutoService;
import org.tweedie.api.plugin.Components;
import org.tweedie.api.plugin.DiffusionPlugin;
import org.tweedie.api.plugin.Kinds;

/** The networks, preconditionings and objectives that come with Tweedie. */
@AutoService(DiffusionPlugin.class)
public final class DenoisersPlugin implements DiffusionPlugin {

  @Override
  public String name() {
    return "tweedie-denoisers";
  }

  @Override
  public void configure(Components components) {
    components.addDefault(Kinds.NETWORK, "unet", UNet.class);
    components.network("mlp", MlpNetwork.class);
    components.network("vdm", VdmNetwork.class);
    components.network("transformer", Transformer.class);
    components.network("linear", LinearNetwork.class);
    components.addDefault(Kinds.PRECONDITIONING, "none", NoPreconditioning.class);
    components.preconditioning("edm", EdmPreconditioning.class);
    components.addDefault(Kinds.OBJECTIVE, "vlb", VlbObjective.class);
    components.objective("simple", SimpleObjective.class);
    components.objective("min-snr", MinSnrObjective.class);
    components.objective("p2", P2Objective.class);
    components.objective("edm", EdmObjective.class);
    components.objective("sigmoid-weighted", SigmoidWeightedObjective.class);
    components.times("uniform", UniformTimes.class);
    components.addDefault(Kinds.TIMES, "low-discrepancy", LowDiscrepancyTimes.class);
    components.times("importance", ImportanceTimes.class);
    components.times("log-normal", LogNormalTimes.class);
    components.objective("hybrid", HybridObjective.class);
    components.objective("score-matching", ScoreMatchingObjective.class);
    components.objective("consistency-elbo", ConsistencyElboObjective.class);
  }
}
