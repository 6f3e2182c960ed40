package org.tweedie.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataSource;
import org.tweedie.api.measure.Reading;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.api.training.PowerAverage;
import org.tweedie.engine.config.ChosenWeights;
import org.tweedie.engine.config.ConfigException;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.data.DescribedData;
import org.tweedie.engine.file.AtomicFile;
import org.tweedie.engine.measuring.DrawnSamples;
import org.tweedie.engine.measuring.SamplesFile;
import org.tweedie.engine.run.Assembled;
import org.tweedie.engine.run.Assembler;
import org.tweedie.engine.run.Cautions;
import org.tweedie.engine.run.Elsewhere;
import org.tweedie.engine.run.Provenance;
import org.tweedie.engine.run.Resumption;
import org.tweedie.engine.run.RunFolder;
import org.tweedie.engine.run.TrainedModels;
import org.tweedie.engine.run.UsedModel;
import org.tweedie.engine.run.WarmStart;
import org.tweedie.engine.sampling.Classes;
import org.tweedie.engine.sampling.Drawer;
import org.tweedie.engine.sampling.PartlyKnown;
import org.tweedie.engine.tensor.SessionSettings;

/**
 * A run: its folder, the config that it is used with, and its components. It trains, measures and
 * samples one model. The networks that it opens stay open until it is closed. Not for several
 * threads at once.
 */
public final class Run implements AutoCloseable {

  /** What of samples is written to files. */
  public enum Output {
    /** A picture of all, where the data can be shown. */
    GRID,
    /** Each by itself: images as PNG, all else as lines of a CSV file. */
    SINGLES,
    /** An animation of the way from noise, where the data can be shown. */
    ANIMATION
  }

  private final RunFolder folder;
  private final RunConfig config;
  private final Assembled parts;
  private final OpenedModels models;

  /** Whether the networks are another run's, which closes them. */
  private final boolean borrowed;

  /** Whether the config is the one that the folder holds. */
  private final boolean isOwn;

  /** Its training; null where it was opened to be used. */
  private final @Nullable RunTraining training;

  private Run(
      RunFolder folder,
      RunConfig config,
      Assembled parts,
      boolean isOwn,
      @Nullable RunTraining training) {
    this(
        folder,
        config,
        parts,
        isOwn,
        new OpenedModels(folder, parts, new PostHoc(folder, config.train())),
        false,
        training);
  }

  private Run(
      RunFolder folder,
      RunConfig config,
      Assembled parts,
      boolean isOwn,
      OpenedModels models,
      boolean borrowed,
      @Nullable RunTraining training) {
    this.folder = folder;
    this.config = config;
    this.parts = parts;
    this.isOwn = isOwn;
    this.models = models;
    this.borrowed = borrowed;
    this.training = training;
  }

  static boolean isThere(Path folder) {
    return new RunFolder(folder).exists();
  }

  static RunFolder existing(Path path) {
    RunFolder folder = new RunFolder(path);
    if (!folder.exists()) {
      throw new RunException(
          "There is no run in '%s': it has no config.yaml. 'tweedie train' makes runs."
              .formatted(path));
    }
    return folder;
  }

  static Run create(Path path, RunConfig config) throws IOException {
    RunFolder folder = new RunFolder(path);
    Optional<String> taken = folder.taken();
    if (taken.isPresent()) {
      throw new RunException(taken.get());
    }
    return trained(folder, config, parts -> RunTraining.begin(folder, config, parts));
  }

  static Run resume(Path path, RunConfig trained, RunConfig wanted) throws IOException {
    RunFolder folder = existing(path);
    RunConfig config = WarmStart.goingOn(folder, trained, wanted);
    boolean elsewhere = WarmStart.isElsewhere(trained, wanted);
    return trained(
        folder, config, parts -> RunTraining.resume(folder, trained, config, parts, elsewhere));
  }

  private interface Beginning {

    RunTraining of(Assembled parts) throws IOException;
  }

  private static Run trained(RunFolder folder, RunConfig config, Beginning beginning)
      throws IOException {
    Assembled parts = assembled(folder, config);
    try {
      return new Run(folder, config, parts, true, beginning.of(parts));
    } catch (IOException | RuntimeException | Error e) {
      parts.close();
      throw e;
    }
  }

  static Run open(Path path, RunConfig trained, RunConfig config) {
    RunFolder folder = existing(path);
    Resumption.checkModel(folder, trained, config);
    return new Run(folder, config, assembled(folder, config), config.equals(trained), null);
  }

