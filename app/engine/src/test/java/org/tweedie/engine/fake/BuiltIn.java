package org.tweedie.engine.fake;

import java.util.List;
import java.util.Optional;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.optimizer.Optimizer;
import org.tweedie.api.plugin.Kind;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.engine.config.ComponentConfig;
import org.tweedie.engine.plugin.PluginLoader;
import org.tweedie.engine.plugin.Registry;
import org.tweedie.engine.run.Variants;
import org.tweedie.engine.tensor.Average;
import org.tweedie.engine.tensor.UpdateSettings;

/** The built-in components for tests that need real ones: the engine knows none by class. */
public final class BuiltIn {

  private static final Registry REGISTRY = new PluginLoader().load(List.of()).registry();
  private static final DataDescription DATA =
      new DataDescription(DataShape.point(2), Optional.empty(), List.of());

  private BuiltIn() {}

  /**
   * A component that asks for no other one.
   *
   * @param options {@code option=value} each
   */
  public static <T> T make(Kind<T> kind, String name, String... options) {
    return make(kind, DATA, name, options);
  }

  /** A component that asks for no other one, and is for some data. */
  public static <T> T make(Kind<T> kind, DataDescription data, String name, String... options) {
    return Variants.make(
        ComponentConfig.read(REGISTRY.find(kind, name).get(0), List.of(options), REGISTRY),
        kind.type(),
        data);
  }

  /** AdamW, after a linear warm-up at a constant rate, with one average. */
  public static UpdateSettings adamW(
      double rate, int warmup, double weightDecay, double clip, double average) {
    Optimizer optimizer = make(Kinds.OPTIMIZER, "adamw", "weight-decay=" + weightDecay);
    return new UpdateSettings(
        optimizer,
        step -> step >= warmup ? rate : rate * step / warmup,
        clip,
        List.of(Average.main(step -> Math.min(average, (1.0 + step) / (10.0 + step)))));
  }
}
