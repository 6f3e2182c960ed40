package org.tweedie.engine.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.tweedie.api.data.DataException;
import org.tweedie.api.data.DataSource;
import org.tweedie.api.guidance.Classifier;
import org.tweedie.api.guidance.Resources;
import org.tweedie.api.model.Autoencoder;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.objective.TeacherRun;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.api.plugin.Kind;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.engine.config.ChosenWeights;
import org.tweedie.engine.config.ConfigException;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.config.YamlWriter;
import org.tweedie.engine.data.SingleImage;
import org.tweedie.engine.file.FileFormatException;
import org.tweedie.engine.file.Sha256;
import org.tweedie.engine.problem.Location;
import org.tweedie.engine.tensor.SessionSettings;
import org.tweedie.engine.tensor.TrainedTeacher;

/**
 * Other runs and images as files.
 *
 * @param others where networks are kept until the run ends
 * @param stage what the component that asks has an effect on
 * @param chosenAt where it was chosen
 * @param config the run that it was chosen for; empty where there are data and no run
 * @param data that run's data
 * @param own the schedule of a run whose latents are asked about; empty where clean examples are
 * @param inLatents whether that run diffuses the latents of an autoencoder
 */
record FoundResources(
    OtherRuns others,
    Kind.Stage stage,
    Location chosenAt,
    Optional<RunConfig> config,
    DataSource data,
    Optional<NoiseSchedule> own,
    boolean inLatents)
    implements Resources {

  /** A run of a diffusion with a checkpoint, on this run's schedule and on data like its own. */
  private record Found(RunFolder folder, RunConfig trained, Checkpoint read) {}

  private Found diffusion(String run, long checkpoint) {
    refuseLatents("another model");
    RunFolder folder = folder(run);
    RunConfig trained = config(folder);
    config
        .filter(asking -> !isOnScheduleOf(asking, trained))
        .ifPresent(
            asking -> {
              throw new IllegalArgumentException(
                  "The model in '%s' was trained on another noise schedule (%s) than this run's (%s): the two would not mean the same by a time."
                      .formatted(folder, words(trained), words(asking)));
            });
    Checkpoint read = checkpoint(folder, checkpoint);
    if (TrainedClassifiers.isClassifier(read)) {
      throw new IllegalArgumentException(
          "The run in '%s' is a classifier, not a diffusion model.".formatted(folder));
    }
    String words = Checkpoint.words(data.description());
    if (!read.data().equals(words)) {
      throw new IllegalArgumentException(
          "The model in '%s' was trained on data of %s; these are %s."
              .formatted(folder, read.data(), words));
    }
    return new Found(folder, trained, read);
  }

  /** What was learned of the data knows nothing of latents. */
  private void refuseLatents(String what) {
    if (inLatents) {
      throw new IllegalArgumentException(
          "It asks for %s of the same data, and this run diffuses latents, of which such a one knows nothing. Please leave it out."
              .formatted(what));
    }
  }

  private static void refuseLatents(RunFolder folder, Assembled parts) {
    if (parts.isInLatents()) {
      throw new IllegalArgumentException(
          "The run in '%s' diffuses latents, and this one the data themselves.".formatted(folder));
    }
  }

  @Override
  public DiffusionModel model(String run, long checkpoint) {
    Found found = diffusion(run, checkpoint);
    RunFolder folder = found.folder;
    RunConfig trained = found.trained;
    Checkpoint read = found.read;
    try (Assembled parts = Assembler.assembleFor(trained, data, others.registry(), folder)) {
      refuseLatents(folder, parts);
      Assembly assembly = parts.assembly();
      remember(run, checkpoint, folder, read);
      TrainedModels.check(assembly, folder.checkpoints(), read);
      SessionSettings settings = settings(trained);
      return others.closedWithRun(
          new LazyModel(
              assembly.learnedSchedule().isEmpty()
                  ? Optional.of(assembly.schedule())
                  : Optional.empty(),
              () ->
                  TrainedModels.open(
                      assembly, folder.checkpoints(), read, ChosenWeights.average(), settings)));
    } catch (ConfigException e) {
      throw unusable(folder, e);
    }
  }

  /**
   * The network that a student learns from.
   *
   * @param student the components of the run that learns
   * @throws IllegalArgumentException if there is no such run, or it does not go with this one
   */
  ReadTeacher teacher(TeacherRun wanted, Assembly student) {
    Found found = diffusion(wanted.run(), wanted.checkpoint());
    try (Assembled parts =
        Assembler.assembleFor(found.trained, data, others.registry(), found.folder)) {
      refuseLatents(found.folder, parts);
      Assembly assembly = parts.assembly();
      if (!parts.isDiffusion()) {
        throw new IllegalArgumentException(
            "The run in '%s' is a chain of latents with networks of its own, which has no flow to learn."
                .formatted(found.folder));
      }
      boolean hides = !assembly.data().classes().isEmpty() && student.labelDropout() > 0;
      if (hides && assembly.labelDropout() == 0) {
        throw new IllegalArgumentException(
            "The teacher in '%s' has never seen an example without its class (train.label-dropout 0), and this training hides some (%s). Please set train.label-dropout to 0."
                .formatted(found.folder, student.labelDropout()));
      }
      new TeacherFit(assembly)
          .refusal(wanted, student)
          .ifPresent(
              why -> {
                throw new IllegalArgumentException(
                    "The teacher in '%s' %s".formatted(found.folder, why));
              });
      remember(wanted.run(), wanted.checkpoint(), found.folder, found.read);
      Path file = found.folder.checkpoints().path(found.read.step());
      return new ReadTeacher(
          wanted.run(),
          file,
          found.read.step(),
          Sha256.of(found.folder.config(), file),
          new TrainedTeacher(
              assembly,
              TrainedModels.weights(
                  parts, found.folder.checkpoints(), found.read, ChosenWeights.average())));
    } catch (ConfigException e) {
      throw unusable(found.folder, e);
    }
  }

  @Override
  public Classifier classifier(String run, long checkpoint) {
    refuseLatents("a classifier");
    RunFolder folder = folder(run);
    RunConfig trained = config(folder);
    Checkpoint read = checkpoint(folder, checkpoint);
    TrainedClassifiers.checkData(folder, data.description(), read);
    try (Assembled parts = Assembler.assembleFor(trained, data, others.registry())) {
      Assembly assembly = parts.assembly();
      checkLevels(folder, trained, assembly.schedule());
      remember(run, checkpoint, folder, read);
      TrainedClassifiers.check(folder, assembly.data(), assembly.network(), read);
      SessionSettings settings = settings(trained);
      return others.closedWithRun(
          new LazyClassifier(
              assembly.data().classes().size(),
              assembly.schedule().at(0),
              () -> TrainedClassifiers.open(assembly.data(), assembly.network(), read, settings)));
    } catch (ConfigException e) {
      throw unusable(folder, e);
    }
  }

  @Override
  public Autoencoder autoencoder(String run, long checkpoint) {
    RunFolder folder = folder(run);
    RunConfig trained = config(folder);
    Checkpoint read = checkpoint(folder, checkpoint);
    try {
      // What is decoded and measured is so in float32, whatever a training runs in.
      SessionSettings settings = TrainedModels.settings(config.orElse(trained).train()).inFloat32();
      LazyAutoencoder found =
          new TrainedAutoencoder(folder, trained, read).of(data, others.registry(), settings);
      remember(run, checkpoint, folder, read);
      return others.closedWithRun(found);
    } catch (ConfigException e) {
      throw unusable(folder, e);
    }
  }

  /** As the run that asks; what is compared is calculated in float32, whatever that runs in. */
  private SessionSettings settings(RunConfig trained) {
    SessionSettings settings = TrainedModels.settings(config.orElse(trained).train());
    return own.isPresent() ? settings : settings.inFloat32();
  }

  private static boolean isOnScheduleOf(RunConfig one, RunConfig other) {
    return one.components(Kinds.SCHEDULE).equals(other.components(Kinds.SCHEDULE));
  }

  /** A classifier is told log SNRs, which say all of a latent where schedules preserve variance. */
  private void checkLevels(RunFolder folder, RunConfig trained, NoiseSchedule schedule) {
    if (own.isEmpty() || config.isEmpty()) {
      return;
    }
    boolean preserving =
        schedule.at(0.5).isVariancePreserving() && own.get().at(0.5).isVariancePreserving();
    if (!isOnScheduleOf(config.get(), trained) && !preserving) {
      throw new IllegalArgumentException(
          "The classifier in '%s' was trained on another noise schedule (%s) than this run's (%s), and not both preserve the variance."
              .formatted(folder, words(trained), words(config.get())));
    }
  }

  @Override
  public Batch image(String file, int channels) {
    try {
      Path found = new NamedPath(file, chosenAt).found(Files::isRegularFile, "image");
      Batch image = SingleImage.read(found, channels, data.description().levels());
      others.remember(stage, "the image '" + file + "'", "sha256 " + Sha256.of(found));
      return image;
    } catch (DataException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /** A model is a run's config and its weights. */
  private void remember(String run, long checkpoint, RunFolder folder, Checkpoint read) {
    Path weights = folder.checkpoints().path(read.step());
    String which = checkpoint == 0 ? "newest checkpoint" : "checkpoint " + checkpoint;
    others.remember(
        stage,
        "the %s of the run '%s'".formatted(which, run),
        "step %d, sha256 %s".formatted(read.step(), Sha256.of(folder.config(), weights)));
  }

  private RunFolder folder(String run) {
    return new RunFolder(
        new NamedPath(run, chosenAt).found(path -> new RunFolder(path).exists(), "run"));
  }

  private RunConfig config(RunFolder folder) {
    try {
      return folder.trained(others.registry());
    } catch (ConfigException e) {
      throw unusable(folder, e);
    }
  }

  private static Checkpoint checkpoint(RunFolder folder, long step) {
    try {
      List<Long> steps = folder.checkpoints().steps();
      if (steps.isEmpty()) {
        throw new IllegalArgumentException(folder.noCheckpoint());
      }
      long chosen = step == 0 ? steps.get(steps.size() - 1) : step;
      if (!steps.contains(chosen)) {
        throw new IllegalArgumentException(
            "The run in '%s' has no checkpoint of step %d. There are: %s"
                .formatted(folder, chosen, steps));
      }
      return folder.checkpoints().read(chosen);
    } catch (FileFormatException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "The checkpoints in '%s' cannot be read: %s".formatted(folder, e.getMessage()), e);
    }
  }

  private static IllegalArgumentException unusable(RunFolder folder, ConfigException e) {
    return new IllegalArgumentException(
        "The run in '%s' cannot be used: %s".formatted(folder, e.getMessage()), e);
  }

  private static String words(RunConfig run) {
    return run.components(Kinds.SCHEDULE).stream()
        .map(YamlWriter::line)
        .findFirst()
        .orElse("there is no such thing in its model");
  }
}
