package org.tweedie.engine.interchange;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tweedie.api.data.DataSource;
import org.tweedie.api.interchange.ForeignNetwork;
import org.tweedie.engine.config.ConfigException;
import org.tweedie.engine.config.ConfigReader;
import org.tweedie.engine.config.Layer;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.file.AtomicFile;
import org.tweedie.engine.file.NewFolder;
import org.tweedie.engine.file.Sha256;
import org.tweedie.engine.file.Tensor;
import org.tweedie.engine.plugin.Registry;
import org.tweedie.engine.problem.Problems;
import org.tweedie.engine.problem.RunException;
import org.tweedie.engine.problem.Shell;
import org.tweedie.engine.progress.Report;
import org.tweedie.engine.run.Assembled;
import org.tweedie.engine.run.Assembler;
import org.tweedie.engine.run.Checkpoint;
import org.tweedie.engine.run.ConditioningFile;
import org.tweedie.engine.run.Provenance;
import org.tweedie.engine.run.RunFolder;
import org.tweedie.engine.run.TrainedModels;

/**
 * Makes a run of a model of diffusers: a folder with unet/config.json, its safetensors, and
 * scheduler/scheduler_config.json. The run's one checkpoint is of step 0, from which training can
 * go on.
 *
 * @param registry of which components it is made
 */
public record DiffusersImport(Registry registry) {

  /**
   * Makes the run, whole or not at all.
   *
   * @param source the model's folder
   * @param out the run's folder, which is not there yet or empty
   * @param overrides {@code path=value} each: the data that the model is for, which else are
   *     described as far as its files describe them, and how it is used
   * @throws RunException if there is no such model, or no place for the run
   * @throws ConfigException with all that the model has and this program has not, and all that is
   *     wrong with its tensors
   * @throws org.tweedie.engine.file.FileFormatException if a file is damaged
   */
  public Report run(Path source, Path out, List<String> overrides) throws IOException {
    NewFolder folder = new NewFolder(out);
    folder.check();
    DiffusersFiles files = DiffusersFiles.in(source);
    DiffusersConfig reading = new DiffusersConfig(files, registry);
    List<Layer> settings = reading.settings(overrides);
    settings = reading.withData(settings);
    DataSource data = data(settings);
    RunConfig config = reading.of(settings, data.description());
    try (Assembled parts = Assembler.assembleFor(config, data, registry)) {
      Map<String, Tensor> parameters = parameters(files, parts);
      Map<String, Object> origin = origin(source, files);
      folder.fill(path -> write(new RunFolder(path), config, parts, new Made(parameters, origin)));
      return new Report(
          String.format(
              Locale.ROOT,
              "Imported a network of %,d parameters.\nDraw samples with: tweedie sample %s%s",
              parts.parameterCount(),
              Shell.quoted(out),
              parts.hasExamples()
                  ? ""
                  : "\nTo measure it or to train on, name data of its shape: --set data=NAME."),
          "",
          List.of(out));
    }
  }

  /**
   * What a run is made of.
   *
   * @param parameters by name
   * @param origin where they came from, for provenance
   */
  private record Made(Map<String, Tensor> parameters, Map<String, Object> origin) {}

  private DataSource data(List<Layer> settings) {
    return Assembler.data(
        ConfigReader.read(settings.stream().filter(DiffusersConfig::isOfData).toList(), registry));
  }

  private static Map<String, Tensor> parameters(DiffusersFiles files, Assembled parts)
      throws IOException {
    if (!(parts.assembly().network() instanceof ForeignNetwork network)) {
      throw new IllegalStateException("the network was found by its form, and names no tensors");
    }
    Problems problems = new Problems();
    Map<String, Tensor> parameters =
        new ForeignWeights(network, parts.parameters())
            .parameters(files.tensors().tensors(), files.weights(), problems);
    if (!problems.isEmpty()) {
      throw new ConfigException(problems.all());
    }
    return parameters;
  }

  private static Map<String, Object> origin(Path source, DiffusersFiles files) throws IOException {
    Map<String, @Nullable Object> network = DiffusersFiles.said(files.network());
    Map<String, Object> origin = new LinkedHashMap<>();
    origin.put("format", DiffusersFiles.FORMAT);
    origin.put("folder", source.toString());
    origin.put("class", String.valueOf(network.get("_class_name")));
    origin.put("version", String.valueOf(network.get("_diffusers_version")));
    Map<String, Object> hashes = new LinkedHashMap<>();
    for (Path file : List.of(files.network(), files.weights(), files.scheduler())) {
      hashes.put(String.valueOf(Objects.requireNonNull(file.getFileName())), Sha256.of(file));
    }
    origin.put("sha256", hashes);
    return origin;
  }

  private static void write(RunFolder run, RunConfig config, Assembled parts, Made made)
      throws IOException {
    run.create();
    AtomicFile.write(run.config(), config.toYaml());
    ConditioningFile.write(parts.assembly().conditioning(), run.conditions());
    run.checkpoints()
        .write(new Checkpoint(0, Checkpoint.words(parts.assembly().data()), made.parameters()), 1);
    Provenance.append(
        run,
        config,
        parts,
        TrainedModels.settings(config.train()),
        0,
        parts.parameterCount(),
        Optional.empty(),
        Optional.empty());
    Provenance.note(run, "imported", made.origin());
  }
}
