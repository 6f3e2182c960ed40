package org.tweedie.guidance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tweedie.api.plugin.DiffusionPlugin;
import org.tweedie.laws.contract.PluginContract;
import org.tweedie.laws.plugin.ListedComponents;

class GuidancePluginTest extends PluginContract {

  @Override
  protected DiffusionPlugin plugin() {
    return new GuidancePlugin();
  }

  @Test
  void serviceLoaderFindsThePluginAndItsKindsOfGuidance() {
    assertThat(ListedComponents.of("tweedie-guidance").components())
        .isEqualTo(
            Map.of(
                "guidance/none", NoGuidance.class,
                "guidance/classifier-free", ClassifierFreeGuidance.class,
                "guidance/classifier", ClassifierGuidance.class,
                "guidance/autoguidance", Autoguidance.class,
                "guidance/interval", IntervalGuidance.class,
                "guidance/dynamic", DynamicGuidance.class,
                "guidance/rescale", RescaleGuidance.class,
                "guidance/reconstruction", ReconstructionGuidance.class,
                "guidance/replacement", ReplacementGuidance.class,
                "guidance/ddrm", DdrmGuidance.class));
  }
}
