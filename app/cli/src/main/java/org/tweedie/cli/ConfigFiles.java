package org.tweedie.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tweedie.engine.config.ConfigReader;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.plugin.Registry;
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
  RunConfig read(Registry registry) {
    return read(registry, overrides);
  }

  /** Reads the config and lays one more override over it. */
  RunConfig read(Registry registry, String last) {
    List<String> all = new ArrayList<>(overrides);
    all.add(last);
    return read(registry, all);
  }

  private RunConfig read(Registry registry, List<String> changes) {
    if (example.isEmpty()) {
      return ConfigReader.read(files, changes, registry);
    }
    if (!files.isEmpty()) {
      throw wrong("Either config files or --example, not both.");
    }
    String text = Examples.named(command, example.get());
    return ConfigReader.read("examples/" + example.get() + ".yaml", text, changes, registry);
  }

  /** Reads another file, laying the same overrides over it. */
  RunConfig read(Path file, Registry registry) {
    return ConfigReader.read(List.of(file), overrides, registry);
  }

  private ParameterException wrong(String message) {
    return new ParameterException(command.commandLine(), message);
  }
}
