package org.tweedie.app.command;

import java.util.List;
import java.util.Optional;
import org.tweedie.app.config.Choice;
import org.tweedie.app.config.RunConfig;
import org.tweedie.app.config.YamlWriter;
import org.tweedie.app.plugin.ComponentType;
import org.tweedie.app.plugin.Kind;
import org.tweedie.app.plugin.OptionType;

/**
 * A config with every option explained. Options that have their default are commented out. It is
 * made from the registry, so it never tells of options that are gone.
 */
final class StarterConfig {

  private final StringBuilder text = new StringBuilder();

  private StarterConfig() {}

  static String write(RunConfig config, List<String> heading) {
    StarterConfig starter = new StarterConfig();
    heading.forEach(line -> starter.text.append(line).append("\n"));
    starter.text.append("# An option that is commented out shows its default.\n");
    for (Kind kind : Kind.values()) {
      starter.component(kind, config.component(kind));
    }
    starter.section("train", "how to train", config.train());
    starter.section("evaluate", "how to measure", config.evaluate());
    starter.section("sample", "how to sample", config.sample());
    return starter.text.toString();
  }

  private void component(Kind kind, Choice choice) {
    text.append("\n# the ").append(kind.word());
    choice.type().description().ifPresent(what -> text.append(": ").append(what));
    text.append("\n# (all of them: tweedie components ").append(kind.key()).append(")\n");
    Optional<Record> options = choice.options();
    text.append(kind.key()).append(":\n  type: ").append(choice.reference()).append("\n");
    options.ifPresent(this::options);
  }

  private void section(String key, String description, Record options) {
    text.append("\n# ").append(description).append("\n").append(key).append(":\n");
    options(options);
  }

  private void options(Record options) {
    for (OptionType option : ComponentType.optionTypes(options.getClass())) {
      text.append("  # ").append(option.description().orElse(option.name()));
      text.append(" (").append(option.typeWord());
      option.allowed().ifPresent(allowed -> text.append(", ").append(allowed));
      text.append(")\n");
      String value = YamlWriter.value(options, option);
      String defaultValue = option.defaultText().orElse("");
      boolean isDefault = YamlWriter.isDefault(options, option);
      text.append(isDefault ? "  #" : "  ")
          .append(option.name())
          .append(": ")
          .append(isDefault ? defaultValue : value)
          .append("\n");
    }
  }
}
