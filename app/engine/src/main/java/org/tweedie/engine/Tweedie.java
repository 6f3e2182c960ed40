package org.tweedie.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.engine.compression.CompressedImages;
import org.tweedie.engine.config.ComponentConfig;
import org.tweedie.engine.config.ConfigException;
import org.tweedie.engine.config.ConfigReader;
import org.tweedie.engine.config.Defaults;
import org.tweedie.engine.config.ExampleConfigs;
import org.tweedie.engine.config.Layer;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.convergence.ConvergencePoint;
import org.tweedie.engine.convergence.ConvergenceStudy;
import org.tweedie.engine.file.AtomicFile;
import org.tweedie.engine.file.FileNames;
import org.tweedie.engine.kernel.OneDnn;
import org.tweedie.engine.kernel.TensorFlowLibrary;
import org.tweedie.engine.plugin.ComponentType;
import org.tweedie.engine.plugin.PluginLoader;
import org.tweedie.engine.plugin.Plugins;
import org.tweedie.engine.plugin.Registry;
import org.tweedie.engine.problem.Location;
import org.tweedie.engine.problem.Problem;
import org.tweedie.engine.problem.RunException;
import org.tweedie.engine.progress.Progress;
import org.tweedie.engine.progress.RunListener;
import org.tweedie.engine.reproduction.Reproduction;
import org.tweedie.engine.run.Assembled;
import org.tweedie.engine.run.Assembler;
import org.tweedie.engine.run.Elsewhere;
import org.tweedie.engine.run.RunFolder;
import org.tweedie.engine.run.Variants;
import org.tweedie.engine.tensor.PlainDigits;
import org.tweedie.engine.verification.Verification;

/**
 * Knows the components, reads configs that choose among them, and makes and opens runs.
 *
 * <pre>
 * try (Tweedie tweedie = Tweedie.load(Path.of("plugins"))) {
 *   RunConfig config = tweedie.example("digits").with("train.steps", 500).with("sampler", "ddim");
 *   try (Run run = tweedie.create(Path.of("runs/mine"), config)) {
 *     run.train(RunListener.silent());
 *     Batch threes = run.sample(Samples.count(100).seed(1).ofClass(3));
 *   }
 * }
 * </pre>
 *
 * <p>May be used by many threads at once; each run by one at a time. What is wrong with configs,
 * data and files is told by {@link ConfigException}, {@link org.tweedie.api.data.DataException},
 * {@link org.tweedie.engine.file.FileFormatException} and {@link RunException}, in words for
 * people. To close it closes the jars of the plugins, so runs are closed first.
 */
public final class Tweedie implements AutoCloseable {

  /**
   * What was found of components and the papers' identities.
   *
   * @param holds whether no identity fails
   * @param summary for people
   * @param json all findings, for machines
   */
  public record Verdict(boolean holds, String summary, String json) {}

  private final Plugins plugins;

  private Tweedie(Plugins plugins) {
    this.plugins = plugins;
  }

  /**
   * Loads the built-in components, and those of plugins. Where the JVM's locale writes numbers in
   * other ways than {@code 10} and {@code 0.5}, which TensorFlow cannot bear, its locale for
   * formats becomes {@link java.util.Locale#ROOT}. TensorFlow, where it is not loaded yet, is asked
   * to calculate by oneDNN, unless the variable {@code TF_ENABLE_ONEDNN_OPTS} says otherwise.
   *
   * @param folders plugin folders, which hold {@code x.jar} and {@code x/*.jar}; none for built-in
   *     components alone
   */
  public static Tweedie load(Path... folders) {
    return load(new PluginLoader(), List.of(folders));
  }

  /**
   * The same, with another idea of where built-in components are.
   *
   * @param loader finds them
   */
  public static Tweedie load(PluginLoader loader, List<Path> folders) {
    PlainDigits.ensure();
    OneDnn.ensure();
    ConfigReader.prepare();
    return new Tweedie(loader.load(folders));
  }

  /** All components that can be chosen. */
  public Registry components() {
    return plugins.registry();
  }

  /** What is wrong with plugins, which hides no other component; empty where all is well. */
  public List<Problem> problems() {
    List<Problem> problems = new ArrayList<>(plugins.problems());
    problems.addAll(Defaults.problems(components()));
    return problems;
  }

  /**
   * A config that comes with the program.
   *
   * @param name one of {@link ExampleConfigs#NAMES}
   * @param overrides {@code path=value} each, laid over it in order
   * @throws IllegalArgumentException if there is none of that name
   * @throws ConfigException with all problems of the overrides
   */
  public RunConfig example(String name, String... overrides) {
    return ConfigReader.read(
        "examples/" + name + ".yaml", ExampleConfigs.text(name), List.of(overrides), components());
  }

  /**
   * Reads a config.
   *
   * @param files later ones are laid over earlier ones
   * @param overrides {@code path=value} each, laid over the files in order
   * @throws ConfigException with all problems, if there are any
   */
  public RunConfig read(List<Path> files, List<String> overrides) {
    return ConfigReader.read(files, overrides, components());
  }

  /**
   * The same with settings that are values already.
   *
   * @param more settings, laid over the overrides in order
   */
  public RunConfig read(List<Path> files, List<String> overrides, List<Layer> more) {
    return ConfigReader.read(files, overrides, more, components());
  }

  /**
   * The config of a run, as it was made with.
   *
   * @throws RunException if there is no run
   * @throws ConfigException if its config cannot be read any more
   */
  public RunConfig config(Path run) {
    RunFolder folder = RunFolder.existing(run);
    try {
      return read(List.of(folder.config()), List.of());
    } catch (ConfigException unread) {
      throw Elsewhere.of(folder).map(elsewhere -> elsewhere.advised(unread)).orElse(unread);
    }
  }

