package org.tweedie.engine.plugin;

import java.util.List;
import java.util.Optional;
import org.tweedie.api.plugin.Kind;

/**
 * A component that can be chosen. Two are equal if they are the same class under the same name.
 *
 * @param kind its kind
 * @param origin the plugin that brings it
 * @param name its name within the kind and the plugin
 * @param type its class
 * @param options the record of its options; empty where it has none
 * @param description what it is, in one phrase
 * @param isDefault whether its plugin would have it taken where a config names none of its kind
 */
public record ComponentType(
    Kind<?> kind,
    Origin origin,
    String name,
    Class<?> type,
    Optional<Class<? extends Record>> options,
    Optional<String> description,
    boolean isDefault) {

  /** {@code plugin/name}, which always names this component. */
  public String fullName() {
    return origin.plugin() + "/" + name;
  }

  /** The options, in the order of the record; those of included records stand in their place. */
  public List<OptionType> optionTypes() {
    return options.map(ComponentType::optionTypes).orElse(List.of());
  }

  /** The options of a record and of those that it includes. */
  public static List<OptionType> optionTypes(Class<? extends Record> options) {
    return Inclusion.optionTypes(options);
  }
}
