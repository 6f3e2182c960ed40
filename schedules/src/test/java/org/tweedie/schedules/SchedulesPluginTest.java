package org.tweedie.schedules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tweedie.api.plugin.DiffusionPlugin;
import org.tweedie.api.plugin.Listing;
import org.tweedie.api.plugin.PluginContract;

class SchedulesPluginTest extends PluginContract {

  @Override
  protected DiffusionPlugin plugin() {
    return new SchedulesPlugin();
  }

  @Test
  void serviceLoaderFindsThePluginAndItsSchedules() {
    assertThat(Listing.of("tweedie-schedules").components())
        .isEqualTo(
            Map.of(
                "schedule/linear", LinearSchedule.class,
                "schedule/cosine", CosineSchedule.class));
  }
}
