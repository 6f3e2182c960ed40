package org.tweedie.engine.benchmark;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.model.Prediction;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.engine.fake.BuiltIn;
import org.tweedie.engine.plugin.ComponentType;
import org.tweedie.engine.plugin.OptionType;
import org.tweedie.engine.plugin.Registry;
import org.tweedie.engine.run.Assembled;
import org.tweedie.engine.sampling.Sampling;
import org.tweedie.engine.tensor.Average;
import org.tweedie.engine.tensor.BareForward;
import org.tweedie.engine.tensor.NetworkModel;
import org.tweedie.engine.tensor.SessionSettings;
import org.tweedie.engine.tensor.TrainingGraph;
import org.tweedie.laws.exact.GaussianModel;

/**
 * How much of the time of a step every sampler spends outside the network, in two ways: its own
 * arithmetic (noise and guidance among it), by the clock around the model's predictions; and all
 * that is outside the session call (tensors fed and fetched as well), by bare session calls in
 * turns, which a noisy machine disturbs by some percent.
 */
final class SamplingBenchmark {

  private static final double TARGET = 3;

  /** The steps that lines of YAML ask for until it is known how many calls these make. */
  private static final int WRITTEN = 10;

  private final Configs configs;
  private final SessionSettings session;
  private final int batch;
  private final int rounds;
  private final int evaluations;

  /** Makes a run's components of lines of YAML that come after the benchmark's own. */
  interface Configs {
    Assembled parts(String yaml, boolean labelled);
  }

  /**
   * Of a configuration.
   *
   * @param evaluations about how many calls of the network a sampler is measured over in a round
   */
  SamplingBenchmark(
      Configs configs, SessionSettings session, int batch, int rounds, int evaluations) {
    this.configs = configs;
    this.session = session;
    this.batch = batch;
    this.rounds = rounds;
    this.evaluations = evaluations;
  }

  /** Measures the samplers with their defaults, then what samplers can be asked for beside. */
  void run(Registry registry) {
    System.out.printf(
        Locale.ROOT,
        "%nSampling, batch %d: share of the time that is outside the network, medians of %d rounds%n"
            + "%-44s %6s %9s %11s %26s%n",
        batch,
        rounds,
        "sampler",
        "calls",
        "ms/call",
        "arithmetic",
        "all outside the session");
    double most =
        Math.max(
            group(
                "objective: {type: vlb, predict: noise}\n",
                false,
                Stream.concat(
                        registry.all(Kinds.SAMPLER).stream().map(this::line),
                        Stream.of(
                            "sampler: {type: ddim, eta: 1, steps: 10}\n",
                            "sampler: {type: ddim, dynamic-threshold: 0.995, steps: 10}\n",
                            "sampler: {type: heun, s-churn: 10, steps: 10}\n"))
                    .toList()),
            Math.max(
                group(
                    "objective: {type: hybrid, timesteps: 100, predict: noise}\n",
                    false,
                    List.of("sampler: {type: ancestral, variance: learned, steps: 10}\n")),
                group(
                    "objective: {type: vlb, predict: noise}\n",
                    true,
                    List.of(
                        "sampler: {type: ddim, steps: 10}\n"
                            + "guidance: {type: classifier-free, scale: 2}\n"))));
    System.out.printf(
        Locale.ROOT,
        "largest share of a sampler's own arithmetic %.2f%% (target: at most %.0f%%)%n",
        most,
        TARGET);
  }

  private String line(ComponentType type) {
    List<String> options = type.optionTypes().stream().map(OptionType::name).toList();
    String more =
        options.contains("steps")
            ? ", steps: 10"
            : options.stream()
                .filter(name -> name.endsWith("tolerance"))
                .map(name -> ", " + name + ": 0.1")
                .reduce("", String::concat);
    return "sampler: {type: %s%s}%n".formatted(type.name(), more);
  }

