package org.tweedie.engine.plugin;

import jakarta.inject.Inject;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.plugin.Included;
import org.tweedie.api.plugin.Kind;

/** Looks at a component's class before anybody chooses it, and tells its author what is amiss. */
final class ComponentCheck {

  private ComponentCheck() {}

  /**
   * Describes a component.
   *
   * @throws IllegalArgumentException if the class cannot be a component; the message says why
   * @throws LinkageError if a class is missing that this one needs
   */
  static ComponentType describe(
      Kind<?> kind, Origin origin, String name, Class<?> type, boolean isDefault) {
    require(
        kind.type().isAssignableFrom(type),
        "It does not implement "
            + kind.type().getName()
            + ". Please let it do so, or list it as what it is.");
    require(
        Modifier.isPublic(type.getModifiers()) && !Modifier.isAbstract(type.getModifiers()),
        "Please make it a public class that is not abstract.");
    List<Constructor<?>> constructors =
        Arrays.stream(type.getConstructors())
            .filter(constructor -> constructor.isAnnotationPresent(Inject.class))
            .toList();
    require(
        constructors.size() == 1,
        "Please give it exactly one public constructor with @Inject (jakarta.inject); it has "
            + constructors.size()
            + ".");
    return new ComponentType(
        kind,
        origin,
        name,
        type,
        options(type, constructors.get(0), origin.builtIn()),
        Optional.ofNullable(type.getAnnotation(Description.class)).map(Description::value),
        isDefault);
  }

  private static Optional<Class<? extends Record>> options(
      Class<?> type, Constructor<?> constructor, boolean builtIn) {
    for (Class<?> parameter : constructor.getParameterTypes()) {
      if (parameter.isRecord() && parameter.getEnclosingClass() == type) {
        Class<? extends Record> options = parameter.asSubclass(Record.class);
        require(
            Modifier.isPublic(options.getModifiers()),
            "Please make its record " + options.getSimpleName() + " public.");
        List<String> faults = OptionsCheck.faults(options, builtIn);
        require(faults.isEmpty(), String.join("\n", faults));
        return Optional.of(options);
      }
    }
    for (Class<?> nested : type.getDeclaredClasses()) {
      require(
          !isOptions(nested),
          "Its constructor does not take its record %s: whatever a config says would be ignored. Please add the parameter '%s options' to it."
              .formatted(nested.getSimpleName(), nested.getSimpleName()));
    }
    return Optional.empty();
  }

  /** A record that was meant to be options: by its name, or by what its components are. */
  private static boolean isOptions(Class<?> nested) {
    return nested.isRecord()
        && (nested.getSimpleName().equals("Options")
            || Arrays.stream(nested.getRecordComponents())
                .anyMatch(
                    component ->
                        component.isAnnotationPresent(Default.class)
                            || component.isAnnotationPresent(Included.class)));
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
