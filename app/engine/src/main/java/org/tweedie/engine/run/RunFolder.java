package org.tweedie.engine.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.tweedie.api.plugin.Kind;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.engine.config.ConfigException;
import org.tweedie.engine.config.ConfigReader;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.file.AtomicFile;
import org.tweedie.engine.file.PickleFile;
import org.tweedie.engine.plugin.Registry;
import org.tweedie.engine.problem.RunException;
import org.tweedie.engine.problem.Shell;

/**
 * The folder that holds everything about a run, and is the truth about it.
 *
 * @param path the folder
 */
public record RunFolder(Path path) {

  /**
   * The folder of a run that is there.
   *
   * @throws RunException if there is none
   */
  public static RunFolder existing(Path path) {
    RunFolder folder = new RunFolder(path);
    PickleFile.refusal(path)
        .ifPresent(
            words -> {
              throw new RunException(words);
            });
    if (!folder.exists()) {
      throw new RunException(
          "There is no run in '%s': it has no config.yaml. 'tweedie train' makes runs."
              .formatted(path));
    }
    return folder;
  }

  /** Whether a run has begun here. */
  public boolean exists() {
    return Files.exists(config());
  }

  /** Why no run can begin here, in words; empty where one can. */
  public Optional<String> taken() throws IOException {
    if (exists()) {
      return Optional.of("There is a run in '%s' already.".formatted(path));
    }
    List<Long> steps = checkpoints().steps();
    if (steps.isEmpty() && !Files.exists(metrics()) && !Files.exists(provenance())) {
      return Optional.empty();
    }
    return Optional.of(
        "'%s' holds what is left of a run (%s) without its config.yaml. Please put that back to go on with the run, or begin another with --run DIR."
            .formatted(
                path, steps.isEmpty() ? "its measurements" : "checkpoints of the steps " + steps));
  }

  /** Makes the folder with its sub-folders. */
  public void create() throws IOException {
    Files.createDirectories(samples());
    Files.createDirectories(checkpoints().folder());
  }

  /** The config with every default stated: it reruns the run. */
  public Path config() {
    return path.resolve("config.yaml");
  }

  /**
   * The run's config as far as it says what was trained: what samples and measures plays no part in
   * the use of a network, and might ask for runs and files that are no longer there.
   *
   * @throws ConfigException if the config cannot be read
   */
  RunConfig trained(Registry registry) {
    List<String> left =
        Kinds.all().stream()
            .filter(kind -> kind.isList() && kind.stage().compareTo(Kind.Stage.TRAINING) > 0)
            .map(Kind::key)
            .toList();
    return ConfigReader.readWithout(left, config(), registry);
  }

  /** What to say of a run whose first checkpoint is wanted and not there. */
  public String noCheckpoint() {
    return "The run in '%s' has no checkpoint yet. Go on with: tweedie train --resume --run %s"
        .formatted(this, Shell.quoted(path));
  }

  /** Taken by the process that trains the run, and gone when it ends. */
  public Path lock() {
    return path.resolve("training.lock");
  }

  /** Takes away what killed processes left of files. */
  public void clearUp() throws IOException {
    for (Path folder : List.of(path, checkpoints().folder(), snapshots().folder(), samples())) {
      AtomicFile.clearUp(folder);
    }
  }

  /** What the run was made with. */
  public Path provenance() {
    return path.resolve("provenance.json");
  }

  /** How numbers and captions reach the network, as it was fitted when the run began. */
  public Path conditions() {
    return path.resolve("conditions.json");
  }

  /** In which latents the diffusion lives, as it was when the run began. */
  public Path latents() {
    return path.resolve("latents.json");
  }

  /** Measurements, one JSON object a line. */
  public Path metrics() {
    return path.resolve("metrics.jsonl");
  }

  /** The likelihoods of the test split, with their terms and protocols. */
  public Path evaluation() {
    return path.resolve("evaluation.json");
  }

  /** What all measures found. */
  public Path readings() {
    return path.resolve("readings.json");
  }

  /** The checkpoints. */
  public Checkpoints checkpoints() {
    return new Checkpoints(path.resolve("checkpoints"));
  }

  /** Averages as they were at some steps, of which others are put together. */
  public Snapshots snapshots() {
    return new Snapshots(path.resolve("snapshots"));
  }

  /** Averages that were put together of snapshots. */
  public MadeAverages averages() {
    return new MadeAverages(path.resolve("averages"));
  }

  /** Where pictures go. */
  public Path samples() {
    return path.resolve("samples");
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
