package org.tweedie.schedules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tweedie.api.plugin.DiffusionPlugin;
import org.tweedie.laws.contract.PluginContract;
import org.tweedie.laws.plugin.ListedComponents;

class SchedulesPluginTest extends PluginContract {

  @Override
  protected DiffusionPlugin plugin() {
    return new SchedulesPlugin();
  }

  @Test
  void serviceLoaderFindsThePluginAndItsSchedules() {
    assertThat(ListedComponents.of("tweedie-schedules").components())
        .isEqualTo(
            Map.ofEntries(
                Map.entry("schedule/linear", LinearSchedule.class),
                Map.entry("schedule/cosine", CosineSchedule.class),
                Map.entry("schedule/sigmoid", SigmoidSchedule.class),
                Map.entry("schedule/beta-linear", BetaLinearSchedule.class),
                Map.entry("schedule/scaled-linear", ScaledLinearSchedule.class),
                Map.entry("schedule/rectified-flow", RectifiedFlowSchedule.class),
                Map.entry("schedule/sub-vp", SubVpSchedule.class),
                Map.entry("schedule/edm", EdmSchedule.class),
                Map.entry("schedule/geometric", GeometricSchedule.class),
                Map.entry("schedule/zero-terminal", ZeroTerminalSchedule.class),
                Map.entry("schedule/table", TableSchedule.class),
                Map.entry("schedule/learned", MonotoneNetworkSchedule.class)));
  }
}
