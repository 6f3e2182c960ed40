package org.tweedie.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tweedie.engine.Tweedie;
import org.tweedie.engine.plugin.Registry;
import org.tweedie.engine.problem.Problem;
import org.tweedie.engine.problem.Problems;
import org.tweedie.engine.problem.Shell;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The option {@code --plugins} of all commands that need components. */
final class PluginFolders {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--plugins",
      paramLabel = "DIR",
      description = {
        "Folder with plugins, as x.jar or x/*.jar; may be given several times.",
        "By default: plugins/ beside the config and in the working directory."
      })
  private List<Path> folders = new ArrayList<>();

  private Optional<Tweedie> loaded = Optional.empty();

  /**
   * Loads all components; what is wrong with plugins goes to the command's error stream.
   *
   * @param configs the run's config files, beside which {@code plugins/} is looked for
   * @throws ParameterException if there is no such folder
   */
  Tweedie engine(List<Path> configs) {
    Console console = Console.of(command);
    for (Path folder : folders) {
      if (!Files.isDirectory(folder)) {
        throw console.wrong("There is no plugin folder '" + folder + "'.");
      }
    }
    Program program = (Program) command.root().userObject();
    Tweedie tweedie = Tweedie.load(program.loader(), found(configs));
    List<Problem> problems = tweedie.problems();
    if (!problems.isEmpty()) {
      console.note(Problems.render("plugins", problems));
    }
    loaded = Optional.of(tweedie);
    return tweedie;
  }

  /** The same with what is beside the config of a run, where there is one in the folder. */
  Tweedie engineOf(Path run) {
    return engine(configOf(run));
  }

  /** What was loaded. */
  Tweedie engine() {
    return loaded.orElseThrow();
  }

  /** The components alone; see {@link #engine(List)}. */
  Registry load(List<Path> configs) {
    return engine(configs).components();
  }

  /** The folders that the user named; empty where the usual ones are to be taken. */
  List<Path> named() {
    return folders;
  }

  /**
   * The options that find the same plugins from another command, each with a space before it.
   *
   * @param configs the files beside which plugins were looked for
   */
  String arguments(List<Path> configs) {
    return found(configs).stream()
        .filter(folder -> !folders.isEmpty() || !folder.equals(Path.of("plugins")))
        .map(folder -> " --plugins " + Shell.quoted(folder))
        .collect(Collectors.joining());
  }

  /** The folders of plugins, for another process. */
  List<Path> found(List<Path> configs) {
    return folders.isEmpty() ? usual(configs) : folders;
  }

  /** The same for those of a run. */
  List<Path> foundOf(Path run) {
    return found(configOf(run));
  }

  private static List<Path> configOf(Path run) {
    return Tweedie.isRun(run) ? List.of(run.resolve("config.yaml")) : List.of();
  }

  private static List<Path> usual(List<Path> configs) {
    Set<Path> found = new LinkedHashSet<>();
    Set<Path> seen = new LinkedHashSet<>();
    Stream.concat(
            configs.stream()
                .map(config -> Optional.ofNullable(config.getParent()).orElse(Path.of(""))),
            Stream.of(Path.of("")))
        .map(folder -> folder.resolve("plugins"))
        .filter(Files::isDirectory)
        .forEach(
            folder -> {
              if (seen.add(folder.toAbsolutePath().normalize())) {
                found.add(folder);
              }
            });
    return List.copyOf(found);
  }
}
