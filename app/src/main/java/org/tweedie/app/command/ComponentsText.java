package org.tweedie.app.command;

import java.util.ArrayList;
import java.util.List;
import org.tweedie.app.plugin.ComponentType;
import org.tweedie.app.plugin.OptionType;
import org.tweedie.app.plugin.Registry;

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
    return columns(rows, "");
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
    return text.append(columns(rows, "  ")).append("\n").toString();
  }

  private static String shortest(Registry registry, ComponentType type) {
    return registry.find(type.kind(), type.name()).size() == 1 ? type.name() : type.fullName();
  }

  private static String columns(List<List<String>> rows, String indent) {
    int count = rows.get(0).size();
    int[] widths = new int[count];
    for (List<String> row : rows) {
      for (int i = 0; i < count; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder(indent);
      for (int i = 0; i < count; i++) {
        line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
      }
      lines.add(line.toString().stripTrailing());
    }
    return String.join("\n", lines);
  }
}
