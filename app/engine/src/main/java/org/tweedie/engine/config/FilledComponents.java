package org.tweedie.engine.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tweedie.api.plugin.Kind;
import org.tweedie.engine.config.Value.Entry;
import org.tweedie.engine.config.Value.Mapping;
import org.tweedie.engine.plugin.ComponentType;
import org.tweedie.engine.plugin.OptionType;
import org.tweedie.engine.plugin.Registry;
import org.tweedie.engine.problem.Location;

/** Components with values for those options that they have and leave out. */
public final class FilledComponents {

  private FilledComponents() {}

  /**
   * Fills options in.
   *
   * @param kind the components' kind
   * @param components names, or maps with a {@code type} and options, as {@link Layer#of} takes
   *     them
   * @param options values by the names of options; a component that has no such option goes without
   * @param registry the components that can be chosen
   * @param said who says so, to be named where it is wrong
   * @return the components, for {@link Layer#of}
   */
  public static List<Object> of(
      Kind<?> kind, List<?> components, Map<String, ?> options, Registry registry, Location said) {
    List<Object> filled = new ArrayList<>();
    for (Object component : components) {
      Value written = Merger.asMap(JavaValues.of(component, said));
      filled.add(
          written instanceof Mapping mapping
              ? filled(kind, mapping, options, registry, said)
              : written);
    }
    return filled;
  }

  private static Mapping filled(
      Kind<?> kind, Mapping component, Map<String, ?> options, Registry registry, Location said) {
    List<ComponentType> types =
        ComponentReader.typeName(component).stream()
            .flatMap(name -> registry.find(kind, name).stream())
            .toList();
    Mapping filled = new Mapping(component.location(), new LinkedHashMap<>(component.entries()));
    if (types.size() == 1) {
      for (OptionType option : types.get(0).optionTypes()) {
        Optional.ofNullable(options.get(option.name()))
            .ifPresent(
                value ->
                    filled
                        .entries()
                        .putIfAbsent(option.name(), new Entry(said, JavaValues.of(value, said))));
      }
    }
    return filled;
  }
}
