package org.tweedie.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.engine.Run;
import org.tweedie.engine.Tweedie;
import org.tweedie.engine.plugin.ComponentType;
import org.tweedie.engine.plugin.Registry;
import org.tweedie.engine.progress.Report;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How much the bound's estimator varies under one schedule and another. */
@Command(
    name = "variance",
    description = {
      "Measure how much the estimator of the bound varies that training uses (one example, one"
          + " time, one noise), under the run's own schedule and others between the same two log"
          + " SNRs: the bound is the same for all, and a schedule with less variance learns it"
          + " faster.",
      "Writes a plot: each schedule, and the mean loss at each time."
    },
    mixinStandardHelpOptions = true)
final class VarianceCommand implements Callable<Integer> {

  @Mixin private Console console;

  @Mixin private TrainedRun trained;

  @Mixin private PluginFolders plugins;

  @Option(
      names = "--schedules",
      paramLabel = "NAME",
      completionCandidates = Candidates.ScheduleNames.class,
      split = ",",
      description = "Schedules to hold against the run's own (default: a few that come with it).")
  private List<String> names = new ArrayList<>();

  @Option(
      names = "--draws",
      paramLabel = "N",
      defaultValue = "32",
      description = "Times and noises for each test example (default: ${DEFAULT-VALUE}).")
  private int draws;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "The plot, PNG or SVG by its ending (default: variance.png in the run).")
  private Optional<Path> out = Optional.empty();

  @Override
  public Integer call() throws IOException {
    Path file = out.orElseGet(() -> trained.path().resolve("variance.png"));
    console.checkPlot(file);
    if (draws < 1) {
      throw console.wrong("--draws must be at least 1, not %d.".formatted(draws));
    }
    try (Run run = trained.open(plugins)) {
      Report report = run.variance(schedules(run), draws, file, console.listener());
      console.print(report.text());
      console.wrote(report.files());
      return 0;
    }
  }

  private Map<String, NoiseSchedule> schedules(Run run) {
    Tweedie tweedie = plugins.engine();
    Map<String, NoiseSchedule> schedules = new LinkedHashMap<>();
    for (ComponentType type : compared(tweedie.components())) {
      schedules.put(
          tweedie.components().reference(type),
          tweedie.schedule(type, List.of(), run.assembly().data()));
    }
    return schedules;
  }

  private List<ComponentType> compared(Registry registry) {
    NamedComponents named = new NamedComponents(console, registry);
    return names.isEmpty()
        ? registry.suggested("variance", Kinds.SCHEDULE)
        : names.stream().map(name -> named.one(Kinds.SCHEDULE, name)).toList();
  }
}
