package org.tweedie.denoisers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.tweedie.api.plugin.DiffusionPlugin;

class DenoisersPluginTest {

  @Test
  void isFoundAsAService() {
    assertThat(ServiceLoader.load(DiffusionPlugin.class))
        .singleElement()
        .isInstanceOf(DenoisersPlugin.class)
        .extracting(DiffusionPlugin::name)
        .isEqualTo("tweedie-denoisers");
  }
}
