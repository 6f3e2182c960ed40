package org.tweedie.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.engine.config.ComponentConfig;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.likelihood.BetweenEnds;
import org.tweedie.engine.likelihood.EstimatorVariance;
import org.tweedie.engine.picture.LinePlot;
import org.tweedie.engine.picture.LinePlot.Axis;
import org.tweedie.engine.picture.LinePlot.Line;
import org.tweedie.engine.picture.PlotSheet;
import org.tweedie.engine.plugin.ComponentType;
import org.tweedie.engine.problem.Closest;
import org.tweedie.engine.progress.Progress;
import org.tweedie.engine.run.Assembled;
import org.tweedie.engine.run.Assembler;
import org.tweedie.engine.run.Checkpoint;
import org.tweedie.engine.run.TrainedModels;
import org.tweedie.engine.run.Variants;
import org.tweedie.engine.sampling.Classes;
import org.tweedie.engine.tensor.NetworkModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How much the bound's estimator varies under one schedule and another. */
@Command(
    name = "variance",
    description = {
      "Measure how much the estimator of the bound varies that training uses (one example, one time,"
          + " one noise), under the run's own schedule and others between the same two log SNRs:"
          + " the bound is the same for all, and a schedule with less variance learns it faster.",
      "Writes a plot: each schedule, and the mean loss at each time."
    },
    mixinStandardHelpOptions = true)