  /**
   * The components; what is missing of a run that is used from elsewhere is told with its place.
   */
  private static Assembled assembled(RunFolder folder, RunConfig config) {
    try {
      return Assembler.assemble(config, config.registry());
    } catch (ConfigException refused) {
      throw Elsewhere.of(folder)
          .map(elsewhere -> elsewhere.advised(refused, config))
          .orElse(refused);
    }
  }

  static Run open(Path path, RunConfig trained, RunConfig config, CompressedImages images) {
    RunFolder folder = existing(path);
    Resumption.checkModel(folder, trained, config);
    DataDescription data = images.description();
    Provenance.shape(folder)
        .filter(shape -> !shape.equals(data.shape().toString()))
        .ifPresent(
            shape -> {
              throw new RunException(
                  "%s holds examples of %s, and the run in '%s' has those of %s. Name the run that compressed it: --run RUN."
                      .formatted(images.path(), data.shape(), path, shape));
            });
    return new Run(
        folder,
        config,
        Assembler.assembleFor(config, new DescribedData(data), config.registry()),
        false,
        null);
  }

  /** Its folder. */
  public Path path() {
    return folder.path();
  }

  /** What it is made of, and how it is measured and sampled. */
  public RunConfig config() {
    return config;
  }

  /** Its components. */
  public Assembly assembly() {
    return parts.assembly();
  }

  /** Its data. */
  public DataSource data() {
    return parts.data();
  }

  /** How many numbers its network learns. */
  public long parameters() {
    return parts.parameterCount();
  }

  /** The last step that is in a checkpoint; 0 where there is none. */
  public long step() throws IOException {
    return folder.checkpoints().latest().orElse(0L);
  }

  /** What is allowed and seldom meant, and what is not as when the run was begun: sentences. */
  public List<String> notes() {
    List<String> notes = new ArrayList<>(training == null ? List.of() : training.notes());
    notes.addAll(Cautions.of(config, parts));
    notes.addAll(elsewhere());
    try {
      Provenance.differences(folder)
          .forEach(difference -> notes.add("not as when the run was begun: " + difference));
    } catch (IOException damaged) {
      notes.add(String.valueOf(damaged.getMessage()));
    }
    return notes;
  }

  /**
   * Of a run that is used in another working directory than it was made in: what is here by a name
   * that meant something else there; sentences.
   */
  public List<String> elsewhere() {
    return Elsewhere.of(folder).map(it -> it.notes(config)).orElse(List.of());
  }

  /**
   * Uses another checkpoint than the newest one, or a snapshot, which is enough for weights that
   * are put together of snapshots.
   *
   * @throws RunException if there is none of that step
   */
  public Run at(long step) throws IOException {
    models.use(OptionalLong.of(step));
    models.step();
    return this;
  }

  /**
   * The same model used in another way: by another sampler, guidance or measures. It shares the
   * networks and the data, so it is closed before this run.
   *
   * @throws org.tweedie.engine.config.ConfigException if the components do not go together, or the
   *     model would be used as what it was not trained to be
   */
  public Run using(RunConfig other) {
    Resumption.checkModel(folder, config, other);
    boolean sameData = other.component(Kinds.DATA).equals(config.component(Kinds.DATA));
    return new Run(
        folder,
        other,
        sameData
            ? Assembler.assembleFor(other, parts.data(), other.registry())
            : Assembler.assemble(other, other.registry()),
        isOwn && other.equals(config),
        models,
        true,
        null);
  }

  /**
   * Trains up to the config's number of steps, from the newest checkpoint on where the run was
   * resumed; the last step is in a checkpoint.
   *
   * @return whether all steps are done that were to be, by the config's rule of stopping too; not
   *     where the listener wanted to stop
   * @throws IllegalStateException if the run was opened to be used
   * @throws org.tweedie.engine.problem.TrainingFailure if the loss is no longer finite
   */
  public boolean train(RunListener listener) throws IOException {
    return train(config.train().steps(), listener);
  }

  /**
   * The same up to a step before the end, as if training were interrupted there.
   *
   * @param until at most the config's number of steps
   */
  public boolean train(long until, RunListener listener) throws IOException {
    if (training == null) {
      throw new IllegalStateException("This run was opened to be used; resume it to train it.");
    }
    models.close();
    return training.train(until, listener);
  }

