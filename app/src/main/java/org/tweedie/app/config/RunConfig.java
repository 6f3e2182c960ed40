package org.tweedie.app.config;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.tweedie.app.plugin.Kind;

/**
 * All that a run is made of, with every default filled in. Immutable.
 *
 * @param components the chosen component of each kind
 * @param train how to train
 * @param evaluate how to measure
 * @param sample how to sample
 */
public record RunConfig(
    Map<Kind, Choice> components,
    TrainOptions train,
    EvaluateOptions evaluate,
    SampleOptions sample) {

  /** Copies the components. */
  public RunConfig {
    components = Collections.unmodifiableMap(new EnumMap<>(components));
  }

  /** The chosen component of a kind. */
  public Choice component(Kind kind) {
    return components.get(kind);
  }

  /** The config as YAML with every option stated; {@link ConfigReader} reads it to an equal one. */
  public String toYaml() {
    return YamlWriter.write(this);
  }
}
