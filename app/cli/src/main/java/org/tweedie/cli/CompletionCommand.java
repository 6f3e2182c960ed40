package org.tweedie.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.tweedie.api.plugin.Kind;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.engine.Tweedie;
import org.tweedie.engine.config.EvaluateOptions;
import org.tweedie.engine.config.SampleOptions;
import org.tweedie.engine.config.TrainOptions;
import org.tweedie.engine.plugin.ComponentType;
import org.tweedie.engine.plugin.OptionType;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Writes the script by which a shell completes commands, options and settings. */
@Command(
    name = "generate-completion",
    description = {
      "Generate bash/zsh completion script for ${ROOT-COMMAND-NAME:-the root command of this command}.",
      "Run the following command to give `${ROOT-COMMAND-NAME:-$PARENTCOMMAND}` TAB completion in the current shell:",
      "",
      "  source <(${PARENT-COMMAND-FULL-NAME:-$PARENTCOMMAND} ${COMMAND-NAME})",
      ""
    },
    optionListHeading = "Options:%n",
    mixinStandardHelpOptions = true)
final class CompletionCommand implements Callable<Integer> {

  private static final String SETTINGS = "settings.bash";

  private static final Map<String, Class<? extends Record>> SECTIONS =
      Map.of(
          "train", TrainOptions.class,
          "evaluate", EvaluateOptions.class,
          "sample", SampleOptions.class);

  @Spec private CommandSpec command;

  @Mixin private Console console;

  @Override
  public Integer call() throws IOException {
    CommandSpec root = command.root();
    console.print(
        AutoComplete.bash(root.name(), root.commandLine())
            + text().replace("__settings__", quoted(settings())).stripTrailing());
    return 0;
  }

  private static String quoted(SortedSet<String> settings) {
    return settings.stream()
        .map(setting -> "'" + setting.replace("'", "") + "'")
        .collect(Collectors.joining("\n"));
  }

  private static String text() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(CompletionCommand.class.getResourceAsStream(SETTINGS))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** What can be set: components by their names, and the options of all of them. */
  private static SortedSet<String> settings() {
    SortedSet<String> settings = new TreeSet<>();
    try (Tweedie tweedie = Tweedie.load()) {
      for (Kind<?> kind : Kinds.all()) {
        for (ComponentType type : tweedie.components().all(kind)) {
          settings.add(kind.key() + "=" + type.name());
          type.optionTypes().forEach(option -> add(kind.key(), option, settings));
        }
      }
    }
    SECTIONS.forEach(
        (section, options) ->
            ComponentType.optionTypes(options).forEach(option -> add(section, option, settings)));
    return settings;
  }

  private static void add(String section, OptionType option, SortedSet<String> settings) {
    String path = section + "." + option.name() + "=";
    Class<?> type = OptionType.element(option.type());
    if (OptionType.isList(option.type())) {
      settings.add(path);
    } else if (type.isEnum()) {
      OptionType.words(type).forEach(word -> settings.add(path + word));
    } else if (type == boolean.class || type == Boolean.class) {
      settings.add(path + "false");
      settings.add(path + "true");
    } else {
      settings.add(path);
    }
  }
}