  /**
   * Why training ended before the config's last step, in sentences; empty where it did not, or was
   * interrupted.
   */
  public Optional<String> ending() {
    return training == null ? Optional.empty() : training.ending();
  }

  /** Draws samples, the classes one after the other. */
  public Batch sample(Samples samples) throws IOException {
    return sample(samples, RunListener.silent());
  }

  /**
   * Draws samples, the classes one after the other.
   *
   * @return the samples in the model's scale, images between -1 and 1
   * @throws RunException if there is no checkpoint yet, or no such class
   */
  public Batch sample(Samples samples, RunListener listener) throws IOException {
    Drawing drawing = Drawing.of(samples, config.sample(), assembly());
    return drawing.draw(drawer(drawing), listener);
  }

  /**
   * Draws samples and writes them.
   *
   * @param into the folder, made where it is not there
   * @return the files and folders written
   * @throws RunException if there is no checkpoint yet, or no such class
   */
  public List<Path> sample(Samples samples, Path into, Set<Output> outputs, RunListener listener)
      throws IOException {
    Drawing drawing = Drawing.of(samples, config.sample(), assembly());
    return drawing.write(drawer(drawing), into, outputs, listener);
  }

  /**
   * Draws samples of all wanted classes in turn, as many as the config's measures look at; where
   * none looks at samples, {@code sample.count}. Writes them to a file for {@link #measure(Path,
   * RunListener)}, and a picture of some beside it, where the data can be shown.
   *
   * @throws RunException if there is no checkpoint yet, or no such class
   */
  public void draw(Path file, RunListener listener) throws IOException {
    Drawing drawing =
        Drawing.of(Samples.count(Inspection.samples(config, parts)), config.sample(), assembly());
    DrawnSamples drawn = drawing.drawn(drawer(drawing), listener);
    SamplesFile.write(file, drawn);
    drawing.picture(drawn, Optional.ofNullable(file.getParent()).orElse(Path.of("")));
  }

  /** Where samples go that nobody wants elsewhere. */
  public Path samples() {
    return folder.samples();
  }

  /**
   * Takes the measures of the config: of the model on the test split, and of samples that are drawn
   * for them.
   *
   * @throws RunException if there is no checkpoint yet
   * @throws org.tweedie.engine.config.ConfigException if a measure cannot be taken of this model
   */
  public Readings measure(RunListener listener) throws IOException {
    return measure(parts.data(), listener);
  }

  /**
   * Takes the measures of the config of samples that were drawn before.
   *
   * @param drawn the file that {@link #draw} wrote
   * @throws org.tweedie.engine.file.FileFormatException if it is another file
   */
  public Readings measure(Path drawn, RunListener listener) throws IOException {
    return measures()
        .take(config, parts, parts.data(), Optional.of(SamplesFile.read(drawn)), listener);
  }

  /**
   * The same against other data of the same shape.
   *
   * @throws RunException if there is no checkpoint yet, or the data are of another shape
   */
  public Readings measure(DataSource against, RunListener listener) throws IOException {
    return measures().take(config, parts, against, Optional.empty(), listener);
  }

  /**
   * Takes other measures than the config's, with the defaults of their options.
   *
   * @param measures their names
   * @throws RunException if there is no checkpoint yet
   * @throws org.tweedie.engine.config.ConfigException if there is no such measure, or one cannot be
   *     taken of this model
   */
  public List<Reading> measure(String... measures) throws IOException {
    RunConfig other = config.with(Kinds.MEASURES.key(), List.of(measures));
    try (Assembled made = Assembler.assembleFor(other, parts.data(), other.registry())) {
      return measures()
          .take(other, made, parts.data(), Optional.empty(), RunListener.silent())
          .readings();
    }
  }

  private RunMeasures measures() throws IOException {
    return new RunMeasures(this, folder, models.step());
  }

  /**
   * Keeps what was measured in the folder, where it is what the run's own config says of its newest
   * checkpoint; measured in another way it would not be what the files are taken for.
   *
   * @return the files that were written; empty where it is not kept
   */
  public List<Path> keep(Readings found) throws IOException {
    return isOwn && found.step() == step() ? measures().keep(found.measurement()) : List.of();
  }

  /** The file that keeps likelihoods with their protocols, if the config measures any. */
  public Path evaluation() {
    return folder.evaluation();
  }

  /** The file that keeps all that the config's measures found. */
  public Path readings() {
    return folder.readings();
  }

