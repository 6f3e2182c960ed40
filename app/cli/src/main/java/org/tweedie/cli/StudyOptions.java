package org.tweedie.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tweedie.engine.config.ExampleConfigs;
import org.tweedie.engine.plugin.Registry;
import org.tweedie.study.design.ExampleStudies;
import org.tweedie.study.design.StudyArguments;
import org.tweedie.study.design.StudyConfig;
import org.tweedie.study.design.StudyReader;
import picocli.CommandLine.Option;

/** The options that say what a study varies, and what it may spend. */
final class StudyOptions {

  @Option(
      names = "--grid",
      paramLabel = "AXIS=VALUES",
      description =
          "Try all combinations, as in --grid schedule=linear,cosine; once for each axis.")
  private List<String> grid = new ArrayList<>();

  @Option(
      names = "--one-at-a-time",
      paramLabel = "AXIS=VALUES",
      description = "Try the baseline, and all that differ from it in one axis.")
  private List<String> oneAtATime = new ArrayList<>();

  @Option(
      names = "--exclude",
      paramLabel = "AXIS=VALUE,...",
      description = "Leave out combinations; may be given several times.")
  private List<String> exclude = new ArrayList<>();

  @Option(
      names = "--baseline",
      paramLabel = "AXIS=VALUE,...",
      description = "What others are compared to (default: the first value of each axis).")
  private Optional<String> baseline = Optional.empty();

  @Option(
      names = "--seeds",
      paramLabel = "N",
      description = "Seeds of each combination: how many, or a list as in 1,2,5 (default: 1).")
  private Optional<String> seeds = Optional.empty();

  @Option(
      names = "--metric",
      paramLabel = "KEY,...",
      description =
          "What trials are compared by, the most important first: keys of readings of the study's"
              + " measures (default: the first of each measure).")
  private Optional<String> metric = Optional.empty();

  @Option(
      names = "--retries",
      paramLabel = "N",
      description = "How often a trial that failed is tried again (default: 0).")
  private Optional<String> retries = Optional.empty();

  @Option(
      names = "--trial-limit",
      paramLabel = "TIME",
      description = "The longest that a trial may take, as in 90s, 10m or 1h30m (default: none).")
  private Optional<String> trialLimit = Optional.empty();

  @Option(
      names = "--rungs",
      paramLabel = "STEPS",
      description =
          "Steps after which only the best go on, as in 200,400 (successive halving; default: none).")
  private Optional<String> rungs = Optional.empty();

  @Option(
      names = "--keep",
      paramLabel = "SHARE",
      description = "The share of variants that goes on after a rung (default: 0.5).")
  private Optional<String> keep = Optional.empty();

  @Option(
      names = "--on",
      paramLabel = "WHERE",
      description = {
        "Where the processes run: local, slurm or slurm:partition=main,time=1:00:00,..., or"
            + " spark://HOST:PORT; the study keeps it (default: local).",
        "Machines of a cluster see the study's folder and this program by the same paths."
      })
  private Optional<String> on = Optional.empty();

  /** What the command line says of a study. */
  StudyArguments arguments(List<String> overrides) {
    Map<String, String> budget = new LinkedHashMap<>();
    retries.ifPresent(text -> budget.put("retries", text));
    trialLimit.ifPresent(text -> budget.put("trial-limit", text));
    rungs.ifPresent(text -> budget.put("rungs", text));
    keep.ifPresent(text -> budget.put("keep", text));
    return new StudyArguments(
        grid, oneAtATime, exclude, baseline, seeds, metric, budget, on, overrides);
  }

  /** Reads the study that the command line names. */
  StudyConfig read(ConfigFiles files, Console console, Registry registry) {
    StudyArguments arguments = arguments(files.overrides());
    if (files.example().isPresent() && !files.files().isEmpty()) {
      throw console.wrong("Either files or --example, not both.");
    }
    if (files.example().isPresent()) {
      String name = files.example().get();
      String source = "examples/" + name + ".yaml";
      return arguments.isDesign()
          ? StudyReader.ofBase(source, ConfigFiles.example(console, name), arguments, registry)
          : StudyReader.read(
              source, study(console, name), arguments, ExampleConfigs::find, registry);
    }
    if (arguments.isDesign()) {
      return StudyReader.ofBase(files.files(), arguments, registry);
    }
    if (files.files().size() > 1) {
      throw console.wrong(
          "One study at a time. Several configs to vary want --grid or --one-at-a-time.");
    }
    return StudyReader.read(files.files().get(0), arguments, ExampleConfigs::find, registry);
  }

  private static String study(Console console, String name) {
    try {
      return ExampleStudies.text(name);
    } catch (IllegalArgumentException unknown) {
      throw console.wrong(String.valueOf(unknown.getMessage()));
    }
  }
}
