package org.tweedie.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.engine.convergence.ConvergencePoint;
import org.tweedie.engine.convergence.ConvergenceStudy;
import org.tweedie.engine.file.AtomicFile;
import org.tweedie.engine.picture.PlotSheet;
import org.tweedie.engine.plugin.ComponentType;
import org.tweedie.engine.plugin.Registry;
import org.tweedie.engine.problem.Closest;
import org.tweedie.engine.progress.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Plots the samplers' errors against network evaluations. */
@Command(
    name = "convergence",
    description = {
      "Plot the error of samplers against network evaluations, on exact models:",
      "all samplers in one picture, and the numbers as CSV beside it."
    },
    mixinStandardHelpOptions = true)
final class ConvergenceCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private PluginFolders plugins;

  @Option(
      names = "--samplers",
      paramLabel = "NAME",
      split = ",",
      description = "Which samplers, with their defaults (default: all).")
  private List<String> samplers = new ArrayList<>();

  @Option(
      names = "--steps",
      paramLabel = "N",
      split = ",",
      description = "Numbers of steps (default: 5 to 320, doubled).")
  private List<Integer> steps = List.of(5, 10, 20, 40, 80, 160, 320);

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "The picture, PNG or SVG by its ending (default: convergence.png).")
  private Path out = Path.of("convergence.png");

  @Override
  public Integer call() throws IOException {
    if (!PlotSheet.canWrite(out)) {
      throw wrong("A plot is a PNG or an SVG file: '%s' ends otherwise.".formatted(out));
    }
    if (steps.stream().anyMatch(n -> n < 1)) {
      throw wrong("Numbers of steps are at least 1, not %s.".formatted(steps));
    }
    Registry registry = plugins.load(List.of());
    ConvergenceStudy study = new ConvergenceStudy(registry);
    List<ComponentType> chosen = chosen(registry, study);
    List<ConvergencePoint> points = new ArrayList<>();
    try (Progress progress = Console.display().begin("Measuring", "samplers", 0, chosen.size())) {
      for (int i = 0; i < chosen.size(); i++) {
        points.addAll(study.measure(chosen.get(i), steps));
        progress.advance(i + 1, chosen.get(i).name());
      }
    }
    ConvergenceStudy.picture(points).write(out);
    Path csv = Path.of(out.toString().replaceFirst("\\.[^.]*$", "") + ".csv");
    AtomicFile.write(csv, ConvergenceStudy.csv(points));
    PrintWriter print = spec.commandLine().getOut();
    print.println("Wrote " + out);
    print.println("Wrote " + csv);
    print.flush();
    return 0;
  }

  private List<ComponentType> chosen(Registry registry, ConvergenceStudy study) {
    if (samplers.isEmpty()) {
      return registry.all(Kinds.SAMPLER).stream().filter(study::canMeasure).toList();
    }
    List<ComponentType> chosen = new ArrayList<>();
    for (String name : samplers) {
      List<ComponentType> found = registry.find(Kinds.SAMPLER, name);
      if (found.isEmpty()) {
        throw wrong(
            "There is no sampler '%s'.%s%nAvailable: %s"
                .formatted(
                    name,
                    Closest.question(name, registry.names(Kinds.SAMPLER)),
                    registry.available(Kinds.SAMPLER)));
      }
      chosen.addAll(found);
    }
    return chosen;
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
