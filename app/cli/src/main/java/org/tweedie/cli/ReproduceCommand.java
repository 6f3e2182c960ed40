package org.tweedie.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.tweedie.engine.config.ConfigReader;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.plugin.Registry;
import org.tweedie.engine.reproduction.RunComparison;
import org.tweedie.engine.reproduction.Surroundings;
import org.tweedie.engine.run.Assembled;
import org.tweedie.engine.run.Assembler;
import org.tweedie.engine.run.Provenance;
import org.tweedie.engine.run.RunFolder;
import org.tweedie.engine.run.TrainedModels;
import org.tweedie.engine.tensor.Weights;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a run again from what its folder says of it, and compares. */
@Command(
    name = "reproduce",
    description =
        "Train a run again from its config.yaml and provenance.json, up to its newest checkpoint, and"
            + " compare weights, metrics and the bound, bit for bit. Says before it starts what is not"
            + " as it was. Exit status 0: identical; 1: something differs.",
    mixinStandardHelpOptions = true)
final class ReproduceCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "RUN", description = "The run's folder, as in runs/digits.")
  private Path run;

  @Option(
      names = "--into",
      paramLabel = "DIR",
      description = "Where to make it again (default: beside the run, as RUN-reproduced).")
  private Optional<Path> into = Optional.empty();

  @Mixin private PluginFolders plugins;

  @Override
  public Integer call() throws IOException {
    RunFolder original = new RunFolder(run);
    RunFolder again = new RunFolder(into.orElseGet(this::beside));
    List<Map<String, Object>> entries = entries(original);
    long last =
        original
            .checkpoints()
            .latest()
            .orElseThrow(
                () ->
                    wrong(
                        "The run in '%s' has no checkpoint yet, so there is nothing to compare with."
                            .formatted(run)));
    if (again.exists()) {
      throw wrong(
          "There is a run in '%s' already. Name another folder: --into DIR.".formatted(again));
    }
    List<String> overrides = overrides(entries.get(0), last);
    compareSurroundings(original, entries, overrides, last);
    say("Into      %s", again);
    int status = train(original, again, overrides);
    if (status != 0) {
      say("Verdict   none: the run was not made again to its end.");
      return status;
    }
    RunComparison comparison = RunComparison.of(original, again, last);
    new ReproductionText(comparison).lines().forEach(line -> say("%s", line));
    return comparison.isIdentical() ? 0 : Tweedie.FAILED;
  }

  /** A run may be named as a dot, and what is made again must not lie within it. */
  private Path beside() {
    Path folder = run.toAbsolutePath().normalize();
    String name = folder.getFileName() + "-reproduced";
    return Objects.equals(folder.getFileName(), run.getFileName())
        ? run.resolveSibling(name)
        : folder.resolveSibling(name);
  }

  private List<Map<String, Object>> entries(RunFolder original) throws IOException {
    if (!original.exists()) {
      throw wrong(
          "There is no run in '%s': it has no config.yaml. 'tweedie train' makes runs."
              .formatted(run));
    }
    List<Map<String, Object>> entries = Surroundings.entries(original);
    if (entries.isEmpty()) {
      throw wrong(
          "The run in '%s' has no provenance.json, so what it was made with is not known."
              .formatted(run));
    }
    return entries;
  }

  /** As far as the run came, with its number of threads: another number may give other bits. */
  private static List<String> overrides(Map<String, Object> begun, long last) {
    List<String> overrides = new ArrayList<>(List.of("train.steps=" + last));
    if (begun.get("tensorflow") instanceof Map<?, ?> tensorflow
        && tensorflow.get("threads") instanceof Integer threads
        && threads > 0) {
      overrides.add("train.threads=" + threads);
    }
    return overrides;
  }

  private void compareSurroundings(
      RunFolder original, List<Map<String, Object>> entries, List<String> overrides, long last) {
    List<Path> file = List.of(original.config());
    Registry registry = plugins.load(file);
    RunConfig config = ConfigReader.read(file, overrides, registry);
    Assembled parts = Assembler.assemble(config, registry);
    long parameters = Weights.count(parts.assembly());
    Map<String, Object> now =
        Provenance.entry(config, parts, TrainedModels.settings(config.train()), 0, parameters);
    Map<String, Object> begun = entries.get(0);
    say("Run       %s, %,d steps, begun %s", original, last, begun.get("started"));
    Surroundings surroundings = Surroundings.compare(begun, now);
    if (surroundings.differences().isEmpty()) {
      say("Now       as then: jars, data, Java, TensorFlow, threads, machine");
    } else {
      say("Now       not as then:");
      surroundings
          .differences()
          .forEach(
              difference ->
                  say(
                      "          %s  was %s, is %s",
                      difference.what(), difference.before(), difference.now()));
    }
    Set<String> changed = Surroundings.changedOnTheWay(entries);
    if (!changed.isEmpty()) {
      say("Note      the run itself went on with another %s", String.join(", ", changed));
    }
    if (!config.train().deterministic()) {
      say(
          "Note      the run did not ask for the same bits (train.deterministic: false), so the last"
              + " digits may differ on any machine");
    }
  }

  /**
   * What the training says of itself goes to the error stream: the verdict is what is asked for.
   */
  private int train(RunFolder original, RunFolder again, List<String> overrides) {
    List<String> arguments =
        new ArrayList<>(
            List.of("train", original.config().toString(), "--run", again.path().toString()));
    overrides.forEach(override -> arguments.addAll(List.of("--set", override)));
    plugins.named().forEach(folder -> arguments.addAll(List.of("--plugins", folder.toString())));
    Tweedie tweedie = (Tweedie) spec.root().userObject();
    if (tweedie.verbose()) {
      arguments.add("--verbose");
    }
    PrintWriter err = spec.commandLine().getErr();
    return Tweedie.commandLine(tweedie.loader())
        .setOut(err)
        .setErr(err)
        .execute(arguments.toArray(String[]::new));
  }

  private void say(String format, Object... values) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(String.format(Locale.ROOT, format, values));
    out.flush();
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
