package org.tweedie.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.engine.config.ConfigException;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.run.Assembled;
import org.tweedie.engine.run.Assembler;
import org.tweedie.engine.run.Checkpoint;
import org.tweedie.engine.run.TrainedModels;
import org.tweedie.engine.sampling.Classes;
import org.tweedie.engine.tensor.NetworkModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Draws samples from a trained model. */
@Command(
    name = "sample",
    description =
        "Draw samples from a trained model: a picture of all of them, and each by itself.",
    mixinStandardHelpOptions = true)
final class SampleCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private TrainedRun run;

  @Mixin private PluginFolders plugins;

  @Option(names = "--count", paramLabel = "N", description = "How many samples.")
  private Optional<Integer> count = Optional.empty();

  @Option(
      names = "--class",
      paramLabel = "CLASS",
      split = ",",
      description =
          "Class to sample, by name or number from 0; may be given several times (default: all in turn).")
  private List<String> classes = new ArrayList<>();

  @Option(names = "--unconditional", description = "Samples of no particular class.")
  private boolean unconditional;

  @Option(
      names = "--guidance-scale",
      paramLabel = "W",
      description =
          "Strength of the guidance: short for --set guidance.scale=W. In a list, that of the one that has a scale.")
  private Optional<Double> scale = Optional.empty();

  @Option(names = "--seed", paramLabel = "SEED", description = "Where all randomness begins.")
  private Optional<Long> seed = Optional.empty();

  @Option(names = "--gif", description = "An animation of the way from noise to samples too.")
  private boolean animated;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where to write (default: samples/seed-N in the run's folder).")
  private Optional<Path> out = Optional.empty();

  @Override
  public Integer call() throws IOException {
    RunConfig config = config();
    try (Assembled parts = Assembler.assemble(config, run.registry())) {
      return sample(config, parts);
    }
  }

  private int sample(RunConfig config, Assembled parts) throws IOException {
    Classes wanted = classes(config, parts);
    Checkpoint checkpoint = run.checkpoint();
    Path folder = out.orElse(run.folder().samples().resolve("seed-" + config.sample().seed()));
    List<Path> written;
    try (NetworkModel model =
        run.open(
            parts, checkpoint, config.sample().ema(), TrainedModels.settings(config.train()))) {
      written =
          new Drawing(config.sample(), parts.assembly(), wanted, folder)
              .write(model, animated, true);
    }
    PrintWriter print = spec.commandLine().getOut();
    written.forEach(file -> print.println("Wrote " + file));
    print.flush();
    return 0;
  }

  private RunConfig config() {
    try {
      return run.config(overrides(), plugins);
    } catch (ConfigException e) {
      throw inWords(e);
    }
  }

  /** Nobody wrote the override that stands for the option, so its place would only confuse. */
  private RuntimeException inWords(ConfigException e) {
    boolean own =
        scale.isPresent()
            && e.problems().stream()
                .allMatch(problem -> problem.location().source().equals("--set " + scaled()));
    if (!own) {
      return e;
    }
    List<String> lines = new ArrayList<>();
    e.problems().forEach(problem -> lines.addAll(problem.lines()));
    String first = "--guidance-scale: " + String.join("\n", lines);
    boolean none = e.problems().stream().anyMatch(p -> p.code().equals("unknown-option"));
    return run.wrong(
        none
            ? first
                + "\nChoose guidance that has a scale (%s) for these samples, as in --set guidance=NAME."
                    .formatted(String.join(", ", withScale()))
            : first);
  }

  /** Guidance that has a scale and can do without any other option. */
  private List<String> withScale() {
    return run.registry().all(Kinds.GUIDANCE).stream()
        .filter(type -> type.optionTypes().stream().anyMatch(o -> o.name().equals("scale")))
        .filter(type -> type.optionTypes().stream().allMatch(o -> o.defaultText().isPresent()))
        .map(type -> run.registry().reference(type))
        .toList();
  }

  private String scaled() {
    return "guidance.scale=" + scale.orElseThrow();
  }

  private List<String> overrides() {
    List<String> overrides = new ArrayList<>();
    count.ifPresent(n -> overrides.add("sample.count=" + n));
    seed.ifPresent(s -> overrides.add("sample.seed=" + s));
    scale.ifPresent(w -> overrides.add(scaled()));
    return overrides;
  }

  private Classes classes(RunConfig config, Assembled parts) {
    if (unconditional) {
      if (!Classes.all(parts.assembly()).isEmpty() && parts.assembly().labelDropout() == 0) {
        throw run.wrong(
            "The model was trained with every label shown, so it has not learned to draw without one:"
                + " that takes train.label-dropout above 0.");
      }
      return Classes.none();
    }
    try {
      return Classes.of(parts.assembly(), classes.isEmpty() ? config.sample().classes() : classes);
    } catch (IllegalArgumentException e) {
      throw run.wrong(e.getMessage());
    }
  }
}
