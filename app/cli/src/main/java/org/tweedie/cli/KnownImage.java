package org.tweedie.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.engine.config.ConfigException;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.data.SingleImage;
import org.tweedie.engine.plugin.Registry;
import org.tweedie.engine.progress.Progress;
import org.tweedie.engine.run.Assembled;
import org.tweedie.engine.run.Assembler;
import org.tweedie.engine.run.Checkpoint;
import org.tweedie.engine.run.TrainedModels;
import org.tweedie.engine.sampling.BeforeAndAfter;
import org.tweedie.engine.sampling.Classes;
import org.tweedie.engine.sampling.SampleFiles;
import org.tweedie.engine.sampling.Sampling;
import org.tweedie.engine.tensor.NetworkModel;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What the commands have in common that make samples of which an image tells something. */
final class KnownImage {

  private static final String APPENDED = Kinds.GUIDANCE.key() + "+=";

  /** What the plugins call it that these commands have in common. */
  private static final String PURPOSE = "known-image";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--method",
      paramLabel = "NAME",
      description =
          "The guidance that is used, after the run's own, of those that have the options known,"
              + " image and mask (default: that which comes with the program for it).")
  private Optional<String> method = Optional.empty();

  @Option(
      names = "--option",
      paramLabel = "NAME=VALUE",
      description =
          "An option of that guidance, as in --option repeats=5; may be given several times.")
  private List<String> options = new ArrayList<>();

  @Option(names = "--count", paramLabel = "N", description = "How many samples (default: 8).")
  private int count = 8;

  @Option(
      names = "--class",
      paramLabel = "CLASS",
      description = "Of which class, by name or by number (default: none in particular).")
  private Optional<String> wanted = Optional.empty();

  @Option(names = "--seed", paramLabel = "SEED", description = "Where all randomness begins.")
  private Optional<Long> seed = Optional.empty();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where to write (default: a folder in the run's samples).")
  private Optional<Path> out = Optional.empty();

  private TrainedRun run;
  private PluginFolders plugins;
  private Path image;

  /** The command's other parts: a mixin cannot have mixins of its own. */
  KnownImage of(TrainedRun trained, PluginFolders folders, Path file) {
    run = trained;
    plugins = folders;
    image = file;
    return this;
  }

  /**
   * What is to be shown and told of the image.
   *
   * @param before what was known, as images of the model's size
   * @param distance how far a sample's values are from what is known, as a root mean square
   */
  record Shown(Batch before, Function<Batch, Double> distance) {}

  /** The image at its own size, with the channels that the data have. */
  Batch read(Path file, DataDescription data, int channels) {
    return SingleImage.read(file, channels, data.levels());
  }

  /**
   * Draws, writes and tells.
   *
   * @param verb what is done, for the name of the folder: {@code inpaint}
   * @param known the word for what the image tells
   * @param mask the mask, if there is one
   * @param shown made of the data once the guidance has found the image to fit them
   */
  int draw(String verb, String known, Optional<Path> mask, Function<DataDescription, Shown> shown)
      throws IOException {
    RunConfig config = config(known, mask);
    try (Assembled parts = assemble(config)) {
      DataDescription data = parts.assembly().data();
      Condition conditions = conditions(parts);
      Shown before = shown.apply(data);
      Checkpoint checkpoint = run.checkpoint();
      Batch samples;
      try (NetworkModel model =
          run.open(
              parts, checkpoint, config.sample().ema(), TrainedModels.settings(config.train()))) {
        samples = draw(config, parts, model, conditions);
      }
      write(verb, config, data, before, samples);
      return 0;
    }
  }

  private Batch draw(RunConfig config, Assembled parts, NetworkModel model, Condition conditions) {
    Sampling sampling =
        new Sampling(
            parts.assembly().sampler(),
            parts.assembly().guidance(),
            config.sample().batch(),
            config.sample().seed());
    try (Progress progress = Console.display().begin("Sampling", "samples", 0, count)) {
      return sampling.draw(
          model, parts.assembly().data().shape(), conditions, done -> progress.advance(done, ""));
    }
  }

  private void write(
      String verb, RunConfig config, DataDescription data, Shown shown, Batch samples)
      throws IOException {
    String name = String.valueOf(image.getFileName()).replaceFirst("(?<=.)\\.[^.]*$", "");
    Path folder =
        out.orElse(
            run.folder()
                .samples()
                .resolve("%s-%s-seed-%d".formatted(verb, name, config.sample().seed())));
    int columns = Math.min(count, config.sample().columns());
    Path picture = folder.resolve("before-after.png");
    new BeforeAndAfter(data, columns, config.sample().scale())
        .write(picture, shown.before(), samples);
    Path singles =
        new SampleFiles(folder, data, columns, config.sample().scale(), List.of()).singles(samples);
    PrintWriter print = command.commandLine().getOut();
    print.println(
        String.format(
            Locale.ROOT,
            "Samples differ from what is known by %.3f (root mean square, on a scale from -1 to 1)",
            shown.distance().apply(samples)));
    print.println("Wrote " + picture);
    print.println("Wrote " + singles);
    print.flush();
  }

  private RunConfig config(String known, Optional<Path> mask) {
    if (count < 1) {
      throw wrong("How many samples? --count is at least 1, not %d.".formatted(count));
    }
    List<String> entries = new ArrayList<>();
    entries.add("known: " + known);
    entries.add("image: " + quoted(image.toString()));
    mask.ifPresent(file -> entries.add("mask: " + quoted(file.toString())));
    for (String option : options) {
      int equals = option.indexOf('=');
      if (equals < 1) {
        throw wrong(
            "An option is written NAME=VALUE, as in --option repeats=5, not '%s'."
                .formatted(option));
      }
      entries.add(option.substring(0, equals) + ": " + option.substring(equals + 1));
    }
    List<String> overrides = new ArrayList<>();
    seed.ifPresent(s -> overrides.add("sample.seed=" + s));
    try {
      return run.config(
          registry -> {
            entries.add("type: " + quoted(method.orElseGet(() -> usual(registry))));
            overrides.add(entries.stream().collect(Collectors.joining(", ", APPENDED + "{", "}")));
            return overrides;
          },
          plugins);
    } catch (ConfigException e) {
      throw inWords(e);
    }
  }

  private String usual(Registry registry) {
    return registry.suggested(PURPOSE, Kinds.GUIDANCE).stream()
        .findFirst()
        .map(registry::reference)
        .orElseThrow(() -> wrong("Name the guidance that is to be used: --method NAME."));
  }

  private Assembled assemble(RunConfig config) {
    try {
      return Assembler.assemble(config, run.registry());
    } catch (ConfigException e) {
      throw inWords(e);
    }
  }

  /** Nobody wrote the override that stands for the command, so its place would only confuse. */
  private RuntimeException inWords(ConfigException e) {
    boolean own =
        e.problems().stream()
            .allMatch(problem -> problem.location().source().startsWith("--set " + APPENDED));
    return own
        ? wrong(
            e.problems().stream()
                .map(problem -> String.join("\n", problem.lines()))
                .collect(Collectors.joining("\n")))
        : e;
  }

  private Condition conditions(Assembled parts) {
    boolean classes = !Classes.all(parts.assembly()).isEmpty();
    if (wanted.isEmpty()) {
      if (classes && parts.assembly().labelDropout() == 0) {
        throw wrong(
            "The model was trained with every label shown, so it needs one: name it with --class.");
      }
      return Condition.none(count);
    }
    try {
      return Classes.of(parts.assembly(), List.of(wanted.get())).inTurn(count, 1);
    } catch (IllegalArgumentException e) {
      throw wrong(e.getMessage());
    }
  }

  /** In YAML's double quotes. */
  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  ParameterException wrong(String message) {
    return new ParameterException(command.commandLine(), message);
  }
}
