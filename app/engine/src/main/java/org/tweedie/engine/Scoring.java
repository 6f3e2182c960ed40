package org.tweedie.engine;

import java.io.IOException;
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
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.data.SampleReader;
import org.tweedie.engine.measuring.Measurement;
import org.tweedie.engine.measuring.Measuring;
import org.tweedie.engine.measuring.ScoreReport;
import org.tweedie.engine.plugin.ComponentType;
import org.tweedie.engine.plugin.Registry;
import org.tweedie.engine.problem.Location;
import org.tweedie.engine.run.Assembler;
import org.tweedie.engine.run.MeasuresBesideData;

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
  private static final Location SAID = Location.of("--measure");

  /** Copies. */
  public Scoring {
    measures = List.copyOf(measures);
  }

  /**
   * What a run's samples score, and what each of them cost.
   *
   * @param report the scores
   * @param evaluations predictions of the network for a sample
   */
  public record Scored(ScoreReport report, double evaluations) {}

  /**
   * Scores samples that a run's model draws.
   *
   * @param changes makes the config to draw with of the run's own
   * @param against other data than the run's, as the {@code data} of a config
   */
  public Scored ofRun(
      Tweedie tweedie,
      Path run,
      UnaryOperator<RunConfig> changes,
      Optional<RunConfig> against,
      RunListener listener)
      throws IOException {
    RunConfig own = changes.apply(tweedie.config(run));
    RunConfig data = against.orElse(own);
    DataSource source = Assembler.data(data);
    int compared = compared(source);
    List<Object> wanted = new ArrayList<>(wanted(source.description(), tweedie.components()));
    tweedie.components().suggested(COMMAND + "-cost", Kinds.MEASURES).stream()
        .map(tweedie.components()::reference)
        .forEach(wanted::add);
    RunConfig config =
        own.with(Kinds.MEASURES.key(), wanted, SAID)
            .with("evaluate.samples", count.orElse(compared));
    try (Run opened = tweedie.open(run, any -> config)) {
      Measurement found =
          against.isPresent() ? opened.measure(source, listener) : opened.measure(listener);
      List<Reading> readings = found.readings();
      Reading cost = readings.get(readings.size() - 1);
      String words =
          "drawn by the model of %s, step %,d, seed %d"
              .formatted(run, found.step(), config.sample().seed());
      return new Scored(
          report(
              readings.subList(0, readings.size() - 1),
              words,
              config.evaluate().samples(),
              data,
              source),
          cost.value());
    }
  }

  /**
   * Scores samples from files.
   *
   * @param samples a folder or zip file of images, or a table of points
   * @param against what they should be like, as the {@code data} of a config
   */
  public ScoreReport ofFiles(Tweedie tweedie, Path samples, RunConfig against, RunListener listener)
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
      return report(readings, samples.toString(), read.samples().count(), against, source);
    }
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
        classifier.map(run -> "log probabilities by the classifier of " + run).orElse(own),
        classifier.isPresent() ? description.classes().size() : description.shape().size());
  }
}
