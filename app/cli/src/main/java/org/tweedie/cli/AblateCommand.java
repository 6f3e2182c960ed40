package org.tweedie.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.tweedie.engine.config.ExampleConfigs;
import org.tweedie.engine.plugin.Registry;
import org.tweedie.engine.problem.Shell;
import org.tweedie.study.Ablation;
import org.tweedie.study.Plan;
import org.tweedie.study.StudyFolder;
import org.tweedie.study.StudyRun;
import org.tweedie.study.design.StudyConfig;
import org.tweedie.study.design.StudyReader;
import org.tweedie.study.executor.ExecutorChoice;
import org.tweedie.study.executor.Site;
import org.tweedie.study.stage.Processes;
import org.tweedie.study.stage.Workers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs a study: many runs that differ in a few settings, each with several seeds. */
@Command(
    name = "ablate",
    description = {
      "Run a study: trials that differ in a few settings, in processes of their own.",
      "What trials have in common is done once: another sampler needs no other network.",
      "CONFIG is a study's file; with --grid or --one-at-a-time, it is the config they vary.",
      "The same command again goes on where it stopped, and repeats nothing that is done."
    },
    mixinStandardHelpOptions = true)
final class AblateCommand implements Callable<Integer> {

  @Mixin private Console console;

  @Mixin private ConfigFiles files;

  @Mixin private StudyOptions options;

  @Mixin private PluginFolders plugins;

  @Option(
      names = "--study",
      paramLabel = "DIR",
      description =
          "The study's folder (default: studies/ and the name of the file); alone, goes on with it.")
  private Optional<Path> study = Optional.empty();

  @Option(names = "--plan", description = "Print the trials and the time they may take; run none.")
  private boolean planOnly;

  @Mixin private StudyPace pace;

  @Override
  public Integer call() throws IOException, InterruptedException {
    pace.check(console);
    StudyFolder folder =
        new StudyFolder(study.orElseGet(() -> Path.of("studies").resolve(files.name())));
    boolean own = files.isEmpty();
    if (own && !folder.exists()) {
      throw console.wrong("There is no study in '%s' to go on with.".formatted(folder));
    }
    StudyWork.check(console, folder);
    Registry registry = plugins.load(own ? List.of(folder.study()) : files.files());
    StudyConfig config = read(own, folder, registry);
    Plan plan = Plan.of(config, registry);
    ExecutorChoice executor = config.executor().orElseGet(ExecutorChoice::local);
    StudyRun.Options how = pace.of(folder, executor.executor(), console);
    List<Path> folders = plugins.found(files.files());
    if (planOnly) {
      // Brief trials tell the time, and this machine's is the best guess there is.
      console.print(new Ablation(plan, folder, new Processes(folders), how).outlook(console::note));
      return 0;
    }
    try (Workers workers = executor.open(new Site(folder.path(), folders, how.threads()))) {
      Ablation ablation = new Ablation(plan, folder, workers, how);
      return new StudyWork(console, ablation, goOn(folder))
          .run("--study DIR", ablation.introduction(), stopped -> ablation.conclusion(!stopped));
    }
  }

  private StudyConfig read(boolean own, StudyFolder folder, Registry registry) {
    if (own) {
      return StudyReader.read(
          folder.study(), options.arguments(files.overrides()), ExampleConfigs::find, registry);
    }
    return options.read(files, console, registry);
  }

  private String goOn(StudyFolder folder) {
    return "Go on with: tweedie ablate --study %s%s%s"
        .formatted(Shell.quoted(folder.path()), pace.arguments(), plugins.arguments(files.files()));
  }
}
