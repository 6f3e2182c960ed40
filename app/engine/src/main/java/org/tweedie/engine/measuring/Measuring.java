package org.tweedie.engine.measuring;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tweedie.api.data.DataSource;
import org.tweedie.api.data.Levels;
import org.tweedie.api.measure.Measure;
import org.tweedie.api.measure.Measured;
import org.tweedie.api.measure.Reading;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.engine.config.Choice;
import org.tweedie.engine.config.ChosenWeights;
import org.tweedie.engine.config.ConfigException;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.config.YamlWriter;
import org.tweedie.engine.likelihood.EvaluationReport;
import org.tweedie.engine.likelihood.LikelihoodMeasure;
import org.tweedie.engine.likelihood.LikelihoodReport;
import org.tweedie.engine.likelihood.SharedBatches;
import org.tweedie.engine.plugin.ComponentType;
import org.tweedie.engine.plugin.PluginCode;
import org.tweedie.engine.problem.ComponentFailure;
import org.tweedie.engine.problem.ModelFailure;
import org.tweedie.engine.problem.Problem;
import org.tweedie.engine.progress.Progress;
import org.tweedie.engine.run.Assembled;
import org.tweedie.engine.run.MeasuresBesideData;

/** Takes the measures of a config, of a run's model or of samples from files. */
public final class Measuring {

  private final List<Choice> choices;
  private final List<Measure> measures;
  private final List<Reading> readings = new ArrayList<>();
  private final List<String> by = new ArrayList<>();
  private final List<LikelihoodReport> likelihoods = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final Unmeasured unmeasured = new Unmeasured();
  private final String subject;
  private final Optional<SharedBatches> shared;

  /** How many samples are drawn of a run that is used as a config says. */
  public static int samples(RunConfig config, Assembled parts) {
    return looksAtSamples(parts)
        ? config.evaluate().drawn(parts.data().test().size())
        : config.sample().count();
  }

  /** Whether any of a config's measures looks at samples. */
  public static boolean looksAtSamples(Assembled parts) {
    return parts.components().all(Kinds.MEASURES).stream()
        .anyMatch(measure -> measure.subject() == Measure.Subject.SAMPLES);
  }

  /**
   * With nothing measured yet.
   *
   * @param subject what is measured, as the end of a sentence
   */
  private Measuring(
      List<Choice> choices,
      List<Measure> measures,
      String subject,
      Optional<SharedBatches> shared) {
    this.choices = choices;
    this.measures = measures;
    this.subject = subject;
    this.shared = shared;
  }

  /** Of how many held-out examples a config's likelihoods are taken one by one; may be 0. */
  public static int separate(Assembled parts) {
    return parts.components().all(Kinds.MEASURES).stream()
        .mapToInt(measure -> separate(measure, parts.data()))
        .max()
        .orElse(0);
  }

  private static int separate(Measure measure, DataSource data) {
    return measure instanceof LikelihoodMeasure likelihood ? likelihood.separate(data) : 0;
  }

  /**
   * Takes what one process does of the likelihoods of a config.
   *
   * @param batches keeps what was found
   */
  public static void keep(
      RunConfig config,
      Assembled parts,
      Models models,
      SharedBatches batches,
      Progress.Display display) {
    List<Choice> choices = config.components(Kinds.MEASURES);
    List<Measure> measures = parts.components().all(Kinds.MEASURES);
    Measuring measuring =
        new Measuring(choices, measures, "a part of the examples", Optional.of(batches));
    try (Shown shown = new Shown(display)) {
      Measured measured =
          new MeasuredRun(
              models, parts.assembly(), parts.data(), config.sample(), 0, Optional.empty(), shown);
      for (int i = 0; i < measures.size(); i++) {
        if (separate(measures.get(i), parts.data()) > 0) {
          measuring.kept(i, measures.get(i), measured);
        }
      }
    }
  }

  private void kept(int index, Measure measure, Measured measured) {
    try {
      taken(index, measure, measured);
    } catch (SharedBatches.Kept done) {
      return;
    }
    throw new IllegalStateException(measure + " was taken as a whole");
  }

