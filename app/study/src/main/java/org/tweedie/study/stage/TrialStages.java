package org.tweedie.study.stage;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.plugin.ComponentType;

/**
 * The stages of one trial. Its samples and measurements are others after other numbers of steps.
 * Safe for many threads.
 */
public final class TrialStages {

  /** What is measured, and what a measurement depends on beside what it measures. */
  record Measurement(RunConfig config, String text, boolean ofSamples, List<String> keys) {}

  private final RunConfig config;
  private final Stage training;
  private final String sampling;
  private final List<Measurement> measurements;
  private final Map<String, String> software;
  private final Map<String, String> inputs;
  private final int testExamples;
  private final int samples;
  private final Map<Long, List<Stage>> bySteps = new ConcurrentHashMap<>();

  TrialStages(
      RunConfig config,
      Stage training,
      String sampling,
      List<Measurement> measurements,
      Map<String, String> software,
      Map<String, String> inputs,
      int testExamples,
      int samples) {
    this.config = config;
    this.training = training;
    this.sampling = sampling;
    this.measurements = List.copyOf(measurements);
    this.software = Collections.unmodifiableMap(new TreeMap<>(software));
    this.inputs = Collections.unmodifiableMap(new TreeMap<>(inputs));
    this.testExamples = testExamples;
    this.samples = samples;
  }

  /** A name for all of them, at the end of training. */
  public String id() {
    return id(at(steps()).stream().map(Stage::id).toList());
  }

  /** The name of a trial with such stages at its end. */
  public static String id(List<StageId> stages) {
    return StageKeys.hash(stages.toString());
  }

  /** What the trial runs, with every default stated. */
  public RunConfig config() {
    return config;
  }

  /** Its training, which is done for it where the study takes a run's network. */
  public Stage training() {
    return training;
  }

  /** How many steps it trains in all. */
  public long steps() {
    return training.step();
  }

  /** What calculates it: the program and plugins, with versions and hashes. */
  public Map<String, String> software() {
    return software;
  }

  /** What it reads: data, other runs, images, with hashes. */
  public Map<String, String> inputs() {
    return inputs;
  }

  /** How many held-out examples its data have. */
  public int testExamples() {
    return testExamples;
  }

  /** How many samples are drawn. */
  public int samples() {
    return samples;
  }

  /** The keys of the readings of a measure that the trial takes; empty where it takes none such. */
  public List<String> keys(ComponentType measure) {
    return measurements.stream()
        .filter(it -> it.config().component(Kinds.MEASURES).type().equals(measure))
        .findFirst()
        .map(Measurement::keys)
        .orElse(List.of());
  }

  /** All stages after so many steps of training, each after those that it needs. */
  public List<Stage> at(long step) {
    return bySteps.computeIfAbsent(step, this::make);
  }

  /** Whether a stage is among those that were asked for. */
  public boolean contains(StageId stage) {
    return bySteps.values().stream().flatMap(List::stream).anyMatch(own -> own.id().equals(stage));
  }

  private List<Stage> make(long step) {
    List<Stage> stages = new ArrayList<>();
    StageId network = training.id();
    stages.add(new Stage(network, config, step, Optional.empty()));
    String after = network + " after " + step;
    Stage samples =
        new Stage(
            new StageId(Phase.SAMPLE, StageKeys.hash(after + "\n" + sampling)),
            config,
            step,
            Optional.of(network));
    stages.add(samples);
    for (Measurement measurement : measurements) {
      String of = measurement.ofSamples() ? samples.id().toString() : after;
      stages.add(
          new Stage(
              new StageId(Phase.MEASURE, StageKeys.hash(of + "\n" + measurement.text())),
              measurement.config(),
              step,
              Optional.of(measurement.ofSamples() ? samples.id() : network)));
    }
    return List.copyOf(stages);
  }
}
