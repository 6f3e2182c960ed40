package org.tweedie.app.plugin;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Negative;
import jakarta.validation.constraints.NegativeOrZero;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
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

/**
 * The constraints of an option in words.
 *
 * @param value what is asked of the value itself; of a list, of its elements: {@code above 0}
 * @param size what is asked of a list's or a text's length: {@code not empty}
 */
public record Range(Optional<String> value, Optional<String> size) {

  /** The size of a list or text that has at least one element or character. */
  public static final String NOT_EMPTY = "not empty";

  static Range of(RecordComponent component) {
    List<Annotation> annotations = annotationsOf(component);
    AnnotatedElement element = component;
    if (OptionType.isList(component.getGenericType())
        && component.getAnnotatedType() instanceof AnnotatedParameterizedType list) {
      element = list.getAnnotatedActualTypeArguments()[0];
    }
    List<Annotation> ofValue =
        element == component ? annotations : List.of(element.getAnnotations());
    return new Range(
        bounds(ofValue),
        size(annotations, component.getType() == String.class ? " characters" : " elements"));
  }

  /** Both in one phrase for listings. */
  Optional<String> allowed(boolean isList) {
    Optional<String> ofValue = isList ? value.map(bounds -> "each " + bounds) : value;
    return ofValue.isPresent() && size.isPresent()
        ? Optional.of(ofValue.get() + "; " + size.get())
        : ofValue.or(() -> size);
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

  private record Bound(BigDecimal limit, boolean included) {}

  private static Optional<String> bounds(List<Annotation> annotations) {
    Optional<Bound> low = Optional.empty();
    Optional<Bound> high = Optional.empty();
    for (Annotation annotation : annotations) {
      Optional<Bound> lower = lower(annotation);
      low = lower.isPresent() ? lower : low;
      Optional<Bound> upper = upper(annotation);
      high = upper.isPresent() ? upper : high;
    }
    if (low.isPresent() && high.isPresent() && low.get().included() && high.get().included()) {
      return Optional.of(low.get().limit() + " to " + high.get().limit());
    }
    List<String> parts = new ArrayList<>();
    low.ifPresent(bound -> parts.add((bound.included() ? "at least " : "above ") + bound.limit()));
    high.ifPresent(bound -> parts.add((bound.included() ? "at most " : "below ") + bound.limit()));
    return parts.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", parts));
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

  private static Optional<String> size(List<Annotation> annotations, String unit) {
    for (Annotation annotation : annotations) {
      if (annotation instanceof NotEmpty || annotation instanceof NotBlank) {
        return Optional.of(NOT_EMPTY);
      } else if (annotation instanceof Size size) {
        String number =
            size.min() == 0
                ? "at most " + size.max()
                : size.max() == Integer.MAX_VALUE
                    ? "at least " + size.min()
                    : size.min() == size.max()
                        ? "exactly " + size.min()
                        : size.min() + " to " + size.max();
        return Optional.of(number + unit);
      }
    }
    return Optional.empty();
  }
}
