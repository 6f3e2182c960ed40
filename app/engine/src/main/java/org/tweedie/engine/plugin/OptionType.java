package org.tweedie.engine.plugin;

import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;

/**
 * One option of a component or of a section.
 *
 * @param name its name in a config: {@code max-beta}
 * @param path the record component that holds it, after those that include its record
 * @param type the Java type
 * @param defaultText its value where a config leaves it out, as in YAML; empty where it must be
 *     given
 * @param description what it is, in one phrase
 */
public record OptionType(
    String name,
    List<RecordComponent> path,
    Type type,
    Optional<String> defaultText,
    Optional<String> description) {

  private static final Set<Class<?>> WHOLE =
      Set.of(int.class, Integer.class, long.class, Long.class);
  private static final Set<Class<?>> REAL =
      Set.of(double.class, Double.class, float.class, Float.class);
  private static final Pattern WORD =
      Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])");
  private static final Set<Class<?>> OTHER = Set.of(boolean.class, Boolean.class, String.class);

  /**
   * Describes an option.
   *
   * @param path the record component that holds it, after those that include its record
   * @param defaults of all options that do not have their own one, by name
   */
  static OptionType of(List<RecordComponent> path, Map<String, String> defaults) {
    RecordComponent component = path.get(path.size() - 1);
    Type type = component.getGenericType();
    String name = hyphenated(component.getName());
    return new OptionType(
        name,
        path,
        type,
        Optional.ofNullable(defaults.get(name))
            .or(
                () ->
                    Optional.ofNullable(component.getAnnotation(Default.class))
                        .map(Default::value)),
        Optional.ofNullable(component.getAnnotation(Description.class)).map(Description::value));
  }

  /** Which values it may have, in words; empty where every value of its type is allowed. */
  public Optional<String> allowed() {
    return range().allowed(isList(type)).or(() -> choices(element(type)));
  }

  /** The record component that holds the option. */
  public RecordComponent component() {
    return path.get(path.size() - 1);
  }

  /** The option's value in some options, through the records that they include. */
  public Object in(Record options) {
    try {
      Object value = options;
      for (RecordComponent component : path) {
        Method accessor = component.getAccessor();
        accessor.setAccessible(true);
        value = accessor.invoke(value);
      }
      return value;
    } catch (ReflectiveOperationException failed) {
      throw new IllegalStateException("Cannot read the option " + name, failed);
    }
  }

  /** The type in words: {@code whole number}, {@code list of numbers}. */
  public String typeWord() {
    boolean list = isList(type);
    Class<?> element = element(type);
    String word = "text";
    if (isWhole(element)) {
      word = list ? "whole numbers" : "whole number";
    } else if (REAL.contains(element)) {
      word = list ? "numbers" : "number";
    } else if (element == boolean.class || element == Boolean.class) {
      word = "true or false";
    } else if (element.isEnum()) {
      word = list ? "words" : "word";
    } else if (list) {
      word = "texts";
    }
    return list ? "list of " + word : word;
  }

  /** The range that the option's constraints describe. */
  public Range range() {
    return Range.of(component());
  }

  /** Whether options may have a type. */
  static boolean isSupported(Type type) {
    if (type instanceof ParameterizedType && !isList(type)) {
      return false;
    }
    Class<?> element = element(type);
    return WHOLE.contains(element)
        || REAL.contains(element)
        || OTHER.contains(element)
        || element.isEnum();
  }

  /** Whether a type is {@code List} of something. */
  public static boolean isList(Type type) {
    return type instanceof ParameterizedType parameterized
        && parameterized.getRawType() == List.class;
  }

  /** The class of a list's elements, or the class itself where the type is none. */
  public static Class<?> element(Type type) {
    Type element = isList(type) ? ((ParameterizedType) type).getActualTypeArguments()[0] : type;
    return element instanceof Class<?> known ? known : Object.class;
  }

  /** Whether a class is one of whole numbers. */
  public static boolean isWhole(Class<?> type) {
    return WHOLE.contains(type);
  }

  /** An enum constant as it is written in a config: {@code MIN_SNR} is {@code min-snr}. */
  public static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The words of an enum. */
  public static List<String> words(Class<?> type) {
    return Arrays.stream(type.getEnumConstants()).map(value -> word((Enum<?>) value)).toList();
  }

  private static Optional<String> choices(Class<?> type) {
    return type.isEnum() ? Optional.of(String.join(", ", words(type))) : Optional.empty();
  }

  /** {@code maxBeta} is {@code max-beta}; digits stay with the letters before them. */
  private static String hyphenated(String name) {
    return WORD.matcher(name).replaceAll("-").toLowerCase(Locale.ROOT);
  }
}
