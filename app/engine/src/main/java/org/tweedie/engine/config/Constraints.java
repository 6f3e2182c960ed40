package org.tweedie.engine.config;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.MessageInterpolator;
import jakarta.validation.Path;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
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
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.validator.HibernateValidator;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;
import org.tweedie.engine.config.Value.Items;
import org.tweedie.engine.plugin.OptionType;
import org.tweedie.engine.plugin.Range;
import org.tweedie.engine.problem.Problems;

/** Checks an option's constraints, and says in our words which one does not hold. */
final class Constraints {

  private static final Set<Class<? extends Annotation>> BOUNDS =
      Set.of(
          Min.class,
          Max.class,
          DecimalMin.class,
          DecimalMax.class,
          Positive.class,
          PositiveOrZero.class,
          Negative.class,
          NegativeOrZero.class);
  private static final Set<Class<? extends Annotation>> SIZES =
      Set.of(Size.class, NotEmpty.class, NotBlank.class);

  private static final Set<Class<?>> OURS =
      Stream.concat(BOUNDS.stream(), SIZES.stream()).collect(Collectors.toUnmodifiableSet());

  /** Held here, since the JDK keeps loggers by weak references only. */
  private static final Logger HIBERNATE = Logger.getLogger("org.hibernate.validator");

  private Constraints() {}

  static {
    // It greets with its version.
    HIBERNATE.setLevel(Level.WARNING);
  }

  /** Loaded when the first option is checked; safe for threads. */
  private static final class Shared {
    static final Validator VALIDATOR =
        Validation.byProvider(HibernateValidator.class)
            .configure()
            .messageInterpolator(new OtherMessages())
            .buildValidatorFactory()
            .getValidator();
  }

  /** Words for constraints that are not the standard's; those have ours. */
  private static final class OtherMessages implements MessageInterpolator {

    private final MessageInterpolator words = new ParameterMessageInterpolator();

    @Override
    public String interpolate(String template, Context context) {
      Class<?> type = context.getConstraintDescriptor().getAnnotation().annotationType();
      return OURS.contains(type) ? template : words.interpolate(template, context);
    }

    @Override
    public String interpolate(String template, Context context, Locale locale) {
      return interpolate(template, context);
    }
  }

  /** Has the constraints of records read: the first look at each takes tens of milliseconds. */
  static void prepare(List<Class<? extends Record>> records) {
    records.forEach(Shared.VALIDATOR::getConstraintsForClass);
  }

  static boolean hold(
      OptionType option, Object value, Value written, String path, Problems problems) {
    RecordComponent component = option.component();
    Set<? extends ConstraintViolation<?>> violations =
        Shared.VALIDATOR.validateValue(component.getDeclaringRecord(), component.getName(), value);
    for (ConstraintViolation<?> violation : violations) {
      int index = index(violation);
      boolean isElement = index >= 0 && written instanceof Items;
      String at = isElement ? path + "[" + index + "]" : path;
      Value culprit = isElement ? ((Items) written).values().get(index) : written;
      problems.add(
          "out-of-range",
          culprit.location(),
          at,
          Conversion.name(at) + " " + sentence(option.range(), violation, culprit.found()));
    }
    return violations.isEmpty();
  }

  private static String sentence(Range range, ConstraintViolation<?> violation, String found) {
    Class<? extends Annotation> constraint =
        violation.getConstraintDescriptor().getAnnotation().annotationType();
    Object value = violation.getInvalidValue();
    if (BOUNDS.contains(constraint) && range.value().isPresent()) {
      String bounds = range.value().get();
      String words =
          bounds.contains(" to ")
              ? "between " + bounds.replace(" to ", " and ")
              : bounds.replace(", ", " and ");
      return "must be " + words + ", not " + found + ".";
    }
    if (SIZES.contains(constraint) && range.size().isPresent()) {
      String size = range.size().get();
      if (size.equals(Range.NOT_EMPTY)) {
        return "must not be empty.";
      }
      int length = value instanceof List<?> list ? list.size() : String.valueOf(value).length();
      return "must have " + size + ", not " + length + ".";
    }
    return violation.getMessage() + ", not " + found + ".";
  }

  private static int index(ConstraintViolation<?> violation) {
    for (Path.Node node : violation.getPropertyPath()) {
      if (node.getIndex() != null) {
        return node.getIndex();
      }
    }
    return -1;
  }
}
