package org.tweedie.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.file.AtomicFile;
import org.tweedie.engine.likelihood.EvaluationReport;
import org.tweedie.engine.run.Assembled;
import org.tweedie.engine.run.Assembler;
import org.tweedie.engine.run.Checkpoint;
import org.tweedie.engine.run.TrainedModels;
import org.tweedie.engine.tensor.NetworkModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures a trained model. */
@Command(
    name = "evaluate",
    description = "Measure the bits per dimension of a trained model on its test split.",
    mixinStandardHelpOptions = true)
final class EvaluateCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private TrainedRun run;

  @Mixin private PluginFolders plugins;

  @Option(
      names = "--likelihood",
      paramLabel = "WHICH",
      completionCandidates = Likelihoods.class,
      description =
          "Which to measure: ${COMPLETION-CANDIDATES}; short for --set evaluate.likelihood=WHICH.")
  private Optional<String> likelihood = Optional.empty();

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    RunConfig config = run.config(overrides(), plugins);
    Assembled parts = Assembler.assemble(config, run.registry());
    Checkpoint checkpoint = run.checkpoint();
    EvaluationReport report;
    try (NetworkModel model =
        run.open(
            parts,
            checkpoint,
            config.evaluate().ema(),
            TrainedModels.settings(config.train()).inFloat32())) {
      report = Evaluating.report(config, parts, model, checkpoint.step());
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println(json ? report.json() : report.text());
    out.flush();
    write(report);
    return 0;
  }

  private List<String> overrides() {
    return likelihood.map(which -> "evaluate.likelihood=" + which).stream().toList();
  }

  /** As a config has them; the config's own check tells what is wrong with any other. */
  private static final class Likelihoods extends ArrayList<String> {

    private static final long serialVersionUID = 1;

    Likelihoods() {
      super(List.of("bound", "discrete", "flow", "all"));
    }
  }

  /**
   * What took long to measure is on the screen by now, so a folder that is not ours to write to is
   * no failure.
   */
  private void write(EvaluationReport report) {
    PrintWriter err = spec.commandLine().getErr();
    try {
      AtomicFile.write(run.folder().evaluation(), report.json() + "\n");
      err.println("Wrote " + run.folder().evaluation());
    } catch (IOException e) {
      err.println("Could not write " + run.folder().evaluation() + ": " + e.getMessage());
    }
    err.flush();
  }
}