  /** The newest checkpoint's file. */
  public Path checkpoint() throws IOException {
    return folder.checkpoints().path(models.step());
  }

  /**
   * Puts the power average of a width together of the run's snapshots, after the step of the
   * checkpoint that is used, and writes its weights. A config uses it by {@code sample.weights} and
   * {@code evaluate.weights}, as in {@code width-0.1}, whether it was written or not.
   *
   * @param width of the profile in lengths of the training, above 0, at most 0.288
   * @return how well the wanted profile is matched, and the file
   * @throws RunException if the run stores no snapshots, or too few for this width
   */
  public Report average(double width) throws IOException {
    if (!ChosenWeights.canBeWidth(width)) {
      throw new RunException(
          "The width of an average is a number above 0, at most %.4f and with at most nine decimals, not %s."
              .formatted(PowerAverage.WIDEST, width));
    }
    RunConfig wanted = config.with("evaluate.weights", ChosenWeights.ofWidth(width).text());
    return new PostHoc(folder, wanted.train()).write(width, models.step());
  }

  /**
   * What training ends with: takes the config's measures, keeps what they found in the folder, and
   * draws a grid of samples there.
   *
   * @param found takes what was measured, before the samples are drawn
   * @return the pictures
   */
  public List<Path> conclude(Consumer<Report> found, RunListener listener) throws IOException {
    Readings measured = measure(listener);
    keep(measured);
    found.accept(Report.of(measured.text(), measured.json()));
    return sample(Samples.asConfigured(), folder.samples(), Set.of(Output.GRID), listener);
  }

  /**
   * Takes noise out of an image by Tweedie's formula, and writes the result, with what was before
   * beside it.
   *
   * @param file where the clean image goes; the others go beside it
   * @throws RunException if the model cannot do so, or there is no checkpoint yet
   */
  public Report denoise(NoisyImage noisy, Path file) throws IOException {
    needsDiffusion();
    return new ImageDenoising(this, noisy).write(file);
  }

  /**
   * Encodes an image into the model's latents and decodes it again, and writes both side by side.
   *
   * @param label what the image shows, where the model is told it
   * @param level the latent of a chain, from 1 next to the data; empty for the usual one
   * @param seed where all randomness begins
   * @throws RunException if the model cannot do so, or there is no checkpoint yet
   */
  public Report reconstruct(
      Path image, Optional<String> label, OptionalInt level, long seed, Path file)
      throws IOException {
    return new ImageLatents(this, label, level, seed).reconstruct(image, file);
  }

  /**
   * Goes from one image to another through the model's latents, and writes the way as a picture.
   *
   * @param count how many images, both ends among them
   * @param label what the images show, where the model is told it
   * @param level the latent of a chain, from 1 next to the data; empty for the usual one
   * @param seed where all randomness begins
   * @throws RunException if the model cannot do so, or there is no checkpoint yet
   */
  public Report interpolate(
      Path from,
      Path to,
      int count,
      Optional<String> label,
      OptionalInt level,
      long seed,
      Path file)
      throws IOException {
    return new ImageLatents(this, label, level, seed).interpolate(from, to, count, file);
  }

  /**
   * Paints the part of an image that a mask hides; the run's guidance knows both.
   *
   * @param count how many samples
   * @param label of which class; empty for none in particular
   * @param into another folder than one among the run's samples
   */
  public Report inpaint(
      Path image,
      Path mask,
      int count,
      Optional<String> label,
      Optional<Path> into,
      RunListener listener)
      throws IOException {
    return new Completion(this, count, label)
        .write(
            Completion.name("inpaint", image),
            into,
            PartlyKnown.masked(image, mask, assembly().data()),
            listener);
  }

  /** Makes a small image as large as the model's, as {@link #inpaint} does. */
  public Report upscale(
      Path image, int count, Optional<String> label, Optional<Path> into, RunListener listener)
      throws IOException {
    return new Completion(this, count, label)
        .write(
            Completion.name("upscale", image),
            into,
            PartlyKnown.smaller(image, assembly().data()),
            listener);
  }

  /**
   * Compresses the run's own data.
   *
   * @param split {@code test} or {@code train}
   * @param limit at most so many examples
   * @param file where the result goes
   * @param check looks at it before it gets its name
   * @throws RunException if the model cannot do so, or there is no checkpoint yet
   */
  public Report compress(
      Compression how,
      String split,
      int limit,
      Path file,
      AtomicFile.Check check,
      RunListener listener)
      throws IOException {
    return codec().compress(how, split, limit, file, check, listener);
  }

