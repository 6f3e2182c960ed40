package org.tweedie.engine.inspection;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.tensorflow.ndarray.Shape;
import org.tweedie.api.data.DataSource;
import org.tweedie.api.plugin.Kind;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.engine.config.Choice;
import org.tweedie.engine.config.ConfigException;
import org.tweedie.engine.config.ConfigReader;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.file.Sha256;
import org.tweedie.engine.measuring.Measuring;
import org.tweedie.engine.problem.Location;
import org.tweedie.engine.problem.Problem;
import org.tweedie.engine.problem.RunException;
import org.tweedie.engine.run.Assembled;
import org.tweedie.engine.run.Assembler;
import org.tweedie.engine.run.NeededMemory;
import org.tweedie.engine.run.PlannedAverages;
import org.tweedie.engine.run.ReadTeacher;
import org.tweedie.engine.run.Resumption;
import org.tweedie.engine.run.RunFolder;
import org.tweedie.engine.run.WarmStart;
import org.tweedie.engine.run.WatchedReading;
import org.tweedie.engine.sampling.Classes;

/**
 * Looks at many configs that have much in common, as those of a study: makes their components,
 * finds what is wrong, and what they read. Data that several configs share are made and read once.
 * Used by one thread.
 */
public final class Inspector {

  /**
   * A trained network.
   *
   * @param hash of its run's config, weights and snapshots
   * @param step of its checkpoint
   */
  public record Network(String hash, long step) {}

  private record Result(Optional<Inspection> inspection, List<Problem> problems) {}

  private final Optional<RunFolder> run;
  private final Map<List<Choice>, DataSource> data = new HashMap<>();
  private final Map<List<Choice>, String> hashes = new HashMap<>();
  private final Map<Object, Map<String, Shape>> parameters = new HashMap<>();
  private final Map<Object, Result> results = new HashMap<>();

  /**
   * An inspector.
   *
   * @param run the run whose network all configs use; empty where each trains its own
   */
  public Inspector(Optional<Path> run) {
    this.run = run.map(RunFolder::existing);
  }

  /**
   * The network of the run that all configs use, if there is one.
   *
   * @throws RunException if the run has no checkpoint yet
   */
  public Optional<Network> network() throws IOException {
    if (run.isEmpty()) {
      return Optional.empty();
    }
    RunFolder folder = run.get();
    long step =
        folder.checkpoints().latest().orElseThrow(() -> new RunException(folder.noCheckpoint()));
    List<Path> files = new ArrayList<>(List.of(folder.config(), folder.checkpoints().path(step)));
    // A config may want averages that are put together of these.
    for (long stored : folder.snapshots().steps()) {
      files.add(folder.snapshots().path(stored));
    }
    return Optional.of(new Network(Sha256.of(files.toArray(new Path[0])), step));
  }

  /**
   * Looks at a config.
   *
   * @param base where it begins, to be named where no component is wrong
   * @throws ConfigException with all problems of data and components, and if the run's network
   *     would be used as what it was not trained to be
   */
  public Inspection inspect(RunConfig config, Location base) {
    Object alike =
        List.of(
            config.components(),
            config.train().labelDropout(),
            config.train().captionDropout(),
            config.train().numberDropout(),
            config.train().imageDropout(),
            config.train().batch(),
            config.sample().batch(),
            config.evaluate().batch(),
            config.sample().classes(),
            config.sample().captions(),
            // By these a rule of stopping or a start may be refused.
            config.train().steps(),
            config.train().evaluateEvery(),
            config.train().measureEvery(),
            config.train().from(),
            // And by these a wanted average.
            config.train().snapshotEvery(),
            config.train().snapshotWidths(),
            config.sample().chosenWeights(),
            config.evaluate().chosenWeights(),
            config.sample().count(),
            config.evaluate().samples());
    Result result = results.get(alike);
    if (result == null) {
      result = look(config, base);
      results.put(alike, result);
    }
    List<Problem> problems = result.problems();
    return result.inspection().orElseThrow(() -> new ConfigException(problems));
  }

