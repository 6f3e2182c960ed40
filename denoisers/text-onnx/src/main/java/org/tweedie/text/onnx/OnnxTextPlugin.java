package org.tweedie.text.onnx;

import com.google.auto.service.AutoService;
import org.tweedie.api.plugin.Components;
import org.tweedie.api.plugin.DiffusionPlugin;
import org.tweedie.api.plugin.Kinds;

/** The text encoder that other programs trained; its libraries are loaded where it is chosen. */
@AutoService(DiffusionPlugin.class)
public final class OnnxTextPlugin implements DiffusionPlugin {

  @Override
  public String name() {
    return "tweedie-text-onnx";
  }

  @Override
  public void configure(Components components) {
    components.add(Kinds.TEXT_ENCODER, "onnx", OnnxTextEncoder.class);
  }
}
