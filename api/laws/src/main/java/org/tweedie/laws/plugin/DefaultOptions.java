package org.tweedie.laws.plugin;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Included;

/**
 * Options as the program makes them of a config that says nothing: for tests of components with
 * their defaults. Constraints are not looked at.
 */
public final class DefaultOptions {

  private DefaultOptions() {}

  /**
   * Options of defaults alone.
   *
   * @param type the record of options
   * @throws IllegalArgumentException if an option has no default, or one that is not of its type,
   *     or if the record refuses them
   */
  public static <R extends Record> R of(Class<R> type) {
    return type.cast(of(type, Map.of()));
  }

  /** Whether all options of a record have defaults. */
  public static boolean areThereFor(Class<?> type) {
    return areThereFor(type, Map.of());
  }

  private static boolean areThereFor(Class<?> type, Map<String, String> defaults) {
    return Arrays.stream(type.getRecordComponents())
        .allMatch(
            option ->
                option.isAnnotationPresent(Included.class)
                    ? areThereFor(option.getType(), ofIncluded(option, defaults))
                    : text(option, defaults).isPresent());
  }

  /** The options of a record, and those of the records that it includes in their place. */
  public static Stream<RecordComponent> options(Class<?> type) {
    return Arrays.stream(type.getRecordComponents())
        .flatMap(
            option ->
                option.isAnnotationPresent(Included.class)
                    ? options(option.getType())
                    : Stream.of(option));
  }

  private static Object of(Class<?> type, Map<String, String> defaults) {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    Object[] values =
        Arrays.stream(components)
            .map(
                option ->
                    option.isAnnotationPresent(Included.class)
                        ? included(option, defaults)
                        : value(option, defaults))
            .toArray();
    try {
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (InvocationTargetException failed) {
      if (failed.getCause() instanceof RuntimeException refused) {
        throw refused;
      }
      throw new IllegalStateException(failed);
    } catch (ReflectiveOperationException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static Object included(RecordComponent included, Map<String, String> defaults) {
    Map<String, String> all = ofIncluded(included, defaults);
    List<String> names =
        options(included.getType()).map(option -> hyphenated(option.getName())).toList();
    ofIncluded(included, Map.of())
        .forEach(
            (name, text) -> {
              if (!names.contains(name)) {
                throw new IllegalArgumentException(
                    "The default \"%s: %s\" of the included %s is for none of %s."
                        .formatted(name, text, included.getName(), names));
              }
            });
    return of(included.getType(), all);
  }

  /** What an including record says instead of the included one's defaults; the outermost counts. */
  private static Map<String, String> ofIncluded(
      RecordComponent included, Map<String, String> defaults) {
    Map<String, String> all = new HashMap<>();
    for (String line : included.getAnnotation(Included.class).defaults()) {
      String[] parts = (line + " ").split(":\\s", 2);
      all.put(parts[0].strip(), parts[parts.length - 1].strip());
    }
    all.putAll(defaults);
    return all;
  }

  private static Optional<String> text(RecordComponent option, Map<String, String> defaults) {
    return Optional.ofNullable(defaults.get(hyphenated(option.getName())))
        .or(() -> Optional.ofNullable(option.getAnnotation(Default.class)).map(Default::value));
  }

  private static Object value(RecordComponent option, Map<String, String> defaults) {
    String text =
        text(option, defaults)
            .orElseThrow(() -> new IllegalArgumentException(option.getName() + " has no default"));
    if (option.getGenericType() instanceof ParameterizedType list) {
      Class<?> element = (Class<?>) list.getActualTypeArguments()[0];
      return Arrays.stream(text.replaceAll("^\\[|]$", "").split(","))
          .map(String::strip)
          .filter(item -> !item.isEmpty())
          .map(item -> value(element, item))
          .toList();
    }
    return value(option.getType(), text);
  }

  private static Object value(Class<?> type, String text) {
    if (type == int.class || type == Integer.class) {
      return Integer.valueOf(text);
    } else if (type == long.class || type == Long.class) {
      return Long.valueOf(text);
    } else if (type == double.class || type == Double.class) {
      return Double.valueOf(text);
    } else if (type == float.class || type == Float.class) {
      return Float.valueOf(text);
    } else if (type == boolean.class || type == Boolean.class) {
      return Boolean.valueOf(text);
    } else if (type == String.class) {
      return text.replaceAll("^\"|\"$", "");
    }
    List<?> constants = List.of(type.getEnumConstants());
    return constants.stream()
        .filter(constant -> written((Enum<?>) constant).equals(text))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(text + " is no " + type.getName()));
  }

  private static String written(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String hyphenated(String name) {
    return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
  }
}
