package org.tweedie.engine.plugin;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tweedie.api.plugin.Included;

/** What {@link Included} says: which options a record has with those of the records in it. */
final class Inclusion {

  private static final Pattern LINE = Pattern.compile("\\s*([^:\\s]+):\\s+(\\S.*)");

  /** Every config that is read asks, and annotations are slow to read. */
  private static final ClassValue<List<OptionType>> KNOWN =
      new ClassValue<>() {
        @Override
        protected List<OptionType> computeValue(Class<?> record) {
          List<OptionType> options = new ArrayList<>();
          collect(record, List.of(), Map.of(), options);
          return List.copyOf(options);
        }
      };

  /**
   * A default that an included record's option has instead of its own.
   *
   * @param option the option's name
   * @param text the value, as in YAML
   */
  record OtherDefault(String option, String text) {

    /** Reads {@code "steps: 18"}; empty if it is written in another way. */
    static Optional<OtherDefault> of(String line) {
      Matcher matcher = LINE.matcher(line);
      return matcher.matches()
          ? Optional.of(new OtherDefault(matcher.group(1), matcher.group(2).strip()))
          : Optional.empty();
    }
  }

  private Inclusion() {}

  /** The options of a record in which {@link OptionsCheck} finds no fault. */
  static List<OptionType> optionTypes(Class<?> record) {
    return KNOWN.get(record);
  }

  /**
   * Adds a record's options.
   *
   * @param above the components that include the record
   * @param defaults what they say instead of the defaults of its options
   */
  private static void collect(
      Class<?> record,
      List<RecordComponent> above,
      Map<String, String> defaults,
      List<OptionType> options) {
    for (RecordComponent component : record.getRecordComponents()) {
      List<RecordComponent> path = new ArrayList<>(above);
      path.add(component);
      Included included = component.getAnnotation(Included.class);
      if (included == null) {
        options.add(OptionType.of(List.copyOf(path), defaults));
      } else {
        Map<String, String> all = new HashMap<>();
        for (String line : included.defaults()) {
          OtherDefault.of(line).ifPresent(other -> all.put(other.option(), other.text()));
        }
        all.putAll(defaults);
        collect(component.getType(), path, all, options);
      }
    }
  }
}
