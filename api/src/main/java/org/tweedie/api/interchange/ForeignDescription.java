package org.tweedie.api.interchange;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a file of another program says, key by key. It remembers which keys were asked for, since
 * one that nobody understands may change what a network puts out, and collects what is refused, so
 * that all is told at once. A value of another type than the one that is asked for is refused, and
 * the default given in its place. Not for several threads.
 */
public final class ForeignDescription {

  private final Map<String, Object> values = new LinkedHashMap<>();
  private final Set<String> nulls = new LinkedHashSet<>();
  private final Set<String> asked = new LinkedHashSet<>();
  private final Map<String, String> refusals = new LinkedHashMap<>();

  /**
   * The content of a file.
   *
   * @param content texts, numbers, booleans, lists, and null for what is said to be nothing
   */
  public ForeignDescription(Map<String, ? extends @Nullable Object> content) {
    content.forEach(
        (key, value) -> {
          if (value == null) {
            nulls.add(key);
          } else {
            values.put(key, value);
          }
        });
  }

  /** Whether there is a value, other than nothing. */
  public boolean has(String key) {
    asked.add(key);
    return values.containsKey(key);
  }

  /** Whether the value is said to be nothing, in place of the other program's default. */
  public boolean isNothing(String key) {
    asked.add(key);
    return nulls.contains(key);
  }

  /** A text. */
  public String text(String key, String byDefault) {
    return value(key, byDefault, "a text", any -> any instanceof String text ? text : null);
  }

  /** A number. */
  public double number(String key, double byDefault) {
    return value(key, byDefault, "a number", ForeignDescription::number);
  }

  /** A whole number. */
  public int whole(String key, int byDefault) {
    return value(key, byDefault, "a whole number", ForeignDescription::whole);
  }

  /** True or false. */
  public boolean flag(String key, boolean byDefault) {
    return value(key, byDefault, "true or false", any -> any instanceof Boolean flag ? flag : null);
  }

  /** A list of texts. */
  public List<String> texts(String key, List<String> byDefault) {
    return value(
        key,
        byDefault,
        "a list of texts",
        any -> each(any, element -> element instanceof String text ? text : null));
  }

  /** A list of numbers. */
  public List<Double> numbers(String key, List<Double> byDefault) {
    return value(key, byDefault, "a list of numbers", any -> each(any, ForeignDescription::number));
  }

  /** A list of whole numbers; one by itself is a list too. */
  public List<Integer> wholes(String key, List<Integer> byDefault) {
    return value(
        key,
        byDefault,
        "a list of whole numbers",
        any -> each(any instanceof Number one ? List.of(one) : any, ForeignDescription::whole));
  }

  /**
   * Refuses what the component cannot do.
   *
   * @param key of the value
   * @param sentence what is wrong with it, and what can be had instead
   */
  public void refuse(String key, String sentence) {
    asked.add(key);
    refusals.putIfAbsent(key, sentence);
  }

  /** What was refused, a sentence a key. */
  public Map<String, String> refusals() {
    return Collections.unmodifiableMap(refusals);
  }

  /** The keys with a value that nobody has asked for. */
  public List<String> unread() {
    return values.keySet().stream().filter(key -> !asked.contains(key)).toList();
  }

  private <T> T value(
      String key, T byDefault, String wanted, Function<Object, @Nullable T> reading) {
    asked.add(key);
    Object found = values.get(key);
    if (found == null) {
      return byDefault;
    }
    T read = reading.apply(found);
    if (read == null) {
      refuse(key, "This is to be %s, and is %s.".formatted(wanted, found));
      return byDefault;
    }
    return read;
  }

  private static @Nullable Double number(Object value) {
    return value instanceof Number number ? number.doubleValue() : null;
  }

  private static @Nullable Integer whole(Object value) {
    return value instanceof Number number && number.doubleValue() == number.intValue()
        ? number.intValue()
        : null;
  }

  private static <T> @Nullable List<T> each(Object value, Function<Object, @Nullable T> reading) {
    if (!(value instanceof List<?> list)) {
      return null;
    }
    List<T> read = new ArrayList<>();
    for (Object element : list) {
      T one = element == null ? null : reading.apply(element);
      if (one == null) {
        return null;
      }
      read.add(one);
    }
    return List.copyOf(read);
  }
}
