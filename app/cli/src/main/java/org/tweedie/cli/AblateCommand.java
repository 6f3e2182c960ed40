package org.tweedie.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.tweedie.engine.config.ExampleConfigs;
import org.tweedie.engine.plugin.Registry;
import org.tweedie.engine.problem.Shell;
import org.tweedie.engine.progress.Progress;
import org.tweedie.engine.progress.StopRequest;
import org.tweedie.study.Calibration;
import org.tweedie.study.Launcher;
import org.tweedie.study.Plan;
import org.tweedie.study.PlanTable;
import org.tweedie.study.ResultTable;
import org.tweedie.study.StudyChanges;
import org.tweedie.study.StudyDisplay;
import org.tweedie.study.StudyFolder;
import org.tweedie.study.StudyLock;
import org.tweedie.study.StudyRun;
import org.tweedie.study.Trial;
import org.tweedie.study.TrialRecord;
import org.tweedie.study.design.StudyConfig;
import org.tweedie.study.design.StudyReader;
import org.tweedie.study.report.StudyReport;
import org.tweedie.study.report.TrialOutcome;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs a study: many runs that differ in a few settings, each with several seeds. */
@Command(
    name = "ablate",
    description = {
      "Run a study: trials that differ in a few settings, each in a process of its own.",
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

  @Option(
      names = "--parallel",
      paramLabel = "N",
      defaultValue = "1",
      description = "Trials at a time (default: ${DEFAULT-VALUE}).")
  private int parallel;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = {
        "Threads of each trial (default: the cores, divided by --parallel at the study's first start).",
        "The study keeps the number: another would change the numbers of its results."
      })
  private Optional<Integer> threads = Optional.empty();

  @Option(names = "--fail-fast", description = "Stop the study once a trial has failed.")
  private boolean failFast;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (parallel < 1 || threads.orElse(1) < 1) {
      throw console.wrong("--parallel and --threads are at least 1.");
    }
    StudyFolder folder =
        new StudyFolder(study.orElseGet(() -> Path.of("studies").resolve(files.name())));
    boolean own = files.isEmpty();
    if (own && !folder.exists()) {
      throw console.wrong("There is no study in '%s' to go on with.".formatted(folder));
    }
    Registry registry = plugins.load(own ? List.of(folder.study()) : files.files());
    Plan plan = Plan.of(read(own, folder, registry), registry);
    int each = threads(folder);
    Launcher launcher = new Launcher(TrialProgram.class.getName(), plugins.options(files.files()));
    if (planOnly) {
      plan(plan, folder, launcher, each);
      return 0;
    }
    try {
      Files.createDirectories(folder.path());
      Optional<StudyLock> lock = StudyLock.take(folder.lock());
      if (lock.isEmpty()) {
        throw console.wrong(
            "Another 'ablate' (process %s) works on '%s'. Wait for it or stop it, or name another folder: --study DIR."
                .formatted(StudyLock.holder(folder.lock()), folder));
      }
      StudyLock held = lock.get();
      try {
        return run(plan, folder, launcher, each);
      } finally {
        held.close();
      }
    } catch (IOException e) {
      console.note(
          "The study stopped, since the folder '%s' cannot be used: %s"
              .formatted(folder, e.getMessage()));
      console.note("Nothing that was saved is lost. Once this is mended: " + goOn(folder));
      return Program.FAILED;
    }
  }

  private StudyConfig read(boolean own, StudyFolder folder, Registry registry) {
    if (own) {
      return StudyReader.read(
          folder.study(), options.arguments(files.overrides()), ExampleConfigs::find, registry);
    }
    return options.read(files, console, registry);
  }

  /** Of the study's first start, since another number would change the bits of its results. */
  private int threads(StudyFolder folder) throws IOException {
    Optional<Integer> begun = folder.threads();
    if (begun.isPresent() && threads.isPresent() && !begun.equals(threads)) {
      throw console.wrong(
          "The trials of '%s' run with %d threads each; with %d, their numbers could not be compared. Leave --threads out, or begin another study: --study DIR."
              .formatted(folder, begun.get(), threads.get()));
    }
    int cores = Runtime.getRuntime().availableProcessors();
    return begun.or(() -> threads).orElse(Math.max(1, cores / parallel));
  }

  private void plan(Plan plan, StudyFolder folder, Launcher launcher, int each)
      throws IOException, InterruptedException {
    Map<String, TrialRecord> records = records(plan, folder);
    console.say("%s", PlanTable.of(plan, records));
    List<Trial> left =
        plan.trials().stream()
            .filter(trial -> !records.containsKey(trial.id()) || !isDone(records.get(trial.id())))
            .toList();
    console.say(
        "%n%s, %d of them done; %d at a time with %d threads each. Baseline: %s. Folder: %s",
        count(plan.trials().size()),
        plan.trials().size() - left.size(),
        parallel,
        each,
        Trial.words(plan.study().baseline()),
        folder);
    Calibration calibration = new Calibration(plan, folder, launcher, each);
    long brief = calibration.needed(left);
    if (brief > 0) {
      console.note("Running %d brief trials to tell the time.".formatted(brief));
    }
    double seconds = 0;
    for (Trial trial : left) {
      OptionalDouble its = calibration.seconds(trial);
      if (its.isEmpty()) {
        console.say("The time cannot be told: a brief trial of %s failed.", trial.words());
        return;
      }
      seconds += its.getAsDouble() / parallel;
    }
    console.say(
        "It may take about %s%s.",
        Progress.clock(Duration.ofSeconds(Math.round(seconds))),
        plan.study().budget().rungs().isEmpty() ? "" : " if all trials went on to their ends");
  }

  private static boolean isDone(TrialRecord record) {
    return record.status().equals(TrialRecord.DONE);
  }

  private static Map<String, TrialRecord> records(Plan plan, StudyFolder folder)
      throws IOException {
    Map<String, TrialRecord> records = new LinkedHashMap<>();
    for (Trial trial : plan.trials()) {
      folder.read(trial.id()).ifPresent(record -> records.put(trial.id(), record));
    }
    return records;
  }

  private int run(Plan plan, StudyFolder folder, Launcher launcher, int each) throws IOException {
    StudyChanges.of(plan, folder).forEach(change -> console.say("Note      %s", change));
    console.say(
        "Study     %s: %s, %d at a time with %d threads each",
        folder, count(plan.trials().size()), parallel, each);
    boolean whole;
    try (StopRequest stop = new StopRequest()) {
      folder.begin(plan, each);
      StudyRun.Options how = new StudyRun.Options(parallel, each, failFast);
      try (StudyDisplay display = console.study()) {
        whole = new StudyRun(plan, folder, launcher, how, display, stop::isWanted).run();
      }
      finish(plan, folder, whole, stop.isWanted());
    }
    boolean good =
        records(plan, folder).values().stream()
            .noneMatch(
                record ->
                    List.of(TrialRecord.FAILED, TrialRecord.TIMED_OUT).contains(record.status()));
    return whole && good ? 0 : Program.FAILED;
  }

  private void finish(Plan plan, StudyFolder folder, boolean whole, boolean interrupted)
      throws IOException {
    List<TrialOutcome> outcomes = folder.outcomes();
    Map<String, Long> counts =
        outcomes.stream()
            .collect(
                Collectors.groupingBy(
                    TrialOutcome::status, LinkedHashMap::new, Collectors.counting()));
    List<String> words = new ArrayList<>();
    counts.forEach((status, count) -> words.add(count + " " + status));
    if (outcomes.stream().anyMatch(TrialOutcome::isDone)) {
      StudyReport.write(
          folder.path(), folder.name(), outcomes, plan.study().baseline(), plan.study().metric());
    }
    if (!interrupted) {
      console.say("%n%s", ResultTable.of(outcomes, plan.study().metric()));
    }
    console.say(
        "%n%s: %s. Everything is in %s",
        count(plan.trials().size()),
        words.isEmpty() ? "none begun" : String.join(", ", words),
        folder);
    if (outcomes.stream().anyMatch(TrialOutcome::isDone)) {
      console.say("Report: %s", folder.path().resolve("report").resolve("report.html"));
    }
    if (!whole) {
      console.say("Stopped; nothing is lost. %s", goOn(folder));
    }
  }

  private static String count(int trials) {
    return trials == 1 ? "1 trial" : trials + " trials";
  }

  private String goOn(StudyFolder folder) {
    return "Go on with: tweedie ablate --study %s%s%s"
        .formatted(
            Shell.quoted(folder.path()),
            parallel > 1 ? " --parallel " + parallel : "",
            plugins.arguments(files.files()));
  }
}
