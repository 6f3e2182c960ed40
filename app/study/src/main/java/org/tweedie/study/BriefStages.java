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
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.engine.RunPieces;
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

  /** So many times as much is measured once more: what has to be built first takes no longer. */
  private static final int MORE = 4;

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
      if (stage.id().phase() == Phase.SAMPLE || stage.id().equals(network)) {
        works.add(work(stage, network, brief(stage)));
      }
    }
    Map<StageId, Outcome> outcomes = run(new Job(works, threads));
    List<Job.Work> measuring = measuring(outcomes, network);
    if (!measuring.isEmpty()) {
      outcomes.putAll(run(new Job(measuring, threads)));
    }
    Map<StageId, Double> seconds = new HashMap<>();
    for (Stage stage : stages.values()) {
      boolean training = stage.id().phase() == Phase.TRAIN;
      Outcome outcome = outcomes.get(training ? network : stage.id());
      if (training && plan.study().run().isPresent()) {
        seconds.put(stage.id(), 0.0);
      } else if (outcome != null && outcome.isDone()) {
        seconds.put(stage.id(), whole(stage, outcome, outcomes));
      }
    }
    return seconds;
  }

  /**
   * Measures of little, and of more. The first of a process loads what none after it does, so it is
   * done once before.
   */
  private List<Job.Work> measuring(Map<StageId, Outcome> drawn, StageId network)
      throws IOException {
    List<Job.Work> works = new ArrayList<>();
    if (plan.study().run().isEmpty() && !isDone(drawn, network)) {
      return works;
    }
    for (Stage stage : stages.values()) {
      if (stage.id().phase() != Phase.MEASURE || !preparesSamples(stage, drawn)) {
        continue;
      }
      RunConfig brief = brief(stage);
      if (works.isEmpty()) {
        works.add(work(stage, network, brief, first(stage.id())));
      }
      works.add(work(stage, network, brief));
      StageId more = more(stage.id());
      works.add(work(stage, network, ofExamples(brief, EXAMPLES * MORE), more));
    }
    return works;
  }

  /** Writes more of what a measurement looks at; false where not even little of it is there. */
  private boolean preparesSamples(Stage stage, Map<StageId, Outcome> drawn) throws IOException {
    Optional<StageId> needed = samplesOf(stage);
    if (needed.isEmpty()) {
      return true;
    }
    if (!isDone(drawn, needed.get())) {
      return false;
    }
    StageFolder more = folder.stage(more(needed.get()));
    if (!Files.exists(more.samples())) {
      Files.createDirectories(more.path());
      RunPieces.repeat(folder.stage(needed.get()).samples(), MORE, more.samples());
    }
    return true;
  }

  private static boolean isDone(Map<StageId, Outcome> outcomes, StageId stage) {
    Outcome outcome = outcomes.get(stage);
    return outcome != null && outcome.isDone();
  }

  private static Optional<StageId> samplesOf(Stage stage) {
    return stage.needs().filter(needed -> needed.phase() == Phase.SAMPLE);
  }

  /** The same stage done before it counts. */
  private static StageId first(StageId stage) {
    return new StageId(stage.phase(), stage.key() + "first");
  }

  /** The same stage with more to do. */
  private static StageId more(StageId stage) {
    return new StageId(stage.phase(), stage.key() + "more");
  }

  private Job.Work work(Stage stage, StageId network, RunConfig config) throws IOException {
    return work(stage, network, config, stage.id());
  }

  private Job.Work work(Stage stage, StageId network, RunConfig config, StageId as)
      throws IOException {
    StageFolder its = folder.stage(as);
    Files.createDirectories(its.path());
    configs.put(as, config);
    Files.writeString(its.config(), config.toYaml());
    boolean isMore = as.equals(more(stage.id()));
    return new Job.Work(
        as,
        its.path().toString(),
        plan.study().run().isPresent() ? stage.step() : STEPS,
        plan.study().run().orElseGet(() -> folder.stage(network).path()).toString(),
        samplesOf(stage)
            .map(needed -> folder.stage(isMore ? more(needed) : needed))
            .map(drawn -> drawn.path().toString())
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
    return stage.id().phase() == Phase.MEASURE ? ofExamples(brief, EXAMPLES) : brief;
  }

  private int samples(Stage stage) {
    return Objects.requireNonNull(samples.get(stage.id()));
  }

  /** About a batch: one sample alone would take nearly as long. */
  private int samples(RunConfig config) {
    return Math.max(FEWEST, Math.min(ENOUGH, config.sample().batch()));
  }

  /** Most measures can be told to look at fewer examples. */
  private static RunConfig ofExamples(RunConfig config, int examples) {
    try {
      return config.with(ITS_EXAMPLES, examples);
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
  private double whole(Stage stage, Outcome brief, Map<StageId, Outcome> all) throws IOException {
    double start = brief.total() - brief.work();
    return start
        + switch (stage.id().phase()) {
          case TRAIN -> training(stage.config(), brief);
          case SAMPLE -> sampling(stage, brief);
          case MEASURE -> measuring(stage, brief, all);
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

  /** The time of a sample is taken when the graph is built and warm. */
  private double sampling(Stage stage, Outcome brief) throws IOException {
    double one = RunPieces.secondsEach(folder.stage(stage.id()).samples());
    return Math.max(0, brief.work() + (samples(stage) - samples(stage.config())) * one);
  }

  /** What measuring more takes longer is what grows; the rest is taken once. */
  private double measuring(Stage stage, Outcome brief, Map<StageId, Outcome> all) {
    StageId more = more(stage.id());
    Outcome longer = all.get(more);
    double share = share(stage, stage.config(), samples(stage));
    double larger =
        share(stage, Objects.requireNonNull(configs.get(more)), MORE * samples(stage.config()));
    if (longer == null || !isDone(all, more) || larger <= 1) {
      return brief.work() * share;
    }
    double each = Math.max(0, longer.work() - brief.work()) / (larger - 1);
    return brief.work() + each * (share - 1);
  }

  /** How many times as much as the brief measure one looks at that has so many samples. */
  private double share(Stage stage, RunConfig config, int drawn) {
    RunConfig brief = Objects.requireNonNull(configs.get(stage.id()));
    double ofSamples = samplesOf(stage).isPresent() ? (double) drawn / samples(config) : 1;
    return Math.max(ofSamples, examples(config) / examples(brief));
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
