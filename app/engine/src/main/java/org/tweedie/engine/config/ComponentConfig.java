package org.tweedie.engine.config;

import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.tweedie.engine.config.Value.Mapping;
import org.tweedie.engine.config.Value.Scalar;
import org.tweedie.engine.plugin.ComponentType;
import org.tweedie.engine.plugin.Registry;
import org.tweedie.engine.problem.Location;
import org.tweedie.engine.problem.Problems;

/** Reads one component by itself, without a config around it. */
public final class ComponentConfig {

  private ComponentConfig() {}

  /**
   * The component with its defaults and some options of its own.
   *
   * @param type the component
   * @param overrides {@code option=value} each
   * @param registry where it is from
   * @throws ConfigException with all problems of its options
   */
  public static Choice read(ComponentType type, List<String> overrides, Registry registry) {
    Problems problems = new Problems();
    Location location = Location.of(type.kind().key() + "/" + type.name());
    Mapping component =
        Mapping.of(location, "type", new Scalar(location, Tag.STR, type.fullName()));
    for (String override : overrides) {
      Overrides.parse(override, problems)
          .ifPresent(options -> component.entries().putAll(options.entries()));
    }
    Optional<List<Choice>> choices =
        new ComponentReader(registry, new OptionBinder(problems), problems)
            .choose(type.kind(), Mapping.of(location, type.kind().key(), component));
    if (choices.isEmpty() || !problems.isEmpty()) {
      throw new ConfigException(problems.all());
    }
    return choices.get().get(0);
  }
}
