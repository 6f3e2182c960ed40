package org.tweedie.engine.interchange;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.interchange.ForeignDescription;
import org.tweedie.api.plugin.Kind;
import org.tweedie.api.plugin.Kind.Stage;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.engine.config.ConfigException;
import org.tweedie.engine.config.ConfigReader;
import org.tweedie.engine.config.Layer;
import org.tweedie.engine.config.Overrides;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.data.DataWithoutExamples;
import org.tweedie.engine.plugin.ComponentType;
import org.tweedie.engine.plugin.Registry;
import org.tweedie.engine.problem.Location;
import org.tweedie.engine.problem.Problems;
import org.tweedie.engine.problem.RunException;

/**
 * The config of a run that has a model of diffusers.
 *
 * @param files the model
 * @param registry of which components it is made
 */
record DiffusersConfig(DiffusersFiles files, Registry registry) {

  private static final String CLASS = "_class_name";

  /** Those whose chain is one of variances that steps add, as a model is trained by. */
  private static final Set<String> SCHEDULERS =
      Set.of(
          "DDPMScheduler",
          "DDPMParallelScheduler",
          "DDIMScheduler",
          "DDIMParallelScheduler",
          "DDIMInverseScheduler",
          "PNDMScheduler",
          "LMSDiscreteScheduler",
          "EulerDiscreteScheduler",
          "EulerAncestralDiscreteScheduler",
          "HeunDiscreteScheduler",
          "DEISMultistepScheduler",
          "DPMSolverMultistepScheduler",
          "DPMSolverSinglestepScheduler",
          "UniPCMultistepScheduler");

  /**
   * What somebody sets on the command line.
   *
   * @throws ConfigException if it is of what the model is, and not only of how it is used
   */
  List<Layer> settings(List<String> overrides) {
    Problems problems = new Problems();
    List<Layer> settings = new ArrayList<>();
    for (String override : overrides) {
      Overrides.parse(override, problems).map(Layer::new).ifPresent(settings::add);
    }
    for (Layer setting : settings) {
      for (String section : setting.mapping().entries().keySet()) {
        if (Kinds.of(section).filter(DiffusersConfig::comesLast).isPresent()) {
          problems.add(
              "not-to-be-set",
              setting.location(),
              section,
              "What the model is its own files say. Set data, sampler, guidance, measures and how to train on.");
        }
      }
    }
    if (!problems.isEmpty()) {
      throw new ConfigException(problems.all());
    }
    return settings;
  }

  /**
   * Settings with the data that the model is for as its files describe them, below what somebody
   * says of them.
   *
   * @throws RunException if neither the files nor the settings say which data
   */
  List<Layer> withData(List<Layer> settings) throws IOException {
    ComponentType described =
        registry.all(Kinds.DATA).stream()
            .filter(type -> type.type().equals(DataWithoutExamples.class))
            .findFirst()
            .orElseThrow();
    Optional<DataDescription> said = described();
    if (said.isEmpty() && settings.stream().noneMatch(DiffusersConfig::isOfData)) {
      throw new RunException(
          "%s does not say what images the model is for (sample_size). Say it: --set 'data={type: %s, shape: [HEIGHT, WIDTH, CHANNELS]}'; or name data: --set data=NAME, as 'tweedie components data' lists them."
              .formatted(files.network(), described.name()));
    }
    List<Layer> all = new ArrayList<>();
    said.ifPresent(
        data -> {
          Map<String, Object> section = new LinkedHashMap<>();
          section.put("type", registry.reference(described));
          section.putAll(DataWithoutExamples.options(data));
          all.add(Layer.of(Kinds.DATA.key(), section, location(files.network())));
        });
    all.addAll(settings);
    return all;
  }

  private Optional<DataDescription> described() throws IOException {
    ForeignDescription network = new ForeignDescription(DiffusersFiles.said(files.network()));
    return new ForeignComponents(registry, DiffusersFiles.FORMAT)
        .of(Kinds.NETWORK, network)
        .flatMap(component -> component.form().data(network));
  }