  private Result look(RunConfig config, Location base) {
    try {
      run.ifPresent(folder -> Resumption.checkModel(folder, trained(folder, config), config));
      List<Choice> source = source(config);
      DataSource its = data.get(source);
      if (its == null) {
        its = Assembler.data(config);
        data.put(source, its);
      }
      try (Assembled parts = assembled(config, its)) {
        Classes.of(parts.assembly(), config.sample().classes());
        if (run.isEmpty()) {
          WatchedReading.check(config, parts);
          PlannedAverages.check(config);
          NeededMemory.check(
              config, parts, NeededMemory.shapes(config, () -> parameters(config, parts)));
        }
        Optional<WarmStart> start =
            run.isEmpty()
                ? WarmStart.of(config, parts::parameters, parts.assembly().conditioning().text())
                : Optional.empty();
        if (run.isEmpty()) {
          // What is read of a teacher is among what the components read.
          ReadTeacher.of(config, parts);
        }
        return new Result(Optional.of(inspection(config, parts, start)), List.of());
      }
    } catch (ConfigException refused) {
      return new Result(Optional.empty(), refused.problems());
    } catch (IllegalArgumentException unknownClass) {
      return new Result(
          Optional.empty(),
          List.of(
              new Problem(
                  "invalid-value",
                  base,
                  "sample.classes",
                  List.of(String.valueOf(unknownClass.getMessage())))));
    }
  }

  /** What settles the data: where they come from, and which image goes with each example. */
  private static List<Choice> source(RunConfig config) {
    return Stream.of(Kinds.DATA, Kinds.IMAGE_CONDITION)
        .flatMap(kind -> config.components(kind).stream())
        .toList();
  }

  private Assembled assembled(RunConfig config, DataSource its) {
    return run.isPresent()
        ? Assembler.assembleFor(config, its, config.registry(), run.get())
        : Assembler.assembleFor(config, its, config.registry());
  }

  /** Found once for all configs whose networks are alike. */
  private Map<String, Shape> parameters(RunConfig config, Assembled parts) {
    List<List<Choice>> model =
        Kinds.all().stream()
            .filter(kind -> kind.stage() == Kind.Stage.MODEL || kind.equals(Kinds.DATA))
            .map(config::components)
            .toList();
    return parameters.computeIfAbsent(model, any -> parts.parameters());
  }

  private static RunConfig trained(RunFolder folder, RunConfig config) {
    return ConfigReader.read(List.of(folder.config()), List.of(), config.registry());
  }

  private Inspection inspection(RunConfig config, Assembled parts, Optional<WarmStart> start) {
    Choice source = config.component(Kinds.DATA);
    Map<Kind.Stage, Map<String, String>> inputs = new HashMap<>();
    parts.filesRead().forEach((stage, read) -> inputs.put(stage, new TreeMap<>(read)));
    Map<String, String> trained =
        inputs.computeIfAbsent(Kind.Stage.TRAINING, any -> new TreeMap<>());
    start.ifPresent(
        from -> trained.put("the weights that training starts from", "sha256 " + from.sha256()));
    String options =
        source
            .options()
            .map(String::valueOf)
            .map(all -> all.replaceFirst("^Options", ""))
            .orElse("");
    trained.put(
        "the data '" + source.reference() + options + "'",
        "sha256 " + hashes.computeIfAbsent(source(config), any -> parts.fingerprint()));
    return new Inspection(
        inputs,
        parts.data().test().size(),
        parts.components().one(Kinds.STOPPING).reading(),
        Measuring.samples(config, parts),
        parts.components().all(Kinds.MEASURES).stream()
            .map(measure -> new Inspection.Reads(measure.subject(), measure.keys()))
            .toList());
  }
}
