package org.tweedie.samplers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tweedie.api.plugin.Listing;

class SamplersPluginTest {

  @Test
  void serviceLoaderFindsThePluginAndItsSamplers() {
    assertThat(Listing.of("tweedie-samplers").components())
        .isEqualTo(
            Map.of(
                "sampler/ancestral", AncestralSampler.class,
                "sampler/ddim", DdimSampler.class));
  }
}
