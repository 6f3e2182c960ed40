package org.tweedie.engine;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.tweedie.api.data.DataSource;
import org.tweedie.api.measure.Reading;
import org.tweedie.api.model.Batch;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.api.training.PowerAverage;
import org.tweedie.engine.compression.RunCodec;
import org.tweedie.engine.config.ChosenWeights;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.export.RunExport;
import org.tweedie.engine.image.RunImages;
import org.tweedie.engine.measuring.Attempt;
import org.tweedie.engine.measuring.Measurement;
import org.tweedie.engine.problem.RunException;
import org.tweedie.engine.progress.Report;
import org.tweedie.engine.progress.RunListener;
import org.tweedie.engine.run.Assembled;
import org.tweedie.engine.run.Assembler;
import org.tweedie.engine.run.Cautions;
import org.tweedie.engine.run.Elsewhere;
import org.tweedie.engine.run.PostHoc;
import org.tweedie.engine.run.Provenance;
import org.tweedie.engine.run.Resumption;
import org.tweedie.engine.run.UsedRun;
import org.tweedie.engine.sampling.SampleFormat;
import org.tweedie.engine.sampling.WrittenValues;

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
    ANIMATION,
    /** All as lines of a CSV file: the numbers, the class, the seed and the index. */
    CSV,
    /** All as an array of NumPy: levels where the data have up to 256, else floats. */
    NPY,
    /** The same with the labels, as two arrays in one file. */
    NPZ,
    /** All with their labels as safetensors, in the model's scale. */
    SAFETENSORS,
    /** All with their indices and labels as rows of Parquet, in the model's scale. */
    PARQUET;

    /** The format of a file that holds all samples; empty where it is a picture or many files. */
    Optional<SampleFormat> format() {
      return Arrays.stream(SampleFormat.values())
          .filter(format -> format.name().equals(name()))
          .findFirst();
    }
  }

  private final UsedRun used;

  /** Whether the networks are another run's, which closes them. */
  private final boolean borrowed;

  /** Whether the config is the one that the folder holds. */
  private final boolean isOwn;

  /** Its training; null where it was opened to be used. */
  private final @Nullable RunTraining training;

  Run(UsedRun used, boolean borrowed, boolean isOwn, @Nullable RunTraining training) {
    this.used = used;
    this.borrowed = borrowed;
    this.isOwn = isOwn;
    this.training = training;
  }

  /** Its folder. */
  public Path path() {
    return used.folder().path();
  }

  /** What it is made of, and how it is measured and sampled. */
  public RunConfig config() {
    return used.config();
  }

  /** Its components. */
  public Assembly assembly() {
    return used.parts().assembly();
  }

  /** Its data. */
  public DataSource data() {
    return used.parts().data();
  }

  /** How many numbers its network learns. */
  public long parameters() {
    return used.parts().parameterCount();
  }

  /** The last step that is in a checkpoint; 0 where there is none. */
  public long step() throws IOException {
    return used.folder().checkpoints().latest().orElse(0L);
  }

  /** What is allowed and seldom meant, and what is not as when the run was begun: sentences. */
  public List<String> notes() {
    List<String> notes = new ArrayList<>(training == null ? List.of() : training.notes());
    notes.addAll(Cautions.of(used.config(), used.parts()));
    notes.addAll(elsewhere());
    try {
      Provenance.differences(used.folder())
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
    return Elsewhere.of(used.folder()).map(it -> it.notes(used.config())).orElse(List.of());
  }

  /**
   * Uses another checkpoint than the newest one, or a snapshot, which is enough for weights that
   * are put together of snapshots.
   *
   * @throws RunException if there is none of that step
   */
  public Run at(long step) throws IOException {
    used.models().use(OptionalLong.of(step));
    used.models().step();
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
    Resumption.checkModel(used.folder(), used.config(), other);
    boolean sameData = other.component(Kinds.DATA).equals(used.config().component(Kinds.DATA));
    Assembled made =
        sameData
            ? Assembler.assembleFor(other, used.data(), other.registry(), used.folder())
            : Assembler.assemble(other, other.registry(), used.folder());
    return new Run(
        new UsedRun(used.folder(), other, made, used.models()),
        true,
        isOwn && other.equals(used.config()),
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
    return train(used.config().train().steps(), listener);
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
    used.models().close();
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
    Drawing drawing = Drawing.of(samples, used.config().sample(), used.parts());
    return drawing.draw(used.drawer(drawing.seeds()), listener);
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
    Drawing drawing = Drawing.of(samples, used.config().sample(), used.parts());
    return new DrawingFiles(drawing).write(used.drawer(drawing.seeds()), into, outputs, listener);
  }

  /**
   * Draws samples, and lets another run's model make its own of each: a cascade.
   *
   * @param next a run whose model goes by images of this one's size
   * @param into the folder of the other's samples, made where it is not there
   * @return the files and folders written
   * @throws RunException if the other does not go by images, or by others than these
   */
  public List<Path> sample(
      Samples samples, Run next, Path into, Set<Output> outputs, RunListener listener)
      throws IOException {
    Drawing drawing = Drawing.of(samples, used.config().sample(), used.parts());
    new Cascade(assembly(), next.assembly());
    Batch drawn =
        WrittenValues.of(assembly().data(), drawing.rows(used.drawer(drawing.seeds()), listener));
    Drawing then = drawing.then(drawn, next.used.config().sample(), next.used.parts());
    return new DrawingFiles(then).write(next.used.drawer(then.seeds()), into, outputs, listener);
  }

  /**
   * Draws samples and writes one file to a stream, which stays open.
   *
   * @param output {@link Output#GRID}, or a format that holds all samples
   * @throws RunException if there is no checkpoint yet, or no such class, or the output is not one
   *     file
   */
  public void sample(Samples samples, OutputStream to, Output output, RunListener listener)
      throws IOException {
    Drawing drawing = Drawing.of(samples, used.config().sample(), used.parts());
    new DrawingFiles(drawing).write(used.drawer(drawing.seeds()), to, output, listener);
  }

  /** Where samples go that nobody wants elsewhere. */
  public Path samples() {
    return used.folder().samples();
  }

  /**
   * Takes the measures of the config: of the model on the test split, and of samples that are drawn
   * for them. Where some cannot be taken, what the others found is kept as by {@link #keep}, or is
   * told in the exception's message.
   *
   * @throws RunException if there is no checkpoint yet
   * @throws org.tweedie.engine.config.ConfigException if a measure cannot be taken of this model
   */
  public Readings measure(RunListener listener) throws IOException {
    return RunMeasures.of(used)
        .take(
            used.config(),
            used.parts(),
            used.parts().data(),
            Optional.empty(),
            Optional.empty(),
            this::keepInPart,
            listener);
  }

  /** Keeps the readings that there are, and says where. */
  private String keepInPart(Measurement some) {
    try {
      return keep(some).isEmpty()
          ? Attempt.words(some)
          : "What the other measures found is in %s.".formatted(readings());
    } catch (IOException unwritable) {
      return Attempt.words(some);
    }
  }

  /**
   * Takes the measures of the config against other data of the same shape.
   *
   * @throws RunException if there is no checkpoint yet, or the data are of another shape
   */
  public Readings measure(DataSource against, RunListener listener) throws IOException {
    return RunMeasures.of(used)
        .take(
            used.config(),
            used.parts(),
            against,
            Optional.empty(),
            Optional.empty(),
            Attempt::words,
            listener);
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
    RunConfig other = used.config().with(Kinds.MEASURES.key(), List.of(measures));
    try (Assembled made =
        Assembler.assembleFor(other, used.parts().data(), other.registry(), used.folder())) {
      return RunMeasures.of(used)
          .take(
              other,
              made,
              used.parts().data(),
              Optional.empty(),
              Optional.empty(),
              Attempt::words,
              RunListener.silent())
          .readings();
    }
  }

  /**
   * Keeps what was measured in the folder, where it is what the run's own config says of its newest
   * checkpoint; measured in another way it would not be what the files are taken for.
   *
   * @return the files that were written; empty where it is not kept
   */
  public List<Path> keep(Readings found) throws IOException {
    return keep(found.measurement());
  }

  private List<Path> keep(Measurement found) throws IOException {
    return isOwn && found.step() == step() ? RunMeasures.of(used).keep(found) : List.of();
  }

  /** The file that keeps likelihoods with their protocols, if the config measures any. */
  public Path evaluation() {
    return used.folder().evaluation();
  }

  /** The file that keeps all that the config's measures found. */
  public Path readings() {
    return used.folder().readings();
  }

  /** The newest checkpoint's file. */
  public Path checkpoint() throws IOException {
    return used.folder().checkpoints().path(used.models().step());
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
    RunConfig wanted = used.config().with("evaluate.weights", ChosenWeights.ofWidth(width).text());
    return new PostHoc(used.folder(), wanted.train()).write(width, used.models().step());
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
    return sample(Samples.asConfigured(), used.folder().samples(), Set.of(Output.GRID), listener);
  }

  /** Its samples and measures as several processes have them, each a part. */
  public RunPieces pieces() {
    return new RunPieces(used);
  }

  /** Its samples as several people ask for them at a time. */
  public RunRequests requests() {
    return new RunRequests(used);
  }

  /** What its model does with single images. */
  public RunImages images() {
    return new RunImages(used);
  }

  /** Its model as a codec of images. */
  public RunCodec codec() {
    return new RunCodec(used);
  }

  /** Its network as files of other programs. */
  public RunExport export() {
    return new RunExport(used);
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
    return new VarianceComparison(used, others, draws).write(plot, listener);
  }

  /** Gives back TensorFlow's memory. */
  @Override
  public void close() {
    if (!borrowed) {
      used.models().close();
    }
    used.parts().close();
  }
}
