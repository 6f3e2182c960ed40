package org.tweedie.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.engine.Tweedie;
import org.tweedie.engine.plugin.ComponentType;
import org.tweedie.engine.plugin.Registry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Plots the samplers' errors against network evaluations. */
@Command(
    name = "convergence",
    description = {
      "Plot the error of samplers against network evaluations, on exact models:",
      "all samplers in one picture, and the numbers as CSV beside it."
    },
    mixinStandardHelpOptions = true)
final class ConvergenceCommand implements Callable<Integer> {

  @Mixin private Console console;

  @Mixin private PluginFolders plugins;

  @Option(
      names = "--samplers",
      paramLabel = "NAME",
      completionCandidates = Candidates.SamplerNames.class,
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
    console.checkPlot(out);
    if (steps.stream().anyMatch(n -> n < 1)) {
      throw console.wrong("Numbers of steps are at least 1, not %s.".formatted(steps));
    }
    Tweedie tweedie = plugins.engine(List.of());
    console.wrote(
        tweedie.convergence(chosen(tweedie.components()), steps, out, console.listener()));
    return 0;
  }

  private List<ComponentType> chosen(Registry registry) {
    NamedComponents named = new NamedComponents(console, registry);
    return samplers.isEmpty()
        ? registry.all(Kinds.SAMPLER)
        : samplers.stream().flatMap(name -> named.all(Kinds.SAMPLER, name).stream()).toList();
  }
}
