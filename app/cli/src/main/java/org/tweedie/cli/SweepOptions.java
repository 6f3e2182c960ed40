package org.tweedie.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.tweedie.engine.Scoring;
import org.tweedie.engine.Tweedie;
import org.tweedie.engine.config.OptionValues;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.file.AtomicFile;
import org.tweedie.engine.file.FileNames;
import org.tweedie.engine.plugin.Advice;
import org.tweedie.study.Ablation;
import org.tweedie.study.Plan;
import org.tweedie.study.StudyFolder;
import org.tweedie.study.StudyRun;
import org.tweedie.study.design.StudyConfig;
import org.tweedie.study.design.Sweep;
import org.tweedie.study.report.TradeOff;
import org.tweedie.study.stage.Processes;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Scores over the values of options: a study of a run, whose network is trained already. */
final class SweepOptions {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--over",
      paramLabel = "PATH=V,V,...",
      description =
          "Score a run at each value of an option, as in --over guidance.scale=0,1,2,4: as curves, and"
              + " as CSV beside them. A second one tells curves apart, as in --over"
              + " sampler.steps=5,10,20 --over sampler=ddim,heun,dpm-solver-pp.")
  private List<String> over = new ArrayList<>();

  @Option(
      names = "--seeds",
      paramLabel = "N",
      description =
          "With --over: seeds of the samples at each value, how many or a list as in 1,2,5 (default:"
              + " the run's own).")
  private Optional<String> seeds = Optional.empty();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "The picture of --over, PNG or SVG by its ending (default: score-PATH.png in the run's"
              + " folder). The folder of the same name keeps what was drawn and measured: the same"
              + " command again goes on with it.")
  private Optional<Path> out = Optional.empty();

  /** Whether there is anything to score over. */
  boolean isWanted() {
    if (over.isEmpty() && seeds.isPresent()) {
      throw Console.of(command).wrong("--seeds goes with --over.");
    }
    return !over.isEmpty();
  }

  /**
   * Scores at all values.
   *
   * @param config of the run, with what is set for all of them
   * @param overrides what is set
   * @param against other data, if any
   * @return the exit status
   */
  int run(
      Tweedie tweedie,
      Path run,
      RunConfig config,
      List<String> overrides,
      Scoring scoring,
      Optional<RunConfig> against,
      List<Path> plugins)
      throws IOException {
    Console console = Console.of(command);
    Sweep sweep;
    try {
      sweep = Sweep.of(over);
    } catch (IllegalArgumentException e) {
      throw console.wrong(Advice.said(e));
    }
    Path picture =
        out.orElseGet(
            () -> run.resolve("score-%s.png".formatted(String.join("-", sweep.options()))));
    console.checkPlot(picture);
    StudyFolder folder = new StudyFolder(FileNames.beside(picture, ""));
    if (Tweedie.isRun(folder.path())) {
      throw console.wrong(
          "What is drawn and measured goes to '%s', which is a run. Name another file: --out FILE."
              .formatted(folder));
    }
    Scoring.Sweep of = scoring.sweep(run, config, against);
    StudyConfig study =
        sweep.study(run, overrides, of.settings(), seeds, of.seed(), tweedie.components());
    StudyWork.check(console, folder);
    Ablation ablation =
        new Ablation(
            Plan.of(study, tweedie.components()),
            folder,
            new Processes(plugins),
            new StudyRun.Options(
                1, folder.threads().orElse(Runtime.getRuntime().availableProcessors()), false));
    return new StudyWork(console, ablation, "The same command goes on.")
        .run("--out FILE", List.of(), stopped -> conclusion(sweep, ablation, of, picture));
  }

  private static String conclusion(Sweep sweep, Ablation ablation, Scoring.Sweep of, Path picture)
      throws IOException {
    String study = ablation.conclusion(false);
    Plan plan = ablation.plan();
    Optional<TradeOff> found =
        TradeOff.of(
            sweep.curves().map(OptionValues::option),
            sweep.numbers().map(OptionValues::option),
            ablation.folder().outcomes(),
            plan.trials().get(0).stages().keys(of.cost()).get(0));
    if (found.isEmpty()) {
      return study;
    }
    Path table = FileNames.beside(picture, ".csv");
    found.get().picture().write(picture);
    AtomicFile.write(table, found.get().csv());
    return "%s%n%n%s%n%n%s%n%nWrote %s%nWrote %s%s"
        .formatted(
            of.heading().apply(words(plan.study().seeds())),
            found.get().text(),
            plan.study().seeds().size() == 1
                ? "What follows ± is the standard error, by chance of the samples."
                : "Means over seeds; what follows ± is their standard error.",
            picture,
            table,
            study);
  }

  private static String words(List<Long> seeds) {
    return (seeds.size() == 1 ? "seed " : "seeds ")
        + seeds.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }
}
