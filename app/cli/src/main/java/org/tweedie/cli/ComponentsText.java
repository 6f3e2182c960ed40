package org.tweedie.cli;

import java.util.ArrayList;
import java.util.List;
import org.tweedie.engine.file.TextTable;
import org.tweedie.engine.plugin.ComponentType;
import org.tweedie.engine.plugin.OptionType;
import org.tweedie.engine.plugin.Registry;

/** Components as text for people. */
final class ComponentsText {

  private ComponentsText() {}

  /** One line a component: kind, name, origin, description. */
  static String table(Registry registry, List<ComponentType> types) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("KIND", "NAME", "ORIGIN", "DESCRIPTION"));
    for (ComponentType type : types) {
      rows.add(
          List.of(
              type.kind().key(),
              shortest(registry, type),
              type.origin().toString(),
              type.description().orElse("")));
    }
    return TextTable.of(rows);
  }

  /** A component with its options. */
  static String detail(Registry registry, ComponentType type) {
    StringBuilder text = new StringBuilder();
    text.append(
        "%s/%s (%s)%n".formatted(type.kind().key(), shortest(registry, type), type.origin()));
    type.description().ifPresent(description -> text.append(description).append("\n"));
    text.append("\n");
    if (type.optionTypes().isEmpty()) {
      return text.append("It has no options.\n").toString();
    }
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("OPTION", "TYPE", "DEFAULT", "ALLOWED", "DESCRIPTION"));
    for (OptionType option : type.optionTypes()) {
      rows.add(
          List.of(
              option.name(),
              option.typeWord(),
              option.defaultText().orElse("(must be given)"),
              option.allowed().orElse(""),
              option.description().orElse("")));
    }
    return text.append(TextTable.of(rows).indent(2)).toString();
  }

  private static String shortest(Registry registry, ComponentType type) {
    return registry.find(type.kind(), type.name()).size() == 1 ? type.name() : type.fullName();
  }
}
