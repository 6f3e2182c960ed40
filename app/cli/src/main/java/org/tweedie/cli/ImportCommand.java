package org.tweedie.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.tweedie.engine.interchange.DiffusersImport;
import org.tweedie.engine.progress.Report;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a run of another program's model. */
@Command(
    name = "import",
    description =
        "Make a run of a model of Hugging Face's diffusers: a UNet2DModel, unconditional or told"
            + " classes, with its scheduler's config. The run samples, is measured and goes on to be"
            + " trained like any other.",
    mixinStandardHelpOptions = true)
final class ImportCommand implements Callable<Integer> {

  @Mixin private Console console;

  @Mixin private PluginFolders plugins;

  @Parameters(
      index = "0",
      paramLabel = "FOLDER",
      description =
          "The model's folder: unet/ with config.json and diffusion_pytorch_model.safetensors, and"
              + " scheduler/ with scheduler_config.json; or that of the network alone, with"
              + " scheduler_config.json in it.")
  private Path folder;

  @Option(
      names = "--out",
      paramLabel = "RUN",
      required = true,
      description = "The run's folder, new or empty.")
  private Path out;

  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description =
          "Set one option of the run, as in --set data=digits, without which it draws samples and"
              + " has nothing to be measured by, or --set sampler.steps=20; may be given several"
              + " times.")
  private List<String> overrides = new ArrayList<>();

  @Override
  public Integer call() throws IOException {
    Report report = new DiffusersImport(plugins.load(List.of())).run(folder, out, overrides);
    console.print(report.text());
    console.wrote(report.files());
    return 0;
  }
}
