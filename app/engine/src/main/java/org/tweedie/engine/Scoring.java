package org.tweedie.engine;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.DataSource;
import org.tweedie.api.measure.Reading;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.engine.config.Choice;
import org.tweedie.engine.config.FilledComponents;
import org.tweedie.engine.config.Layer;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.data.SampleReader;
import org.tweedie.engine.inspection.Inspector;
import org.tweedie.engine.measuring.Measuring;
import org.tweedie.engine.measuring.ScoreReport;
import org.tweedie.engine.plugin.ComponentType;
import org.tweedie.engine.plugin.Registry;
import org.tweedie.engine.problem.Location;
import org.tweedie.engine.problem.RunException;
import org.tweedie.engine.progress.Report;
import org.tweedie.engine.progress.RunListener;
import org.tweedie.engine.run.Assembler;
import org.tweedie.engine.run.Checkpoint;
import org.tweedie.engine.run.MeasuresBesideData;
import org.tweedie.engine.run.RunFolder;

/**
 * Compares samples with data: those of a run's model, or from files.
 *
 * @param measures what to measure, by name or as maps with a {@code type} and options; empty for
 *     what is usual of such data
 * @param split the examples to compare with, {@code test} or {@code train}
 * @param examples at most so many of them
 * @param classifier the run of a classifier on whose log probabilities to compare
 * @param count how many samples a run draws; empty for as many as there are examples
 */
