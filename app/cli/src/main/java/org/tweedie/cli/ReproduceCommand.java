package org.tweedie.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.tweedie.engine.Run;
import org.tweedie.engine.Tweedie;
import org.tweedie.engine.progress.StopRequest;
import org.tweedie.engine.reproduction.Reproduction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a run again from what its folder says of it, and compares. */
@Command(
    name = "reproduce",
    description =
        "Train a run again from its config.yaml and provenance.json, up to its newest checkpoint,"
            + " and compare weights, metrics and the bound, bit for bit. Says before it starts what"
            + " is not as it was. Exit status 0: identical; 1: something differs.",
    mixinStandardHelpOptions = true)
final class ReproduceCommand implements Callable<Integer> {

  @Mixin private Console console;

  @Parameters(paramLabel = "RUN", description = "The run's folder, as in runs/digits.")
  private Path original;

  @Option(
      names = "--into",
      paramLabel = "DIR",
      description = "Where to make it again (default: beside the run, as RUN-reproduced).")
  private Optional<Path> into = Optional.empty();

  @Mixin private PluginFolders plugins;

  @Override
  public Integer call() throws IOException {
    Path again = into.orElseGet(this::beside);
    Tweedie tweedie = plugins.engineOf(original);
    Reproduction reproduction = tweedie.reproduction(original);
    if (Tweedie.isRun(again)) {
      throw console.wrong(
          "There is a run in '%s' already. Name another folder: --into DIR.".formatted(again));
    }
    reproduction.surroundings().forEach(console::print);
    console.say("Into      %s", again);
    if (!train(tweedie, reproduction, again)) {
      console.print("Verdict   none: the run was not made again to its end.");
      return Program.FAILED;
    }
    Reproduction.Comparison comparison = reproduction.compare(again);
    comparison.lines().forEach(console::print);
    return comparison.isIdentical() ? 0 : Program.FAILED;
  }

  /**
   * What the training says of itself goes to the error stream: the verdict is what is asked for.
   */
  private boolean train(Tweedie tweedie, Reproduction reproduction, Path again) throws IOException {
    try (Run run = tweedie.create(again, reproduction.config());
        StopRequest stop = new StopRequest()) {
      new Introduction(run).lines().forEach(console::note);
      if (!run.train(reproduction.last(), console.listener().stoppedBy(stop::isWanted))) {
        return false;
      }
      run.conclude(report -> console.note(report.text()), console.listener());
      return true;
    }
  }

  /** A run may be named as a dot, and what is made again must not lie within it. */
  private Path beside() {
    Path folder = original.toAbsolutePath().normalize();
    String name = folder.getFileName() + "-reproduced";
    return Objects.equals(folder.getFileName(), original.getFileName())
        ? original.resolveSibling(name)
        : folder.resolveSibling(name);
  }
}
