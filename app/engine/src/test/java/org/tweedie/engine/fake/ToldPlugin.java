package org.tweedie.engine.fake;

import org.tweedie.api.plugin.Components;
import org.tweedie.api.plugin.DiffusionPlugin;

/** Data of which more is told than classes. */
public final class ToldPlugin implements DiffusionPlugin {

  @Override
  public String name() {
    return "told-data";
  }

  @Override
  public void configure(Components components) {
    components.data("told", ToldData.class);
    components.data("half", HalfData.class);
  }
}
