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
            Map.ofEntries(
                Map.entry("guidance/none", NoGuidance.class),
                Map.entry("guidance/classifier-free", ClassifierFreeGuidance.class),
                Map.entry("guidance/classifier", ClassifierGuidance.class),
                Map.entry("guidance/autoguidance", Autoguidance.class),
                Map.entry("guidance/interval", IntervalGuidance.class),
                Map.entry("guidance/dynamic", DynamicGuidance.class),
                Map.entry("guidance/rescale", RescaleGuidance.class),
                Map.entry("guidance/reconstruction", ReconstructionGuidance.class),
                Map.entry("guidance/replacement", ReplacementGuidance.class),
                Map.entry("guidance/ddrm", DdrmGuidance.class),
                Map.entry("guidance/particles", ParticleGuidance.class),
                Map.entry("guidance/scale-input", ScaleInput.class)));
  }
}
