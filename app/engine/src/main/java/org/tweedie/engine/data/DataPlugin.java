package org.tweedie.engine.data;

import com.google.auto.service.AutoService;
import org.tweedie.api.plugin.Components;
import org.tweedie.api.plugin.DiffusionPlugin;
import org.tweedie.engine.scene.Scenes;

/** The built-in sources of data. */
@AutoService(DiffusionPlugin.class)
public final class DataPlugin implements DiffusionPlugin {

  @Override
  public String name() {
    return "tweedie-data";
  }

  @Override
  public void configure(Components components) {
    components.data("described", DataWithoutExamples.class);
    components.data("digits", Digits.class);
    components.data("idx", IdxFiles.class);
    components.data("image-folder", ImageFolder.class);
    components.data("numpy", NumpyFiles.class);
    components.data("points", Points.class);
    components.data("scenes", Scenes.class);
  }
}
