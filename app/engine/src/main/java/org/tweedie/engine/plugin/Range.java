package org.tweedie.engine.plugin;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Negative;
import jakarta.validation.constraints.NegativeOrZero;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The constraints of an option: as numbers for schemas, and in words for people.
 *
 * @param low the least value; of a list, of its elements
 * @param high the greatest value; of a list, of its elements
 * @param length how long a list or a text may be
 * @param pattern the regular expression that a text matches
 */
public record Range(
    Optional<Bound> low, Optional<Bound> high, Optional<Length> length, Optional<String> pattern) {

  /** The size of a list or text that has at least one element or character. */
  public static final String NOT_EMPTY = "not empty";

  /**
   * One end of a range.
   *
   * @param limit the number
   * @param included whether the number itself is allowed
   */
  public record Bound(BigDecimal limit, boolean included) {}

  /**
   * The length of a list in elements, or of a text in characters.
   *
   * @param min the least
   * @param max the greatest, {@link Integer#MAX_VALUE} where there is no limit
   * @param unit what is counted, with a space before it
   */
  public record Length(int min, int max, String unit) {
    private String words() {
      if (max == Integer.MAX_VALUE) {
        return min == 1 ? NOT_EMPTY : "at least " + min + unit;
      } else if (min == 0) {
        return "at most " + max + unit;
      }
      return (min == max ? "exactly " + min : min + " to " + max) + unit;
    }
  }

  static Range of(RecordComponent component) {
    List<Annotation> annotations = annotationsOf(component);
    AnnotatedElement element = component;
    if (OptionType.isList(component.getGenericType())
        && component.getAnnotatedType() instanceof AnnotatedParameterizedType list) {
      element = list.getAnnotatedActualTypeArguments()[0];
    }
    List<Annotation> ofValue =
        element == component ? annotations : List.of(element.getAnnotations());
    String unit = component.getType() == String.class ? " characters" : " elements";
    return new Range(
        last(ofValue.stream().map(Range::lower)),
        last(ofValue.stream().map(Range::upper)),
        last(annotations.stream().map(annotation -> length(annotation, unit))),
        last(ofValue.stream().map(Range::pattern)));
  }

  /** What is asked of the value itself, in words; of a list, of its elements: {@code above 0}. */
  public Optional<String> value() {
    if (low.filter(Bound::included).isPresent() && high.filter(Bound::included).isPresent()) {
      return Optional.of(low.get().limit() + " to " + high.get().limit());
    }
    List<String> parts = new ArrayList<>();
    low.ifPresent(bound -> parts.add((bound.included() ? "at least " : "above ") + bound.limit()));
    high.ifPresent(bound -> parts.add((bound.included() ? "at most " : "below ") + bound.limit()));
    return parts.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", parts));
  }

  /** What is asked of a list's or a text's length, in words: {@code not empty}. */
  public Optional<String> size() {
    return length.map(Length::words);
  }

  /** Both in one phrase for listings. */
  Optional<String> allowed(boolean isList) {
    Optional<String> ofValue = isList ? value().map(bounds -> "each " + bounds) : value();
    return ofValue.isPresent() && length.isPresent()
        ? Optional.of(ofValue.get() + "; " + length.get().words())
        : ofValue.or(this::size);
  }

  /** Record components keep an annotation only if it may stand there; the accessor has them all. */
  private static List<Annotation> annotationsOf(RecordComponent component) {
    List<Annotation> all = new ArrayList<>(List.of(component.getAnnotations()));
    for (Annotation annotation : component.getAccessor().getAnnotations()) {
      if (!all.contains(annotation)) {
        all.add(annotation);
      }
    }
    return all;
  }

  private static Optional<Bound> lower(Annotation annotation) {
    if (annotation instanceof Positive) {
      return Optional.of(new Bound(BigDecimal.ZERO, false));
    } else if (annotation instanceof PositiveOrZero) {
      return Optional.of(new Bound(BigDecimal.ZERO, true));
    } else if (annotation instanceof Min min) {
      return Optional.of(new Bound(BigDecimal.valueOf(min.value()), true));
    } else if (annotation instanceof DecimalMin min) {
      return Optional.of(new Bound(new BigDecimal(min.value()), min.inclusive()));
    }
    return Optional.empty();
  }

  private static Optional<Bound> upper(Annotation annotation) {
    if (annotation instanceof Negative) {
      return Optional.of(new Bound(BigDecimal.ZERO, false));
    } else if (annotation instanceof NegativeOrZero) {
      return Optional.of(new Bound(BigDecimal.ZERO, true));
    } else if (annotation instanceof Max max) {
      return Optional.of(new Bound(BigDecimal.valueOf(max.value()), true));
    } else if (annotation instanceof DecimalMax max) {
      return Optional.of(new Bound(new BigDecimal(max.value()), max.inclusive()));
    }
    return Optional.empty();
  }

  private static Optional<Length> length(Annotation annotation, String unit) {
    if (annotation instanceof NotEmpty || annotation instanceof NotBlank) {
      return Optional.of(new Length(1, Integer.MAX_VALUE, unit));
    } else if (annotation instanceof Size size) {
      return Optional.of(new Length(size.min(), size.max(), unit));
    }
    return Optional.empty();
  }

  private static Optional<String> pattern(Annotation annotation) {
    if (annotation instanceof Pattern pattern && pattern.flags().length == 0) {
      return Optional.of(pattern.regexp());
    }
    return annotation instanceof NotBlank ? Optional.of(".*\\S.*") : Optional.empty();
  }

  private static <T> Optional<T> last(Stream<Optional<T>> found) {
    return found.flatMap(Optional::stream).reduce((one, other) -> other);
  }
}
