package org.tweedie.engine.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.tweedie.api.plugin.DiffusionPlugin;

class DataPluginTest {

  @Test
  void isFoundAsAService() {
    assertThat(ServiceLoader.load(DiffusionPlugin.class))
        .anySatisfy(
            plugin -> {
              assertThat(plugin).isInstanceOf(DataPlugin.class);
              assertThat(plugin.name()).isEqualTo("tweedie-data");
            });
  }
}
