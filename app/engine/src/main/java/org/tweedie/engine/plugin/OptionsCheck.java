package org.tweedie.engine.plugin;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Included;
import org.tweedie.engine.plugin.Inclusion.OtherDefault;
import org.tweedie.engine.problem.Closest;

/** Looks at the components of an options record and of the records that it includes. */
final class OptionsCheck {

  private final List<String> faults = new ArrayList<>();

  private OptionsCheck() {}

  /**
   * What is wrong with a record of options, a sentence or two for each fault.
   *
   * @param builtIn whether it comes with the program, whose constraints its own tests read
   * @throws IllegalArgumentException of a constraint whose bound is no number
   */
  static List<String> faults(Class<? extends Record> options, boolean builtIn) {
    OptionsCheck check = new OptionsCheck();
    check.components(options, options.getSimpleName(), Set.of());
    if (check.faults.isEmpty()) {
      check.names(options);
      if (!builtIn) {
        ComponentType.optionTypes(options).forEach(OptionType::range);
      }
      check.defaults(options);
    }
    return check.faults;
  }

  /**
   * Whether every component can be an option or be included.
   *
   * @param path how one gets to the record: {@code Options.walk}
   * @param above the records that include this one
   */
  private void components(Class<?> record, String path, Set<Class<?>> above) {
    Set<Class<?>> within = new HashSet<>(above);
    within.add(record);
    for (RecordComponent component : record.getRecordComponents()) {
      Class<?> type = component.getType();
      String place = path + "." + component.getName();
      if (!component.isAnnotationPresent(Included.class)) {
        option(component);
      } else if (!type.isRecord()) {
        add(
            "%s is annotated @Included, which takes in a record's components; %s is no record.",
            place, type.getName());
      } else if (within.contains(type)) {
        add("%s includes the record that it stands in. Please take it away.", place);
      } else if (component.isAnnotationPresent(Default.class)) {
        add(
            "%s is included and has no value of its own: please write its @Default as @Included(defaults = \"OPTION: VALUE\").",
            place);
      } else {
        components(type, place, within);
      }
    }
  }

  private void option(RecordComponent component) {
    if (component.getName().equals("type")) {
      add("Its option 'type' must have another name: in a config, 'type' names the component.");
    }
    if (!OptionType.isSupported(component.getGenericType())) {
      add(
          "Its option '%s' is of type %s; options are numbers, booleans, strings, enums and lists of them.%s",
          component.getName(),
          component.getGenericType().getTypeName(),
          component.getType().isRecord()
              ? " Please annotate it with @Included, if its components are to be options."
              : "");
    }
  }

  private void names(Class<? extends Record> options) {
    Map<String, List<OptionType>> byName =
        ComponentType.optionTypes(options).stream()
            .collect(
                Collectors.groupingBy(
                    OptionType::name, LinkedHashMap::new, Collectors.toUnmodifiableList()));
    byName.forEach(
        (name, same) -> {
          if (same.size() > 1) {
            add(
                "Several of its options have the name '%s': %s. Please rename all but one, or leave them out.",
                name,
                same.stream()
                    .map(option -> place(options, option))
                    .collect(Collectors.joining(", ")));
          }
        });
  }

  private static String place(Class<?> options, OptionType option) {
    return Stream.concat(
            Stream.of(options.getSimpleName()),
            option.path().stream().map(RecordComponent::getName))
        .collect(Collectors.joining("."));
  }

  private void defaults(Class<?> record) {
    for (RecordComponent component : record.getRecordComponents()) {
      Included included = component.getAnnotation(Included.class);
      if (included != null) {
        List<String> names =
            Inclusion.optionTypes(component.getType()).stream().map(OptionType::name).toList();
        Set<String> given = new HashSet<>();
        Arrays.stream(included.defaults()).forEach(line -> check(line, names, given));
        defaults(component.getType());
      }
    }
  }

  private void check(String line, List<String> names, Set<String> given) {
    String said = "Its @Included(defaults = \"" + line + "\")";
    OtherDefault.of(line)
        .ifPresentOrElse(
            other -> {
              if (!names.contains(other.option())) {
                add(
                    "%s names no option of that record.%s  Options: %s",
                    said, Closest.question(other.option(), names), String.join(", ", names));
              } else if (!given.add(other.option())) {
                add("%s is the second for '%s'.", said, other.option());
              }
            },
            () -> add("%s is not of the form \"OPTION: VALUE\".", said));
  }

  private void add(String fault, Object... words) {
    faults.add(fault.formatted(words));
  }
}
