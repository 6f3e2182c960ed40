package org.tweedie.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.tweedie.engine.Scoring;
import org.tweedie.engine.config.Layer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options that say what samples are compared with, and how. */
final class ScoreOptions {

  /** The examples to be compared grow quadratically in cost. */
  private static final String MOST = "5000";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--against",
      paramLabel = "DATA",
      description =
          "What the samples should be like: a data source by name, as in digits, or with options, as"
              + " in '{type: points, shape: rings}' (default: the data that the run was trained on).")
  private Optional<String> against = Optional.empty();

  @Option(
      names = "--split",
      paramLabel = "SPLIT",
      description = "The examples to compare with: test or train (default: test).")
  private Split split = Split.TEST;

  /** Examples of data. */
  private enum Split {
    TEST,
    TRAIN
  }

  @Option(
      names = "--count",
      paramLabel = "N",
      description =
          "How many samples the model of a run draws (default: as many as there are examples).")
  private Optional<Integer> count = Optional.empty();

  @Option(
      names = "--examples",
      paramLabel = "N",
      defaultValue = MOST,
      description =
          "At most so many examples of the data, chosen by chance (default: ${DEFAULT-VALUE}).")
  private int examples;

  @Option(
      names = "--features",
      paramLabel = "RUN",
      description =
          "The folder of a classifier that 'tweedie train-classifier' wrote: compare its log"
              + " probabilities of the classes, and not the pixels or coordinates themselves.")
  private Optional<Path> features = Optional.empty();

  @Option(
      names = "--measure",
      paramLabel = "MEASURE",
      completionCandidates = Candidates.MeasureNames.class,
      description =
          "What to measure instead of the usual: a measure by name, as in memorisation, or with"
              + " options, as in '{type: precision-recall, neighbours: 5}'; may be given several"
              + " times.")
  private List<String> measures = new ArrayList<>();

  /** The data that are named, as YAML. */
  Optional<String> against() {
    return against;
  }

  /** Whether it is said how many samples a model draws. */
  boolean isCounted() {
    return count.isPresent();
  }

  /** What they say, checked. */
  Scoring scoring() {
    if (examples < Scoring.FEWEST || count.orElse(Scoring.FEWEST) < Scoring.FEWEST) {
      throw Console.of(command)
          .wrong("--count and --examples are %d or more.".formatted(Scoring.FEWEST));
    }
    List<Object> wanted = new ArrayList<>();
    measures.forEach(text -> wanted.add(Layer.value("--measure " + text, text)));
    return new Scoring(
        wanted,
        split.name().toLowerCase(Locale.ROOT),
        examples,
        features.map(Path::toString),
        count.map(OptionalInt::of).orElse(OptionalInt.empty()));
  }
}
