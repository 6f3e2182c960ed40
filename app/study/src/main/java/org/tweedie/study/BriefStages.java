package org.tweedie.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.engine.config.ConfigException;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.study.stage.Job;
import org.tweedie.study.stage.Outcome;
import org.tweedie.study.stage.Phase;
import org.tweedie.study.stage.Signal;
import org.tweedie.study.stage.Stage;
import org.tweedie.study.stage.StageFolder;
import org.tweedie.study.stage.StageId;
import org.tweedie.study.stage.Workers;
import org.tweedie.study.stage.Workers.Worker;

/**
 * The stages of some trials in brief, done by one process: how long they take tells how long the
 * whole ones will. Used by one thread.
 */
final class BriefStages {

  /** Steps of the brief training; the rate is taken of the last half, when the caches are warm. */
  private static final int STEPS = 16;

  private static final int LOG_EVERY = 8;

  /** What the measures of samples need at least, and some more. */
  private static final int FEWEST = 24;

  /** In batches of so many, one more costs about what each of them costs. */
  private static final int ENOUGH = 64;

  private static final int EXAMPLES = 32;
  private static final String ITS_EXAMPLES = "measures.examples";

  private final Plan plan;
  private final Workers workers;
  private final int threads;
  private final List<Trial> trials;
  private final StudyFolder folder;
  private final Map<StageId, Stage> stages = new LinkedHashMap<>();
  private final Map<StageId, RunConfig> configs = new HashMap<>();
  private final Map<StageId, Integer> samples = new HashMap<>();

  BriefStages(Plan plan, Workers workers, int threads, List<Trial> trials, Path folder) {
    this.plan = plan;
    this.workers = workers;
    this.threads = threads;
    this.trials = trials;
    this.folder = new StudyFolder(folder);
    for (Trial trial : trials) {
      for (Stage stage : trial.atEnd()) {
        stages.put(stage.id(), stage);
        samples.put(stage.id(), trial.stages().samples());
      }
    }
  }

  Map<StageId, Double> seconds() throws IOException, InterruptedException {
    // The networks of all take equally long, so one is trained.
    StageId network = trials.get(0).training().id();
    List<Job.Work> works = new ArrayList<>();
    for (Stage stage : stages.values()) {
      if (stage.id().phase() != Phase.TRAIN || stage.id().equals(network)) {
        works.add(work(stage, network));
      }
    }
    Map<StageId, Outcome> outcomes = run(new Job(works, threads));
    Map<StageId, Double> seconds = new HashMap<>();
    for (Stage stage : stages.values()) {
      boolean training = stage.id().phase() == Phase.TRAIN;
      Outcome outcome = outcomes.get(training ? network : stage.id());
      if (training && plan.study().run().isPresent()) {
        seconds.put(stage.id(), 0.0);
      } else if (outcome != null && outcome.isDone()) {
        seconds.put(stage.id(), whole(stage, outcome));
      }
    }
    return seconds;
  }

  private Job.Work work(Stage stage, StageId network) throws IOException {
    StageFolder its = folder.stage(stage.id());
    Files.createDirectories(its.path());
    RunConfig config = brief(stage);
    configs.put(stage.id(), config);
    Files.writeString(its.config(), config.toYaml());
    return new Job.Work(
        stage.id(),
        its.path().toString(),
        plan.study().run().isPresent() ? stage.step() : STEPS,
        plan.study().run().orElseGet(() -> folder.stage(network).path()).toString(),
        stage
            .needs()
            .filter(needed -> needed.phase() == Phase.SAMPLE)
            .map(needed -> folder.stage(needed).path().toString())
            .orElse(""));
  }

  private RunConfig brief(Stage stage) {
    RunConfig config = stage.config();
    RunConfig brief =
        config
            .withDefault(Kinds.STOPPING)
            .with("train.log-every", LOG_EVERY)
            .with("train.checkpoint-every", STEPS)
            .with("train.sample-every", 0)
            .with("train.evaluate-every", 0)
            .with("train.measure-every", 0)
            // Of so few steps there are no snapshots to put an average together of.
            .with("evaluate.weights", "average")
            .with("sample.weights", "average")
            .with(
                "train.threads", config.train().threads() > 0 ? config.train().threads() : threads)
            .with("sample.count", samples(config))
            .with("evaluate.samples", samples(config));
    return stage.id().phase() == Phase.MEASURE ? ofFewer(brief) : brief;
  }

  private int samples(Stage stage) {
    return Objects.requireNonNull(samples.get(stage.id()));
  }

  /** About a batch: one sample alone would take nearly as long. */
  private int samples(RunConfig config) {
    return Math.max(FEWEST, Math.min(ENOUGH, config.sample().batch()));
  }

  /** Most measures can be told to look at fewer examples. */
  private RunConfig ofFewer(RunConfig config) {
    try {
      return config.with(ITS_EXAMPLES, EXAMPLES);
    } catch (ConfigException allOrNothing) {
      return config;
    }
  }

  private Map<StageId, Outcome> run(Job job) throws IOException, InterruptedException {
    BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
    Map<StageId, Outcome> outcomes = new HashMap<>();
    Worker worker = workers.start(job, signals::add);
    try {
      for (Signal signal = signals.take(); !signal.isLast(); signal = signals.take()) {
        if (signal instanceof Signal.Ended ended) {
          outcomes.put(ended.outcome().stage(), ended.outcome());
        }
      }
      return outcomes;
    } catch (InterruptedException e) {
      worker.kill();
      throw e;
    }
  }

  /** What the whole stage takes, by what the brief one took. */
  private double whole(Stage stage, Outcome brief) throws IOException {
    RunConfig config = stage.config();
    double start = brief.total() - brief.work();
    return switch (stage.id().phase()) {
      case TRAIN -> start + training(config, brief);
      case SAMPLE -> start + brief.work() * samples(stage) / samples(config);
      case MEASURE -> start + brief.work() * share(config, stage);
    };
  }

  private double training(RunConfig config, Outcome brief) throws IOException {
    double rate =
        Objects.requireNonNull(
                new Results(folder, plan.study().run())
                    .readings(List.of(brief.stage()), STEPS)
                    .get(Results.RATE))
            .value();
    return Math.max(0, brief.work() - STEPS / rate) + config.train().steps() / rate;
  }

  /** How many times as much the whole measure looks at. */
  private double share(RunConfig whole, Stage stage) {
    RunConfig brief = Objects.requireNonNull(configs.get(stage.id()));
    double drawn =
        stage.needs().filter(needed -> needed.phase() == Phase.SAMPLE).isPresent()
            ? (double) samples(stage) / samples(whole)
            : 1;
    return Math.max(drawn, examples(whole) / examples(brief));
  }

  /** 0 stands for all held-out examples. */
  private double examples(RunConfig config) {
    int all = trials.get(0).stages().testExamples();
    return config
        .at(ITS_EXAMPLES)
        .map(Integer::parseInt)
        .map(some -> some == 0 ? all : Math.min(some, all))
        .orElse(all);
  }
}
