package org.tweedie.engine.config;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.tweedie.api.plugin.Included;
import org.tweedie.engine.config.Value.Entry;
import org.tweedie.engine.config.Value.Mapping;
import org.tweedie.engine.plugin.Advice;
import org.tweedie.engine.plugin.ComponentType;
import org.tweedie.engine.plugin.OptionType;
import org.tweedie.engine.problem.Closest;
import org.tweedie.engine.problem.Location;
import org.tweedie.engine.problem.Problems;

/**
 * Makes options records of maps. Each option is bound and checked by itself, so that all problems
 * are found at once.
 */
public final class OptionBinder {

  private final Problems problems;

  public OptionBinder(Problems problems) {
    this.problems = problems;
  }

  /**
   * Binds a record.
   *
   * @param type the record
   * @param given what was written
   * @param path the dotted path of the map
   * @param subject whose options they are, for messages
   * @param location where to point at for what is missing
   * @return the record, if there was no problem
   */
  public <R extends Record> Optional<R> bind(
      Class<R> type, Mapping given, String path, String subject, Location location) {
    int before = problems.count();
    List<OptionType> options = ComponentType.optionTypes(type);
    rejectUnknown(given, options, path, subject);
    List<Object> values = new ArrayList<>();
    for (OptionType option : options) {
      option(option, given, path, subject, location).ifPresent(values::add);
    }
    return problems.count() == before
        ? construct(type, values.iterator(), path, subject, location).map(type::cast)
        : Optional.empty();
  }

  /** For what has no options: whether none were written. */
  public boolean rejectAll(Mapping given, String path, String subject) {
    rejectUnknown(given, List.of(), path, subject);
    return given.entries().isEmpty();
  }

  private void rejectUnknown(Mapping given, List<OptionType> options, String path, String subject) {
    List<String> names = options.stream().map(OptionType::name).toList();
    given
        .entries()
        .forEach(
            (key, entry) -> {
              if (!names.contains(key)) {
                problems.add(
                    "unknown-option",
                    entry.key(),
                    path + "." + key,
                    "%s has no option '%s'.%s  %s"
                        .formatted(
                            subject,
                            key,
                            Closest.question(key, names),
                            names.isEmpty()
                                ? "It has no options."
                                : "Options: " + String.join(", ", names)));
              }
            });
  }

  private Optional<Object> option(
      OptionType option, Mapping given, String path, String subject, Location location) {
    String optionPath = path + "." + option.name();
    Entry entry = given.entries().get(option.name());
    if (entry == null && option.defaultText().isEmpty()) {
      String allowed = option.allowed().map(text -> ", " + text).orElse("");
      problems.add(
          "missing-option",
          location,
          optionPath,
          "%s needs the option '%s' (%s%s)%s"
              .formatted(
                  subject,
                  option.name(),
                  option.typeWord(),
                  allowed,
                  option.description().map(text -> ": " + text).orElse(".")));
      return Optional.empty();
    }
    Problems found = new Problems();
    Optional<Value> value =
        entry == null
            ? YamlParser.fragment(location, option.defaultText().orElseThrow(), found)
            : Optional.of(entry.value());
    Optional<Object> converted =
        value.flatMap(
            written ->
                new Conversion(option, found)
                    .convert(written, optionPath)
                    .filter(
                        object -> Constraints.hold(option, object, written, optionPath, found)));
    if (entry == null && !found.isEmpty()) {
      problems.add(
          "invalid-default",
          location,
          optionPath,
          "%s has the default '%s' for this option, which is not allowed: %s"
              .formatted(subject, option.defaultText().get(), found.all().get(0).lines().get(0)),
          "Please tell the plugin's author, and meanwhile write a value.");
    } else {
      problems.addAll(found.all());
    }
    return converted;
  }

  /** Makes a record, after those that it includes, of as many of the values as they take. */
  private Optional<Object> construct(
      Class<?> type, Iterator<Object> values, String path, String subject, Location location) {
    RecordComponent[] components = type.getRecordComponents();
    List<Object> arguments = new ArrayList<>();
    for (RecordComponent component : components) {
      if (component.isAnnotationPresent(Included.class)) {
        construct(component.getType(), values, path, subject, location).ifPresent(arguments::add);
      } else {
        arguments.add(values.next());
      }
    }
    return arguments.size() == components.length
        ? construct(type, arguments.toArray(), path, subject, location)
        : Optional.empty();
  }

  private Optional<Object> construct(
      Class<?> type, Object[] arguments, String path, String subject, Location location) {
    Class<?>[] parameters =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      Constructor<?> constructor = type.getDeclaredConstructor(parameters);
      constructor.setAccessible(true);
      return Optional.of(constructor.newInstance(arguments));
    } catch (InvocationTargetException failed) {
      Throwable thrown = Objects.requireNonNull(failed.getCause());
      if (thrown instanceof IllegalArgumentException refused) {
        problems.add("invalid-value", location, path, String.valueOf(refused.getMessage()));
        return Optional.empty();
      }
      problems.add(
          "plugin-broken",
          location,
          path,
          "The options of %s fail: %s.".formatted(subject, Advice.thrown(thrown)),
          "Please choose other values, or another component, and tell its author.");
      return Optional.empty();
    } catch (LinkageError broken) {
      problems.add(
          Advice.code(broken),
          location,
          path,
          "The options of %s cannot be made.".formatted(subject),
          Advice.missing(broken));
      return Optional.empty();
    } catch (ReflectiveOperationException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