final class VarianceCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private TrainedRun run;

  @Mixin private PluginFolders plugins;

  @Option(
      names = "--schedules",
      paramLabel = "NAME",
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
    Path file = out.orElseGet(() -> run.folder().path().resolve("variance.png"));
    if (!PlotSheet.canWrite(file)) {
      throw wrong("A plot is a PNG or an SVG file: '%s' ends otherwise.".formatted(file));
    }
    if (draws < 1) {
      throw wrong("--draws must be at least 1, not %d.".formatted(draws));
    }
    RunConfig config = run.config(List.of(), plugins);
    Map<String, EstimatorVariance.Result> results = new LinkedHashMap<>();
    Map<String, NoiseSchedule> schedules;
    try (Assembled parts = Assembler.assemble(config, run.registry())) {
      Checkpoint checkpoint = run.checkpoint();
      try (NetworkModel model =
          run.open(
              parts,
              checkpoint,
              config.evaluate().ema(),
              TrainedModels.settings(config.train()).inFloat32())) {
        schedules = schedules(config, parts, model.schedule());
        for (Map.Entry<String, NoiseSchedule> entry : schedules.entrySet()) {
          results.put(entry.getKey(), measure(config, parts, model, entry));
        }
      }
    }
    say(text(results));
    plot(schedules, results).write(file);
    say("Wrote " + file);
    return 0;
  }

  private EstimatorVariance.Result measure(
      RunConfig config,
      Assembled parts,
      NetworkModel model,
      Map.Entry<String, NoiseSchedule> schedule) {
    int all = parts.data().test().size();
    int asked = config.evaluate().examples();
    int examples = asked == 0 ? all : Math.min(asked, all);
    try (Progress progress =
        Console.display().begin("Measuring " + schedule.getKey(), "examples", 0, examples)) {
      return new EstimatorVariance(
              examples, draws, config.evaluate().batch(), config.evaluate().seed())
          .of(
              model,
              schedule.getValue(),
              parts.data().test(),
              parts.assembly().data().shape(),
              !Classes.all(parts.assembly()).isEmpty(),
              done -> progress.advance(done, ""));
    }
  }

  /** The run's own first, then the others between its ends. */
  private Map<String, NoiseSchedule> schedules(
      RunConfig config, Assembled parts, NoiseSchedule own) {
    double first = own.logSnr(0);
    double last = own.logSnr(1);
    if (Double.isInfinite(first) || Double.isInfinite(last)) {
      throw wrong(
          "The run's schedule goes from a log SNR of %s to %s: with infinite ends the estimator has"
                  .formatted(first, last)
              + " no variance to speak of.");
    }
    String name = config.component(Kinds.SCHEDULE).type().name();
    Map<String, NoiseSchedule> schedules = new LinkedHashMap<>();
    schedules.put(name + " (the run's)", preserving(name, own));
    for (ComponentType type : compared()) {
      String other = run.registry().reference(type);
      NoiseSchedule whole =
          Variants.schedule(
              ComponentConfig.read(type, List.of(), run.registry()), parts.assembly().data());
      try {
        schedules.put(other, new BetweenEnds(preserving(other, whole), first, last));
      } catch (IllegalArgumentException endsDiffer) {
        throw wrong("'%s' cannot be compared: %s.".formatted(other, endsDiffer.getMessage()));
      }
    }
    return schedules;
  }

  private NoiseSchedule preserving(String name, NoiseSchedule schedule) {
    boolean preserves =
        IntStream.rangeClosed(0, 4).allMatch(i -> schedule.at(i / 4.0).isVariancePreserving());
    if (!preserves) {
      throw wrong(
          "'%s' does not preserve variance, and only schedules that do can be compared."
              .formatted(name));
    }
    return schedule;
  }

  private List<ComponentType> compared() {
    return names.isEmpty()
        ? run.registry().suggested("variance", Kinds.SCHEDULE)
        : names.stream().map(this::type).toList();
  }

  private ComponentType type(String name) {
    List<ComponentType> found = run.registry().find(Kinds.SCHEDULE, name);
    if (found.size() != 1) {
      throw wrong(
          "There is no schedule '%s'.%s%nAvailable: %s"
              .formatted(
                  name,
                  Closest.question(name, run.registry().names(Kinds.SCHEDULE)),
                  run.registry().available(Kinds.SCHEDULE)));
    }
    return found.get(0);
  }

  private static String text(Map<String, EstimatorVariance.Result> results) {
    StringBuilder text =
        new StringBuilder(
            "%-24s %22s %22s%n".formatted("schedule", "diffusion, bits/dim", "variance"));
    results.forEach(
        (name, result) ->
            text.append(
                String.format(
                    Locale.ROOT,
                    "%-24s %13.4f ± %.4f %13.4f ± %.4f%n",
                    name,
                    result.diffusion().mean(),
                    result.diffusion().standardError(),
                    result.variance().mean(),
                    result.variance().standardError())));
    return text.append("Variance of single draws, in squared bits per dimension.").toString();
  }

  private static PlotSheet plot(
      Map<String, NoiseSchedule> schedules, Map<String, EstimatorVariance.Result> results) {
    List<Line> curves = new ArrayList<>();
    List<Line> losses = new ArrayList<>();
    schedules.forEach(
        (name, schedule) -> {
          EstimatorVariance.Result result = results.get(name);
          String legend = String.format(Locale.ROOT, "%s: %.3g", name, result.variance().mean());
          List<Double> times = IntStream.rangeClosed(0, 100).mapToObj(i -> i / 100.0).toList();
          curves.add(new Line(legend, times, times.stream().map(schedule::logSnr).toList(), false));
          int strips = result.profile().size();
          List<Double> edges =
              IntStream.rangeClosed(0, strips).mapToObj(i -> (double) i / strips).toList();
          List<Double> means = new ArrayList<>(result.profile());
          means.add(means.get(strips - 1));
          losses.add(new Line(legend, edges, means, false));
        });
    Axis time = new Axis("time t", false);
    return new PlotSheet(
        List.of(
            new LinePlot("schedule", time, new Axis("log SNR", false), curves),
            new LinePlot("mean loss, and variance", time, new Axis("bits/dim", false), losses)),
        2,
        440,
        320);
  }

  private void say(String line) {
    PrintWriter print = spec.commandLine().getOut();
    print.println(line);
    print.flush();
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