  /**
   * Takes all measures of a run's config. Samples are drawn once for all of them, if any asks.
   *
   * @param config the config
   * @param parts its components
   * @param against what is measured against; the run's own data unless there are others
   * @param models who is looked at, and who draws
   * @param step the checkpoint's step
   * @param display where progress is shown
   * @throws ConfigException if a measure cannot be taken of this model or of these samples
   * @throws ComponentFailure if a plugin's measure gives what is infinite
   * @throws ModelFailure if one of the program's own does
   */
  public static Measurement take(
      RunConfig config,
      Assembled parts,
      DataSource against,
      Models models,
      long step,
      Progress.Display display) {
    return attempt(
            config, parts, against, models, step, Optional.empty(), Optional.empty(), display)
        .whole(Attempt::words);
  }

  /**
   * The same of samples that may have been drawn before, whatever becomes of single measures: those
   * that follow one that cannot be taken are taken too.
   *
   * @param given the samples; empty where they are drawn, if any measure asks for them
   * @param shared what others did of likelihoods; empty where nobody did
   */
  public static Attempt attempt(
      RunConfig config,
      Assembled parts,
      DataSource against,
      Models models,
      long step,
      Optional<DrawnSamples> given,
      Optional<SharedBatches> shared,
      Progress.Display display) {
    if (against.equals(parts.data())) {
      // Before samples are drawn for measures that find out later.
      parts.needsExamples();
    }
    Measuring measuring =
        new Measuring(
            config.components(Kinds.MEASURES),
            parts.components().all(Kinds.MEASURES),
            Attempt.subject(step),
            shared);
    int count = config.evaluate().drawn(against.test().size());
    boolean conditional = !parts.assembly().told().isEmpty();
    try (Shown shown = new Shown(display)) {
      MeasuredRun measured =
          new MeasuredRun(models, parts.assembly(), against, config.sample(), count, given, shown);
      measuring.take(measured);
      return new Attempt(
          new Measurement(
              step,
              config.evaluate().chosenWeights().in(config).inFiles(),
              measuring.readings,
              measuring.by,
              measuring.notes,
              measuring.evaluation(
                  config,
                  conditional,
                  step,
                  parts.assembly().data().levels().map(Levels::count).orElse(0)),
              measured.drawn() == 0
                  ? Optional.empty()
                  : Optional.of(drawn(config, measured.drawn()))),
          measuring.unmeasured);
    }
  }

  /**
   * Takes measures of samples from files.
   *
   * @param choices the measures
   * @param made the same, made for these data
   * @param data what is measured against
   * @param samples the samples in the model's scale
   * @param conditions the class of each, where it is known
   * @param display where progress is shown
   * @throws ConfigException if a measure cannot be taken of samples without a model, or of these
   */
  public static List<Reading> take(
      List<Choice> choices,
      MeasuresBesideData made,
      DataSource data,
      Batch samples,
      Condition conditions,
      Progress.Display display) {
    Measuring measuring =
        new Measuring(choices, made.measures(), "samples from files", Optional.empty());
    try (Shown shown = new Shown(display)) {
      measuring.take(new GivenSamples(data, samples, conditions, shown));
    }
    if (!measuring.unmeasured.isEmpty()) {
      throw measuring.unmeasured.all(
          measuring.subject,
          Optional.of(measuring.readings)
              .filter(some -> !some.isEmpty())
              .map(some -> "The other measures found:\n" + ReadingsTable.text(some)));
    }
    return measuring.readings;
  }

  private void take(Measured measured) {
    for (int i = 0; i < measures.size(); i++) {
      try {
        List<Reading> taken = checked(i, measured);
        String line = YamlWriter.line(choices.get(i));
        taken.forEach(reading -> by.add(line));
        readings.addAll(taken);
      } catch (ConfigException | ComponentFailure | ModelFailure failure) {
        unmeasured.add(failure);
      }
    }
  }