  /** Whether there is a run in a folder. */
  public static boolean isRun(Path folder) {
    return new RunFolder(folder).exists();
  }

  /**
   * Makes a run: its components, and its folder with the config and what it is made with. The
   * caller closes it.
   *
   * @param folder where nothing is yet, or an empty folder
   * @throws RunException if there is a run already, or the folder cannot be made
   * @throws ConfigException with all problems of data and components; nothing is written then
   */
  public Run create(Path folder, RunConfig config) throws IOException {
    return RunOpening.create(folder, config);
  }

  /**
   * Goes on with a run's training from its newest checkpoint; the caller closes it.
   *
   * @param config as the run's own, but for what changes no number: how far to go, how often to
   *     look, how to measure and to sample
   * @throws RunException if there is no run
   * @throws ConfigException with everything that must not differ and does; nothing is written then
   * @throws org.tweedie.engine.file.FileFormatException if the checkpoint is damaged
   */
  public Run resume(Path folder, RunConfig config) throws IOException {
    TensorFlowLibrary.loadAhead();
    return RunOpening.resume(folder, config(folder), config);
  }

  /**
   * Opens a run to use its model; the caller closes it.
   *
   * @throws RunException if there is no run
   * @throws ConfigException with all problems of data and components
   */
  public Run open(Path folder) {
    return open(folder, UnaryOperator.identity());
  }

  /**
   * Opens a run to use its model in another way.
   *
   * @param changes makes the config to use it with of the run's own: another sampler, guidance,
   *     data of the same kind, or way to measure
   * @throws RunException if there is no run
   * @throws ConfigException with all problems of data and components, and if the model would be
   *     used as what it was not trained to be
   */
  public Run open(Path folder, UnaryOperator<RunConfig> changes) {
    TensorFlowLibrary.loadAhead();
    RunConfig trained = config(folder);
    return RunOpening.open(folder, trained, changes.apply(trained));
  }

  /**
   * Opens a run to decompress a file, by the description of the data in the file: the run's data
   * need not be there.
   *
   * @throws RunException if there is no run, or it is one of examples of another shape
   * @throws ConfigException if the run's components cannot be made here
   */
  public Run open(Path folder, CompressedImages images) {
    TensorFlowLibrary.loadAhead();
    RunConfig trained = config(folder);
    Location said = Location.of(images.path().toString());
    return RunOpening.open(
        folder,
        trained,
        // The names of classes are not in the file.
        trained
            .with("evaluate.weights", images.weights(), said)
            .with("sample.classes", List.of(), said),
        images);
  }

  /** Makes a run of training a classifier; see {@link #create}. */
  public ClassifierRun createClassifier(Path folder, RunConfig config) throws IOException {
    return ClassifierRun.create(folder, config);
  }

  /** Goes on with a classifier's training; see {@link #resume}. */
  public ClassifierRun resumeClassifier(Path folder, RunConfig config) throws IOException {
    return ClassifierRun.resume(folder, config(folder), config);
  }

  /**
   * Looks at what a run was made with, to make it again.
   *
   * @throws RunException if there is no run, or it has no provenance or no checkpoint
   */
  public Reproduction reproduction(Path run) throws IOException {
    return Reproduction.of(run, config(run));
  }

  /**
   * A schedule by itself; of a learned one, as it is before training.
   *
   * @param type a schedule
   * @param overrides {@code option=value} each
   * @param data what it may ask about
   * @throws ConfigException if it refuses its options, or asks for other components of a run
   */
  public NoiseSchedule schedule(ComponentType type, List<String> overrides, DataDescription data) {
    return Variants.schedule(ComponentConfig.read(type, overrides, components()), data);
  }

  /**
   * Checks the papers' identities on the components that a config names.
   *
   * @param tables takes a table for each kind as soon as it is there
   * @return the summary, and all findings as JSON; whether all identities hold is {@link
   *     Verdict#holds}
   */
  public Verdict verify(RunConfig config, Consumer<String> tables) {
    try (Assembled parts = Assembler.assembleToVerify(config, components())) {
      Verification.Result found = new Verification(config, parts, components()).all(tables);
      return new Verdict(found.holds(), found.summary(), found.json());
    }
  }

  /**
   * Measures samplers' errors against network evaluations, on exact models, and writes a picture
   * and the numbers as CSV beside it.
   *
   * @param samplers which; those that cannot be measured are left out
   * @param steps numbers of steps, at least 1 each
   * @return the two files
   */
  public List<Path> convergence(
      List<ComponentType> samplers, List<Integer> steps, Path picture, RunListener listener)
      throws IOException {
    ConvergenceStudy study = new ConvergenceStudy(components());
    List<ComponentType> measured = samplers.stream().filter(study::canMeasure).toList();
    List<ConvergencePoint> points = new ArrayList<>();
    try (Progress progress = listener.begin("Measuring", "samplers", 0, measured.size())) {
      for (int i = 0; i < measured.size(); i++) {
        points.addAll(study.measure(measured.get(i), steps));
        progress.advance(i + 1, measured.get(i).name());
      }
    }
    ConvergenceStudy.picture(points).write(picture);
    Path csv = FileNames.beside(picture, ".csv");
    AtomicFile.write(csv, ConvergenceStudy.csv(points));
    return List.of(picture, csv);
  }

  /** Closes the jars of plugins. */
  @Override
  public void close() {
    plugins.close();
  }
}
