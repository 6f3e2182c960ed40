package org.tweedie.cli;

import java.util.List;
import org.tweedie.engine.plugin.ComponentType;
import org.tweedie.engine.plugin.OptionType;
import org.tweedie.engine.plugin.Registry;

/** Components as Markdown: what the READMEs of the modules hold. */
final class ComponentsMarkdown {

  private ComponentsMarkdown() {}

  /** A section a kind, a heading a component, and a table of its options. */
  static String render(Registry registry, List<ComponentType> types) {
    StringBuilder text = new StringBuilder();
    String kind = "";
    for (ComponentType type : types) {
      if (!type.kind().key().equals(kind)) {
        kind = type.kind().key();
        text.append("## `").append(kind).append("`\n\n");
      }
      text.append("### `").append(registry.reference(type)).append("`");
      text.append(type.isDefault() ? " (default)" : "").append("\n");
      type.description().ifPresent(words -> text.append(sentence(words)).append("\n"));
      text.append("\n").append(options(type));
    }
    return text.toString().stripTrailing();
  }

  private static String options(ComponentType type) {
    if (type.optionTypes().isEmpty()) {
      return "";
    }
    StringBuilder table =
        new StringBuilder("| option | default | type | what |\n|---|---|---|---|\n");
    for (OptionType option : type.optionTypes()) {
      table.append(
          "| `%s` | %s | %s | %s |\n"
              .formatted(
                  option.name(),
                  option.defaultText().map(text -> "`" + text + "`").orElse("must be given"),
                  cell(option.typeWord() + option.allowed().map(it -> ": " + it).orElse("")),
                  cell(option.description().orElse(""))));
    }
    return table.append("\n").toString();
  }

  private static String sentence(String words) {
    return Character.toUpperCase(words.charAt(0)) + words.substring(1) + ".";
  }

  private static String cell(String text) {
    return text.replace("|", "\\|");
  }
}