public record Scoring(
    List<Object> measures,
    String split,
    int examples,
    Optional<String> classifier,
    OptionalInt count) {

  /** With fewer samples or examples nothing can be measured. */
  public static final int FEWEST = 20;

  private static final String COMMAND = "score";
  private static final String COST = COMMAND + "-cost";
  private static final Location SAID = Location.of("--measure");

  /** Copies. */
  public Scoring {
    measures = List.copyOf(measures);
  }

  /** Whether a file or folder may hold samples. */
  public static boolean canRead(Path samples) throws IOException {
    return SampleReader.canRead(samples);
  }

  /**
   * Scores samples that a run's model draws.
   *
   * @param changes makes the config to draw with of the run's own
   * @param against other data than the run's, as the {@code data} of a config
   */
  public Report ofRun(
      Tweedie tweedie,
      Path run,
      UnaryOperator<RunConfig> changes,
      Optional<RunConfig> against,
      RunListener listener)
      throws IOException {
    RunConfig own = changes.apply(tweedie.config(run));
    RunConfig data = against.orElse(own);
    DataSource source = Assembler.data(data);
    Taking taking =
        opened ->
            Optional.of(
                against.isPresent() ? opened.measure(source, listener) : opened.measure(listener));
    return ofRun(tweedie, run, own, data, source, taking).orElseThrow();
  }

  /** What takes a run's measures. */
  public interface Taking {

    /** The readings of the run's config; empty where they were not taken. */
    Optional<Readings> of(Run run) throws IOException;
  }

  /**
   * The same against the run's own data, by somebody who takes its measures.
   *
   * @return empty where they were not taken
   */
  public Optional<Report> ofRun(
      Tweedie tweedie, Path run, UnaryOperator<RunConfig> changes, Taking taking)
      throws IOException {
    RunConfig own = changes.apply(tweedie.config(run));
    return ofRun(tweedie, run, own, own, Assembler.data(own), taking);
  }

  private Optional<Report> ofRun(
      Tweedie tweedie, Path run, RunConfig own, RunConfig data, DataSource source, Taking taking)
      throws IOException {
    RunConfig config =
        own.with(settings(wanted(source.description(), tweedie.components()), source));
    try (Run opened = tweedie.open(run, any -> config)) {
      Optional<Readings> found = taking.of(opened);
      if (found.isEmpty()) {
        return Optional.empty();
      }
      ScoreReport report =
          report(
              found.get().readings(),
              drawnBy(run, found.get().step(), "seed " + config.sample().seed()),
              config.evaluate().samples(),
              data,
              source);
      return Optional.of(Report.of(report.text(), report.json()));
    }
  }

  /**
   * Scores samples from files.
   *
   * @param samples a folder or zip file of images, or a table of points
   * @param against what they should be like, as the {@code data} of a config
   */
  public Report ofFiles(Tweedie tweedie, Path samples, RunConfig against, RunListener listener)
      throws IOException {
    DataSource source = Assembler.data(against);
    SampleReader.Samples read = new SampleReader(source.description()).read(samples);
    List<Choice> choices =
        against
            .with(Kinds.MEASURES.key(), wanted(source.description(), tweedie.components()), SAID)
            .components(Kinds.MEASURES);
    try (MeasuresBesideData made = MeasuresBesideData.of(choices, source, tweedie.components())) {
      List<Reading> readings =
          Measuring.take(choices, made, source, read.samples(), read.classes(), listener);
      ScoreReport report =
          report(readings, named(samples, read), read.samples().count(), against, source);
      return Report.of(report.text(), report.json());
    }
  }

  /**
   * What a study does that scores a run over some options, of all that the options do not change.
   *
   * @param settings what is laid over the run's config
   * @param cost the measure of what a sample costs, which comes beside those that were asked for
   * @param seed of the run's samples
   * @param heading what is compared with what, as reports of scores say it
   */
  public record Sweep(
      List<Layer> settings, ComponentType cost, long seed, UnaryOperator<String> heading) {}

  /**
   * The same for a study.
   *
   * @param config of the run, with what is the same in all trials
   * @param against other data than the run's, as the {@code data} of a config
   * @throws RunException if there is no checkpoint yet, or the run's model knows other data
   */
  public Sweep sweep(Path run, RunConfig config, Optional<RunConfig> against) throws IOException {
    DataSource source = Assembler.data(against.orElse(config));
    against.ifPresent(other -> checkAlike(Assembler.data(config), source));
    Registry registry = config.registry();
    ComponentType cost = registry.suggested(COST, Kinds.MEASURES).get(0);
    List<Object> wanted = new ArrayList<>(wanted(source.description(), registry));
    RunConfig measured = config.with(settings(wanted, source));
    if (measured.components(Kinds.MEASURES).stream().noneMatch(it -> it.type().equals(cost))) {
      wanted.add(registry.reference(cost));
    }
    List<Layer> settings = new ArrayList<>(settings(wanted, source));
    against.ifPresent(
        other ->
            settings.add(
                Layer.of(Kinds.DATA.key(), other.component(Kinds.DATA), Location.of("--against"))));
    long step = new Inspector(Optional.of(run)).network().orElseThrow().step();
    return new Sweep(
        settings,
        cost,
        config.sample().seed(),
        seeds ->
            report(
                    List.of(),
                    drawnBy(run, step, seeds),
                    measured.evaluate().samples(),
                    against.orElse(config),
                    source)
                .heading());
  }

  /** A study's trials have the data that are measured against for their own. */
  private static void checkAlike(DataSource own, DataSource other) {
    DataDescription ours = own.description();
    DataDescription theirs = other.description();
    if (!ours.shape().equals(theirs.shape())) {
      throw new RunException(
          "The run's samples are %s, and the data are %s.".formatted(ours.shape(), theirs.shape()));
    }
    if (!Checkpoint.words(ours).equals(Checkpoint.words(theirs))) {
      throw new RunException(
          "The run's data are %s, and those to compare with %s: --over takes data of as many levels and classes. Without --over any data of that shape will do."
              .formatted(Checkpoint.words(ours), Checkpoint.words(theirs)));
    }
  }

  /**
   * Of the newest checkpoint, which is what measures open; a run elsewhere is told as it is named.
   */
  private static String words(String classifier) {
    String step;
    try {
      step =
          new RunFolder(Path.of(classifier))
              .checkpoints()
              .latest()
              .map(newest -> ", step %,d".formatted(newest))
              .orElse("");
    } catch (IOException | InvalidPathException unreadable) {
      step = "";
    }
    return "log probabilities by the classifier of " + classifier + step;
  }

  private static String named(Path samples, SampleReader.Samples read) {
    return read.left() == 0
        ? samples.toString()
        : "%s without the %d of its files that look like pictures and are no PNG or JPEG"
            .formatted(samples, read.left());
  }

  private static String drawnBy(Path run, long step, String seeds) {
    return "drawn by the model of %s, step %,d, %s".formatted(run, step, seeds);
  }

  private List<Layer> settings(List<Object> wanted, DataSource source) {
    return List.of(
        Layer.of(Kinds.MEASURES.key(), wanted, SAID),
        Layer.of("evaluate.samples", count.orElse(compared(source)), Location.of("--count")));
  }

  private List<Object> wanted(DataDescription data, Registry registry) {
    List<Object> chosen = new ArrayList<>(measures);
    if (chosen.isEmpty()) {
      List<ComponentType> usual = new ArrayList<>(registry.suggested(COMMAND, Kinds.MEASURES));
      if (data.shape().equals(DataShape.point(2))) {
        usual.addAll(registry.suggested(COMMAND + "-in-the-plane", Kinds.MEASURES));
      }
      usual.stream().map(registry::reference).forEach(chosen::add);
    }
    Map<String, Object> options = new LinkedHashMap<>();
    options.put("split", split);
    options.put("examples", examples);
    classifier.ifPresent(run -> options.put("classifier", run));
    return FilledComponents.of(Kinds.MEASURES, chosen, options, registry, SAID);
  }

  private int compared(DataSource data) {
    return Math.min(examples, (split.equals("test") ? data.test() : data.train()).size());
  }

  private ScoreReport report(
      List<Reading> readings, String words, int samples, RunConfig data, DataSource source) {
    DataDescription description = source.description();
    String own = description.shape().isImage() ? "pixels" : "coordinates";
    return new ScoreReport(
        readings,
        words,
        samples,
        data.component(Kinds.DATA).reference(),
        split,
        compared(source),
        classifier.map(Scoring::words).orElse(own),
        classifier.isPresent() ? description.classes().size() : description.shape().size());
  }
}