  private double group(String objective, boolean labelled, List<String> lines) {
    Assembly first = configs.parts(objective + lines.get(0), labelled).assembly();
    double most = 0;
    try (TrainingGraph graph = weights(first);
        NetworkModel model = new NetworkModel(first, session)) {
      graph.initialize(1);
      model.load(Average.in(graph.state(), Average.MAIN));
      for (String line : lines) {
        most = Math.max(most, measure(model, objective, line, labelled));
      }
    }
    return most;
  }

  private double measure(NetworkModel model, String objective, String line, boolean labelled) {
    Assembly assembly =
        configs.parts(objective + withSteps(objective, line, labelled), labelled).assembly();
    DataShape shape = assembly.data().shape();
    boolean guided = line.contains("guidance");
    int[] labels = new int[batch];
    Condition condition = guided ? Condition.labels(labels) : Condition.none(batch);
    Clock clock = new Clock(model);
    Sampling sampling = new Sampling(assembly.sampler(), assembly.guidance(), batch, 1);
    double[] arithmetic = new double[rounds];
    double[] outside = new double[rounds];
    double[] seconds = new double[rounds];
    try (BareForward forward = new BareForward(model, shape, guided ? 2 * batch : batch)) {
      for (int round = -1; round < rounds; round++) {
        clock.calls = 0;
        clock.nanos = 0;
        long start = System.nanoTime();
        sampling.draw(clock, shape, condition, done -> {});
        double all = System.nanoTime() - start;
        int calls = clock.calls;
        long middle = System.nanoTime();
        for (int i = 0; i < (calls + 1) / 2; i++) {
          forward.run();
        }
        double bare = (double) (System.nanoTime() - middle) / ((calls + 1) / 2);
        if (round >= 0) {
          arithmetic[round] = 100 * (1 - clock.nanos / all);
          outside[round] = 100 * (1 - calls * bare / all);
          seconds[round] = all / calls / 1e6;
        }
      }
    }
    System.out.printf(
        Locale.ROOT,
        "%-44s %6d %9.1f %10.2f%% %8.1f%% (%5.1f%% to %5.1f%%)%n",
        line.replaceAll(
                "sampler: \\{type: |, (steps|[a-z]+-tolerance): [0-9.]+|}|guidance: \\{type:", "")
            .replaceAll("\\s+", " ")
            .trim(),
        clock.calls,
        median(seconds),
        median(arithmetic),
        median(outside),
        Arrays.stream(outside).min().orElseThrow(),
        Arrays.stream(outside).max().orElseThrow());
    return median(arithmetic);
  }

  /** So many steps as make about as many calls as asked for. */
  private String withSteps(String objective, String line, boolean labelled) {
    Assembly assembly = configs.parts(objective + line, labelled).assembly();
    GaussianModel exact = new GaussianModel(assembly.schedule(), 0.5, Parameterization.NOISE);
    Clock clock = new Clock(exact);
    if (!line.contains("variance: learned")) {
      new Sampling(assembly.sampler(), assembly.guidance(), 1, 1)
          .draw(clock, assembly.data().shape(), Condition.none(1), done -> {});
    }
    // Where the model has to know its variance, a call a step.
    int calls = clock.calls == 0 ? WRITTEN : clock.calls;
    long steps = Math.max(2, Math.round((double) WRITTEN * evaluations / calls));
    return line.replaceAll("steps: \\d+", "steps: " + steps);
  }

  /** A model that says how often and how long it was asked. */
  private static final class Clock implements DiffusionModel {

    private final DiffusionModel model;
    private int calls;
    private long nanos;

    Clock(DiffusionModel model) {
      this.model = model;
    }

    @Override
    public NoiseSchedule schedule() {
      return model.schedule();
    }

    @Override
    public Prediction predict(Batch z, double[] times, Condition condition) {
      long start = System.nanoTime();
      Prediction prediction = model.predict(z, times, condition);
      nanos += System.nanoTime() - start;
      calls++;
      return prediction;
    }
  }

  /** A graph that only gives weights: batch 1 and no rewriting. */
  private static TrainingGraph weights(Assembly assembly) {
    return new TrainingGraph(
        assembly, 1, BuiltIn.adamW(0, 0, 0, 0, 0), new SessionSettings(0, false, false));
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }
}
