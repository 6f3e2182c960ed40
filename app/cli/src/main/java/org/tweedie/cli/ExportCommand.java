package org.tweedie.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.tweedie.engine.Run;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.export.ExportFormat;
import org.tweedie.engine.export.RunExport;
import org.tweedie.engine.problem.Location;
import org.tweedie.engine.progress.Report;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Exports a trained network for other programs. */
@Command(
    name = "export",
    description =
        "Export a trained network for other programs: a folder with the network, model.json, which"
            + " says what goes in and out and how the noise schedule runs, and the run's"
            + " config.yaml.",
    mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {

  @Mixin private Console console;

  @Mixin private TrainedRun trained;

  @Mixin private PluginFolders plugins;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      required = true,
      description =
          "safetensors: the weights by name; savedmodel: a graph with a signature for TensorFlow;"
              + " onnx: a graph for any runtime of ONNX (operator set 18); diffusers: a model of Hugging"
              + " Face's diffusers, for networks that it has. Graphs take latents, log SNR and class,"
              + " and give signal, noise, score and velocity.")
  private ExportFormat format;

  @Option(
      names = "--weights",
      paramLabel = "WHICH",
      description =
          "Weights to export, as in plain, average-2 or width-0.1: short for --set"
              + " sample.weights=WHICH.")
  private Optional<String> weights = Optional.empty();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "The folder to write, new or empty (default: export/FORMAT in the run's folder).")
  private Optional<Path> out = Optional.empty();

  @Override
  public Integer call() throws IOException {
    try (Run run = trained.open(plugins, this::changed)) {
      RunExport export = run.export();
      Report report = export.write(format, out.orElseGet(() -> export.folder(format)));
      console.print(report.text());
      console.wrote(report.files());
      return 0;
    }
  }

  private RunConfig changed(RunConfig config) {
    return weights.isPresent()
        ? config.with("sample.weights", weights.get(), Location.of("--weights"))
        : config;
  }
}
