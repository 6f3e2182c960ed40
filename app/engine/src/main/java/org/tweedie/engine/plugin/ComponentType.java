package org.tweedie.engine.plugin;

import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.tweedie.api.plugin.Kind;
import org.tweedie.laws.plugin.UnreadOptions;

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

  /** The component with its plugin and jar, as a sentence begins. */
  public String who() {
    return "The %s '%s' (%s)".formatted(kind.word(), fullName(), origin);
  }

  /** Whether its name alone chooses it: all options have defaults. */
  public boolean isChosenByName() {
    return optionTypes().stream().allMatch(option -> option.defaultText().isPresent());
  }

  /** The options, in the order of the record; those of included records stand in their place. */
  public List<OptionType> optionTypes() {
    return options.map(ComponentType::optionTypes).orElse(List.of());
  }

  /**
   * The names of options that no class of the component's jar reads. Reads all these classes, and
   * so is for components that are used; built-in ones have none, by the contract that they pass.
   */
  public List<String> unreadOptions() {
    if (origin.builtIn() || options.isEmpty()) {
      return List.of();
    }
    Set<Method> unread =
        UnreadOptions.of(options.get()).stream()
            .map(RecordComponent::getAccessor)
            .collect(Collectors.toSet());
    return optionTypes().stream()
        .filter(
            option -> option.path().stream().anyMatch(part -> unread.contains(part.getAccessor())))
        .map(OptionType::name)
        .toList();
  }

  /** The options of a record and of those that it includes. */
  public static List<OptionType> optionTypes(Class<? extends Record> options) {
    return Inclusion.optionTypes(options);
  }
}
