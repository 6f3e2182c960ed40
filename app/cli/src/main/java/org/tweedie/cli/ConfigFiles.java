package org.tweedie.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tweedie.engine.Tweedie;
import org.tweedie.engine.config.ExampleConfigs;
import org.tweedie.engine.config.RunConfig;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Config files and overrides: what all commands have that start from a config. */
final class ConfigFiles {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Parameters(
      paramLabel = "CONFIG",
      arity = "0..*",
      description = "Config files; later ones are laid over earlier ones.")
  private List<Path> files = new ArrayList<>();

  @Option(
      names = "--example",
      paramLabel = "NAME",
      completionCandidates = Candidates.ExampleNames.class,
      description =
          "Instead of files: a config that comes with the program; 'tweedie init --list' lists them.")
  private Optional<String> example = Optional.empty();

  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description = "Set one option, as in --set sampler.steps=50; may be given several times.")
  private List<String> overrides = new ArrayList<>();

  /** Whether neither a file nor an example is named. */
  boolean isEmpty() {
    return files.isEmpty() && example.isEmpty();
  }

  /**
   * What a run of this config is called: the last file's name without its ending, or the example's.
   */
  String name() {
    if (isEmpty()) {
      throw wrong(
          "Which config? Name a file, or one that comes with the program: --example digits.");
    }
    if (example.isPresent()) {
      return example.get();
    }
    Path last = files.get(files.size() - 1);
    String name = String.valueOf(last.getFileName()).replaceFirst("(?<=.)\\.[^.]*$", "");
    if (last.getFileName() == null || name.startsWith(".")) {
      throw wrong("A run cannot be named after '%s'. Name its folder: --run DIR.".formatted(last));
    }
    return name;
  }

  /** The example that is named instead of files. */
  Optional<String> example() {
    return example;
  }

  /** What is set on the command line, in order. */
  List<String> overrides() {
    return overrides;
  }

  /** The files. */
  List<Path> files() {
    return files;
  }

  /**
   * Reads the config.
   *
   * @throws org.tweedie.engine.config.ConfigException with all problems of the config
   */
  RunConfig read(Tweedie tweedie) {
    if (example.isEmpty()) {
      return tweedie.read(files, overrides);
    }
    if (!files.isEmpty()) {
      throw wrong("Either config files or --example, not both.");
    }
    example(Console.of(command), example.get());
    return tweedie.example(example.get(), overrides.toArray(String[]::new));
  }

  /** The YAML of an example that a user named. */
  static String example(Console console, String name) {
    try {
      return ExampleConfigs.text(name);
    } catch (IllegalArgumentException unknown) {
      throw console.wrong(String.valueOf(unknown.getMessage()));
    }
  }

  private ParameterException wrong(String message) {
    return Console.of(command).wrong(message);
  }
}