  private List<Reading> checked(int index, Measured measured) {
    Measure measure = measures.get(index);
    List<Reading> taken = taken(index, measure, measured);
    List<String> keys = taken.stream().map(Reading::key).toList();
    if (!keys.equals(measure.keys())) {
      throw refused(
          index,
          "broken-component",
          "It says that it gives %s, and gave %s.".formatted(measure.keys(), keys),
          "Please leave it out, and tell its author.");
    }
    for (Reading reading : taken) {
      lookAt(choices.get(index), reading);
    }
    return taken;
  }

  /**
   * A value may be undefined, which is noted; what is infinite stands for nothing that could be
   * compared, averaged or written to a file.
   */
  private void lookAt(Choice choice, Reading reading) {
    ComponentType type = choice.type();
    Optional<String> wrong = wrong(reading);
    if (wrong.isPresent() && PluginCode.isIn(type.type())) {
      throw ComponentFailure.answered(type.who(), "of", "gives " + wrong.get());
    } else if (wrong.isPresent()) {
      throw new ModelFailure(
          "The measure '%s' gives %s.\nA model that has diverged, or has hardly been trained, is measured so. Please choose another checkpoint, or leave the measure out."
              .formatted(choice.reference(), wrong.get()));
    }
    if (Double.isNaN(reading.value())) {
      notes.add(
          "%s gave no number for '%s' of %s: its method 'of' says that it is not defined there (NaN)."
              .formatted(type.who(), reading.key(), subject));
    }
  }

  private static Optional<String> wrong(Reading reading) {
    double error = reading.standardError();
    if (Double.isInfinite(reading.value())) {
      return Optional.of("the reading '%s' = %s".formatted(reading.key(), reading.value()));
    } else if (Double.isInfinite(error) || error < 0) {
      return Optional.of(
          "the reading '%s' with the standard error %s".formatted(reading.key(), error));
    } else if (Double.isInfinite(reading.reference())) {
      return Optional.of(
          "the reading '%s' with the reference %s".formatted(reading.key(), reading.reference()));
    }
    double[] examples = reading.examples();
    for (int i = 0; i < examples.length; i++) {
      if (!Double.isFinite(examples[i])) {
        return Optional.of(
            "the reading '%s' with the value %s of its example %d"
                .formatted(reading.key(), examples[i], i));
      }
    }
    return Optional.empty();
  }

  private List<Reading> taken(int index, Measure measure, Measured measured) {
    Measured allowed =
        measure.subject() == Measure.Subject.WEIGHTS
            ? new WeightsAlone(
                measured, shared.filter(any -> separate(measure, measured.data()) > 0))
            : measured;
    try {
      if (measure instanceof LikelihoodMeasure likelihood) {
        LikelihoodReport report = likelihood.report(allowed);
        likelihoods.add(report);
        return report.readings();
      }
      return measure.of(allowed);
    } catch (IllegalArgumentException refused) {
      throw refused(index, "cannot-measure", String.valueOf(refused.getMessage()));
    }
  }

  private ConfigException refused(int index, String code, String... lines) {
    Choice choice = choices.get(index);
    String path = Kinds.MEASURES.key() + (choices.size() > 1 ? "." + index : "");
    List<String> all = new ArrayList<>(List.of(lines));
    all.set(0, "The measure '%s': %s".formatted(choice.reference(), lines[0]));
    return new ConfigException(List.of(new Problem(code, choice.location(), path, all)));
  }

  private Optional<EvaluationReport> evaluation(
      RunConfig config, boolean conditional, long step, int levels) {
    return likelihoods.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new EvaluationReport(
                likelihoods,
                "test",
                step,
                config.evaluate().chosenWeights().in(config).inFiles(),
                conditional,
                levels));
  }

  private static Measurement.Drawn drawn(RunConfig config, int count) {
    ChosenWeights weights = config.sample().chosenWeights().in(config);
    return new Measurement.Drawn(
        count,
        config.sample().seed(),
        !weights.isPlain(),
        Optional.of(weights.inFiles()).filter(word -> !List.of("ema", "plain").contains(word)),
        config.components(Kinds.SAMPLER).stream()
            .map(YamlWriter::line)
            .findFirst()
            .orElseGet(() -> YamlWriter.line(config.component(Kinds.MODEL))),
        config.components(Kinds.GUIDANCE).stream().map(YamlWriter::line).toList());
  }
}
