package org.tweedie.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.tweedie.engine.Run;
import org.tweedie.engine.progress.Report;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes averages of a run's weights after its training. */
@Command(
    name = "average",
    description =
        "Make power averages of a run's weights after the training, of any width: the combination"
            + " of its snapshots (train.snapshot-every) whose profile is nearest (Karras et al.,"
            + " arXiv 2312.02696). Says how near, and writes the weights. 'sample' and 'evaluate'"
            + " use them by --weights width-W, and a study by sample.weights and evaluate.weights,"
            + " whether they were written or not.",
    mixinStandardHelpOptions = true)
final class AverageCommand implements Callable<Integer> {

  @Mixin private Console console;

  @Mixin private TrainedRun trained;

  @Mixin private PluginFolders plugins;

  @Option(
      names = "--width",
      paramLabel = "W",
      split = ",",
      required = true,
      description =
          "Standard deviation of the average's profile in lengths of the training, as in 0.1; may"
              + " be given several times.")
  private List<Double> widths = new ArrayList<>();

  @Option(names = "--json", description = "Print JSON, a list of an object a width.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    try (Run run = trained.open(plugins)) {
      List<Report> reports = new ArrayList<>();
      for (double width : widths) {
        Report report = run.average(width);
        reports.add(report);
        if (!json) {
          console.print(report.text());
          console.wrote(report.files());
        }
      }
      if (json) {
        console.print("[" + String.join(", ", reports.stream().map(Report::json).toList()) + "]");
      }
      return 0;
    }
  }
}
