package org.tweedie.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.tweedie.api.plugin.Kind;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.file.AtomicFile;
import org.tweedie.engine.run.Assembler;
import org.tweedie.engine.run.RunFolder;

/**
 * How long trials take: as long as those alike took that are done; else as a brief trial of a few
 * steps, little measuring and few samples tells, one for all that are alike. Used by one thread.
 */
public final class Calibration {

  /** Steps of the brief trial; the rate is taken of the last half, when the caches are warm. */
  private static final int STEPS = 16;

  private static final int LOG_EVERY = 8;

  /** A step is a pass through the network forwards and about two backwards. */
  private static final double PASSES_A_STEP = 3;

  private static final long PAUSE_MILLIS = 20;

  /**
   * What a brief trial took, in seconds.
   *
   * @param start until the first step
   * @param step each step
   * @param measuring of some predictions, and its beginning
   * @param predictions how many these are
   * @param sampling of some samples
   * @param samples how many these are
   */
  private record Brief(
      double start,
      double step,
      double measuring,
      double predictions,
      double sampling,
      double samples) {

    double seconds(RunConfig config, int testExamples) {
      double prediction = step / config.train().batch() / PASSES_A_STEP;
      double opening = Math.max(0, measuring - predictions * prediction);
      int limit = config.evaluate().examples();
      double all = (limit == 0 ? testExamples : Math.min(limit, testExamples));
      double drawing = Math.max(0, sampling - opening) / samples * config.sample().count();
      return start
          + step * config.train().steps()
          + opening
          + prediction * all * draws(config)
          + opening
          + drawing;
    }
  }

  private final Launcher launcher;
  private final int threads;
  private final Map<Object, Brief> briefs = new HashMap<>();
  private final Map<Object, List<Double>> done = new HashMap<>();
  private final Map<Object, Integer> testExamples = new HashMap<>();

  /**
   * Begins.
   *
   * @param folder the study, whose trials that are done tell the time of those to come
   */
  public Calibration(Plan plan, StudyFolder folder, Launcher launcher, int threads)
      throws IOException {
    this.launcher = launcher;
    this.threads = threads;
    for (Trial trial : plan.trials()) {
      folder
          .read(trial.id())
          .filter(TrialRecord::isDone)
          .ifPresent(
              record ->
                  done.computeIfAbsent(alike(trial, true), any -> new ArrayList<>())
                      .add(record.wallSeconds()));
    }
  }

  /** How many brief trials would have to be run for some trials. */
  public long needed(List<Trial> trials) {
    return trials.stream()
        .filter(trial -> !done.containsKey(alike(trial, true)))
        .map(trial -> alike(trial, false))
        .distinct()
        .count();
  }

  /**
   * Seconds that a trial may take; empty where the brief trial failed, as the trial itself then
   * will.
   */
  public OptionalDouble seconds(Trial trial) throws IOException, InterruptedException {
    List<Double> times = done.get(alike(trial, true));
    if (times != null) {
      return times.stream().mapToDouble(Double::doubleValue).average();
    }
    Object key = alike(trial, false);
    if (!briefs.containsKey(key)) {
      briefs.put(key, brief(trial));
    }
    Brief brief = briefs.get(key);
    int examples =
        testExamples.computeIfAbsent(
            trial.config().component(Kinds.DATA),
            any -> Assembler.data(trial.config()).test().size());
    double seconds = brief.seconds(trial.config(), examples);
    return Double.isNaN(seconds) ? OptionalDouble.empty() : OptionalDouble.of(seconds);
  }

  /** What the time of a step depends on; of the whole trial, also how much is done. */
  private static Object alike(Trial trial, boolean whole) {
    RunConfig config = trial.config();
    List<Object> key = new ArrayList<>();
    for (Kind<?> kind : Kinds.all()) {
      key.add(
          kind.equals(Kinds.OBJECTIVE) ? config.component(kind).type() : config.components(kind));
    }
    key.addAll(
        List.of(config.train().batch(), config.train().precision(), config.train().threads()));
    if (whole) {
      key.addAll(List.of(config.train().steps(), config.evaluate(), config.sample()));
    }
    return key;
  }

  private Brief brief(Trial trial) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("tweedie-calibration");
    try {
      return brief(trial.config(), folder);
    } finally {
      delete(folder);
    }
  }

  private Brief brief(RunConfig config, Path folder) throws IOException, InterruptedException {
    Path file = folder.resolve("trial.yaml");
    AtomicFile.write(file, config.toYaml());
    RunFolder run = new RunFolder(folder.resolve("run"));
    int examples = Math.min(config.train().batch(), 32);
    int samples = Math.min(config.sample().count(), config.sample().columns());
    int itsThreads = config.train().threads() > 0 ? config.train().threads() : threads;
    long begin = System.nanoTime();
    Process process =
        launcher.start(
            folder.resolve("lock"),
            folder.resolve("log.txt"),
            List.of(
                "train",
                file.toString(),
                "--run",
                run.path().toString(),
                "--set",
                "train={steps: %d, log-every: %d, checkpoint-every: %d, sample-every: 0, evaluate-every: 0, threads: %d}"
                    .formatted(STEPS, LOG_EVERY, STEPS, itsThreads),
                "--set",
                "evaluate.examples=" + examples,
                "--set",
                "sample.count=" + samples));
    try {
      double trained = Double.NaN;
      double measured = Double.NaN;
      while (!process.waitFor(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
        double now = (System.nanoTime() - begin) / 1e9;
        if (Double.isNaN(trained) && run.checkpoints().latest().isPresent()) {
          trained = now;
        }
        if (Double.isNaN(measured) && Files.exists(run.evaluation())) {
          measured = now;
        }
      }
      double end = (System.nanoTime() - begin) / 1e9;
      double step = 1 / TrialResults.of(run).metrics().getOrDefault("steps_per_second", Double.NaN);
      return new Brief(
          trained - step * STEPS,
          step,
          measured - trained,
          (double) examples * draws(config),
          end - measured,
          samples);
    } finally {
      process.destroyForcibly();
    }
  }

  /** How often the first measure looks at an example: of a bound as often as it draws. */
  private static double draws(RunConfig config) {
    return config.at("measures.draws").map(Double::parseDouble).orElse(1.0);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
