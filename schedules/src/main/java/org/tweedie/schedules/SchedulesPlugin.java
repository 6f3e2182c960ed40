package org.tweedie.schedules;

import com.google.auto.service.AutoService;
import org.tweedie.api.plugin.Components;
import org.tweedie.api.plugin.DiffusionPlugin;
import org.tweedie.api.plugin.Kinds;

/** The built-in noise schedules. */
@AutoService(DiffusionPlugin.class)
public final class SchedulesPlugin implements DiffusionPlugin {

  @Override
  public String name() {
    return "tweedie-schedules";
  }

  @Override
  public void configure(Components components) {
    components.addDefault(Kinds.SCHEDULE, "linear", LinearSchedule.class);
    components.schedule("cosine", CosineSchedule.class);
    components.schedule("sigmoid", SigmoidSchedule.class);
    components.schedule("beta-linear", BetaLinearSchedule.class);
    components.schedule("scaled-linear", ScaledLinearSchedule.class);
    components.schedule("rectified-flow", RectifiedFlowSchedule.class);
    components.schedule("sub-vp", SubVpSchedule.class);
    components.schedule("edm", EdmSchedule.class);
    components.schedule("geometric", GeometricSchedule.class);
    components.schedule("zero-terminal", ZeroTerminalSchedule.class);
    components.schedule("table", TableSchedule.class);
    components.learnedSchedule("learned", MonotoneNetworkSchedule.class);
    components.suggest("variance", Kinds.SCHEDULE, "linear", "cosine", "sigmoid");
  }
}
