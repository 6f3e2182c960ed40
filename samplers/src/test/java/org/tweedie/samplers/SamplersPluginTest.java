package org.tweedie.samplers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tweedie.api.plugin.DiffusionPlugin;
import org.tweedie.api.plugin.Listing;
import org.tweedie.api.plugin.PluginContract;

class SamplersPluginTest extends PluginContract {

  @Override
  protected DiffusionPlugin plugin() {
    return new SamplersPlugin();
  }

  @Test
  void serviceLoaderFindsThePluginAndItsSamplers() {
    assertThat(Listing.of("tweedie-samplers").components())
        .isEqualTo(
            Map.of(
                "sampler/ancestral", AncestralSampler.class,
                "sampler/ddim", DdimSampler.class));
  }
}
