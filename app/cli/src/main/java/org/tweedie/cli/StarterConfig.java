package org.tweedie.cli;

import java.util.List;
import org.tweedie.api.plugin.Kind;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.engine.config.Choice;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.config.YamlWriter;
import org.tweedie.engine.plugin.ComponentType;
import org.tweedie.engine.plugin.OptionType;

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
    for (Kind<?> kind : Kinds.all()) {
      List<Choice> choices = config.components(kind);
      // A kind that the model has none of is not there at all.
      if (!choices.isEmpty() || (kind.isList() && kind.isOptional())) {
        starter.components(kind, choices);
      }
    }
    starter.section("train", "how to train", config.train());
    starter.section("evaluate", "how to measure", config.evaluate());
    starter.section("sample", "how to sample", config.sample());
    return starter.text.toString();
  }

  private void components(Kind<?> kind, List<Choice> choices) {
    text.append("\n# the ").append(kind.word());
    if (choices.isEmpty()) {
      text.append(": none");
    } else if (choices.size() > 1) {
      text.append(kind.equals(Kinds.GUIDANCE) ? ", applied in order" : ", several");
      choices.forEach(choice -> describe("\n# ", choice));
    } else {
      describe(": ", choices.get(0));
    }
    text.append("\n# (all of them: tweedie components ").append(kind.key()).append(")\n");
    if (kind.isList()) {
      text.append(
          kind.equals(Kinds.GUIDANCE)
              ? "# (a list of them is applied in order: the first is the innermost)\n"
              : "# (or a list of them)\n");
    }
    text.append(kind.key()).append(choices.isEmpty() ? ": []\n" : ":\n");
    for (Choice choice : choices) {
      String begin = choices.size() > 1 ? "- " : "  ";
      text.append(begin).append("type: ").append(choice.reference()).append("\n");
      choice.options().ifPresent(this::options);
    }
  }

  private void describe(String before, Choice choice) {
    choice.type().description().ifPresent(what -> text.append(before).append(what));
  }

  private void section(String key, String description, Record options) {
    text.append("\n# ").append(description).append("\n").append(key).append(":\n");
    options(options);
  }

  private static String form(OptionType option) {
    if (OptionType.element(option.type()).isEnum()) {
      return (OptionType.isList(option.type()) ? "any of " : "one of ")
          + option.allowed().orElse("");
    }
    return option.typeWord() + option.allowed().map(allowed -> ", " + allowed).orElse("");
  }

  private void options(Record options) {
    for (OptionType option : ComponentType.optionTypes(options.getClass())) {
      text.append("  # ").append(option.description().orElse(option.name()));
      text.append(" (").append(form(option)).append(")\n");
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