  static boolean isOfData(Layer layer) {
    return layer.mapping().entries().containsKey(Kinds.DATA.key());
  }

  /** Whether a kind is of what the model is. */
  private static boolean comesLast(Kind<?> kind) {
    return kind.stage() == Stage.MODEL;
  }

  /**
   * The config.
   *
   * @param settings what somebody sets
   * @param data what the model is for
   * @throws ConfigException with all that the model has and this program has not
   */
  RunConfig of(List<Layer> settings, DataDescription data) throws IOException {
    ForeignComponents components = new ForeignComponents(registry, DiffusersFiles.FORMAT);
    ForeignDescription network = new ForeignDescription(DiffusersFiles.said(files.network()));
    ForeignDescription scheduler = new ForeignDescription(DiffusersFiles.said(files.scheduler()));
    Problems problems = new Problems();
    checkScheduler(scheduler, problems);
    List<Layer> first = new ArrayList<>();
    List<Layer> last = new ArrayList<>();
    for (Kind<?> kind : Kinds.all()) {
      boolean isNetwork = kind.equals(Kinds.NETWORK);
      ForeignDescription said = isNetwork ? network : scheduler;
      Location file = location(isNetwork ? files.network() : files.scheduler());
      Optional<ForeignComponents.Found> found = components.of(kind, said);
      found.ifPresent(
          component -> {
            Map<String, Object> chosen = new LinkedHashMap<>();
            chosen.put("type", registry.reference(component.type()));
            chosen.putAll(component.form().options(said, data));
            (comesLast(kind) ? last : first).add(Layer.of(kind.key(), chosen, file));
            component
                .form()
                .training(said, data)
                .forEach((option, value) -> last.add(Layer.of("train." + option, value, file)));
          });
      if (found.isEmpty() && isNetwork) {
        said.refuse(
            CLASS,
            "'%s' cannot be had here. What can is of the class UNet2DModel, which is told no text and no image."
                .formatted(said.text(CLASS, "")));
      } else if (found.isEmpty() && kind.equals(Kinds.SCHEDULE)) {
        said.refuse(
            "beta_schedule",
            "'%s' cannot be had here. Save the variances of its steps as trained_betas: they are the scheduler's betas.tolist()."
                .formatted(said.text("beta_schedule", "")));
      }
    }
    addRefusals(files.network(), network, problems);
    addRefusals(files.scheduler(), scheduler, problems);
    if (components.of(Kinds.NETWORK, network).isPresent()) {
      addUnread(network, problems);
    }
    if (!problems.isEmpty()) {
      throw new ConfigException(problems.all());
    }
    List<Layer> layers = new ArrayList<>(first);
    layers.addAll(settings);
    layers.addAll(last);
    return ConfigReader.read(layers, registry);
  }

  private void checkScheduler(ForeignDescription said, Problems problems) {
    String name = said.text(CLASS, "DDPMScheduler");
    if (!SCHEDULERS.contains(name)) {
      problems.add(
          "cannot-be-imported",
          location(files.scheduler()),
          CLASS,
          "'%s' has no chain of steps that this program knows. What can be had: %s."
              .formatted(name, String.join(", ", SCHEDULERS.stream().sorted().toList())));
    }
  }

  private static void addRefusals(Path file, ForeignDescription said, Problems problems) {
    said.refusals()
        .forEach(
            (key, sentence) -> problems.add("cannot-be-imported", location(file), key, sentence));
  }

  /** Only what is known to change nothing else may be passed over, such as the version. */
  private void addUnread(ForeignDescription network, Problems problems) {
    for (String key : network.unread()) {
      if (!key.startsWith("_")) {
        problems.add(
            "cannot-be-imported",
            location(files.network()),
            key,
            "This program does not know what this is, and it may change what the network puts out. Take it out where it does not.");
      }
    }
  }

  private static Location location(Path file) {
    return Location.of(file.toString());
  }
}