  /**
   * Compresses pixels in files.
   *
   * @param files PNG files, or one with an array
   * @param file where the result goes
   * @param check looks at it before it gets its name
   * @throws RunException if the model cannot do so, or there is no checkpoint yet
   * @throws org.tweedie.api.data.DataException if a file cannot be read without loss
   */
  public Report compress(
      Compression how, List<Path> files, Path file, AtomicFile.Check check, RunListener listener)
      throws IOException {
    return codec().compress(how, files, file, check, listener);
  }

  /**
   * Decompresses a file.
   *
   * @param into a folder where the examples are written; empty to look whether they can be decoded
   * @param format of the files, {@code png}, {@code idx} or {@code npy}; empty for what they came
   *     from
   * @throws RunException if the run's model is not the one that compressed it, or does not give the
   *     same bits here, or there is no such format
   * @throws org.tweedie.engine.file.FileFormatException if a part is damaged, after the others were
   *     written
   */
  public Report decompress(
      CompressedImages images, Optional<Path> into, Optional<String> format, RunListener listener)
      throws IOException {
    return codec().decompress(images, into, format, listener);
  }

  private RunCodec codec() {
    return new RunCodec(this, models, session());
  }

  /**
   * Measures how much the bound's estimator varies under the run's schedule and others between its
   * ends, and writes a plot.
   *
   * @param others schedules by name
   * @param draws times and noises for each test example, at least 1
   */
  public Report variance(
      Map<String, NoiseSchedule> others, int draws, Path plot, RunListener listener)
      throws IOException {
    needsDiffusion();
    return new VarianceComparison(this, others, draws).write(plot, listener);
  }

  /**
   * A condition for samples of one class, or of none in particular.
   *
   * @param needed what to say where the model cannot do without one
   */
  Condition condition(Optional<String> label, int count, String needed) {
    if (label.isEmpty()) {
      if (!Classes.all(assembly()).isEmpty() && assembly().labelDropout() == 0) {
        throw new RunException(needed);
      }
      return Condition.none(count);
    }
    try {
      return Classes.of(assembly(), List.of(label.get())).inTurn(count, 1);
    } catch (IllegalArgumentException unknown) {
      throw new RunException(String.valueOf(unknown.getMessage()));
    }
  }

  /** The model that is measured: in float32, with the weights that the config evaluates. */
  UsedModel looked() throws IOException {
    return models.open(config.evaluate().chosenWeights(), session().inFloat32());
  }

  /** The model that draws, with the weights that the config samples. */
  UsedModel drawing() throws IOException {
    return models.open(config.sample().chosenWeights(), session());
  }

  private Drawer drawer(Drawing drawing) throws IOException {
    return drawing().drawer(assembly(), config.sample().batch(), drawing.seed());
  }

  /**
   * The diffusion model that is measured.
   *
   * @throws RunException if the model is a chain of latents
   */
  DiffusionModel measured() throws IOException {
    return diffusion(looked());
  }

  /**
   * The diffusion model that draws.
   *
   * @throws RunException if the model is a chain of latents
   */
  DiffusionModel sampled() throws IOException {
    UsedModel model = drawing();
    diffusion(model);
    return model.sampled(assembly());
  }

  /**
   * The diffusion model that looks at single images: in float32, with the weights that draw.
   *
   * @throws RunException if the model is a chain of latents
   */
  DiffusionModel exact() throws IOException {
    return diffusion(inspected());
  }

  /** The model that looks at single images, whatever it is. */
  UsedModel inspected() throws IOException {
    return models.open(config.sample().chosenWeights(), session().inFloat32());
  }

  private DiffusionModel diffusion(UsedModel model) {
    needsDiffusion();
    return model.diffusion();
  }

  private void needsDiffusion() {
    if (!parts.isDiffusion()) {
      throw new RunException(
          "This is for diffusion models, and the run in '%s' has the model '%s', a chain of latents with networks of its own."
              .formatted(folder, config.component(Kinds.MODEL).reference()));
    }
  }

  private SessionSettings session() {
    return TrainedModels.settings(config.train());
  }

  /** Gives back TensorFlow's memory. */
  @Override
  public void close() {
    if (!borrowed) {
      models.close();
    }
    parts.close();
  }
}
