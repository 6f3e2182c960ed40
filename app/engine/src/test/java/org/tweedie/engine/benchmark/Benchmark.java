package org.tweedie.engine.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.tensorflow.TensorFlow;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.engine.config.ConfigReader;
import org.tweedie.engine.fake.BuiltIn;
import org.tweedie.engine.plugin.PluginLoader;
import org.tweedie.engine.plugin.Registry;
import org.tweedie.engine.run.Assembled;
import org.tweedie.engine.run.Assembler;
import org.tweedie.engine.run.RunFolder;
import org.tweedie.engine.tensor.Average;
import org.tweedie.engine.tensor.BareForward;
import org.tweedie.engine.tensor.NetworkModel;
import org.tweedie.engine.tensor.SessionSettings;
import org.tweedie.engine.tensor.TrainingGraph;
import org.tweedie.engine.tensor.UpdateSettings;
import org.tweedie.engine.tensor.Weights;
import org.tweedie.engine.training.PairedTraining;

/**
 * Measures training, and sampling with every sampler, on a network for 28x28 grey images in batches
 * of 64 (a U-Net of 1,623,169 parameters, the network of Variational Diffusion Models or a
 * diffusion transformer), each beside the bare session on the same graph, in turns, so that a noisy
 * machine disturbs both alike.
 *
 * <p>Not JMH: a step takes a second, what counts is the ratio of two things measured in turns, and
 * memory is that of the whole process.
 *
 * <p>Where a Python with torch is named, the same network takes turns in PyTorch: eager and
 * compiled, with channels last and first and fused AdamW; what is told last is against the fastest
 * of these.
 *
 * <p>System properties: {@code rounds} (5), {@code steps} a round (10), of training or calls of the
 * network, {@code network} (unet; vdm, transformer), {@code bfloat16} (false), {@code python}
 * (none), {@code samplers} (true) whether every sampler is measured too, {@code folder} for files;
 * those of the program, {@code tweedie.fused} and {@code tweedie.parts}.
 */
public final class Benchmark {

  private static final int BATCH = 64;
  private static final int SIZE = 28;
  private static final int IMAGES = 4096;
  private static final int ROUNDS = Integer.getInteger("rounds", 5);
  private static final int STEPS = Integer.getInteger("steps", 10);
  private static final boolean BFLOAT16 = Boolean.getBoolean("bfloat16");
  private static final SessionSettings SESSION =
      new SessionSettings(
          0,
          BFLOAT16,
          true,
          !"false".equals(System.getProperty("tweedie.fused")),
          Integer.getInteger("tweedie.parts", 1));
  private static final String NETWORK = System.getProperty("network", "unet");

  /** As large as those of {@code networks_in_torch.py}. */
  private static final Map<String, String> OPTIONS =
      Map.of(
          "unet",
          "channels: 32, channel-multipliers: [1, 2, 2], blocks: 2, attention: [7], groups: 8",
          "vdm",
          "channels: 32, blocks: 4, groups: 8",
          "transformer",
          "patch: 2, width: 128, depth: 4, heads: 4, mlp-ratio: 4");

  private Benchmark() {}

  public static void main(String[] args) throws IOException {
    Path root = Path.of(System.getProperty("folder", "target/benchmark"));
    Path folder = RandomImages.write(root, SIZE, IMAGES, false);
    Path withLabels = RandomImages.write(root.resolve("with-labels"), SIZE, IMAGES, true);
    System.out.printf(
        "%s: %s, %s, %d rounds of %d steps, %d cores of %s, Java %s, TensorFlow %s%n",
        LocalDate.now(ZoneOffset.UTC),
        NETWORK,
        SESSION,
        ROUNDS,
        STEPS,
        Runtime.getRuntime().availableProcessors(),
        processor(),
        Runtime.version(),
        TensorFlow.version());
    Registry registry = new PluginLoader().load(List.of()).registry();
    try (TorchTwins torch =
        TorchTwins.start(
            System.getProperty("python", ""), NETWORK, BFLOAT16, BATCH, root.resolve("torch"))) {
      train(parts(folder, "objective: {type: vlb, predict: noise}", registry), folder, torch);
      System.out.printf(Locale.ROOT, "peak resident memory in training %.0f MB%n", peakMegabytes());
      torch.reportMemory();
    }
    if (!"false".equals(System.getProperty("samplers"))) {
      new SamplingBenchmark(
              (yaml, labelled) -> parts(labelled ? withLabels : folder, yaml, registry),
              SESSION,
              BATCH,
              ROUNDS,
              STEPS)
          .run(registry);
    }
    System.out.printf(Locale.ROOT, "peak resident memory %.0f MB%n", peakMegabytes());
  }

  private static String processor() throws IOException {
    Path told = Path.of("/proc/cpuinfo");
    return Files.exists(told)
        ? Files.readAllLines(told).stream()
            .filter(line -> line.startsWith("model name"))
            .map(line -> line.replaceFirst(".*: ", ""))
            .findFirst()
            .orElse("")
        : System.getProperty("os.arch");
  }

  private static Assembled parts(Path folder, String yaml, Registry registry) {
    String config =
        "data: {type: idx, folder: %s}%nnetwork: {type: %s, %s}%n"
            .formatted(folder, NETWORK, Objects.requireNonNull(OPTIONS.get(NETWORK), NETWORK));
    return Assembler.assemble(ConfigReader.read("benchmark", config + yaml, List.of(), registry));
  }

  private static void train(Assembled parts, Path folder, TorchTwins torch) throws IOException {
    Assembly assembly = parts.assembly();
    UpdateSettings optimizer = BuiltIn.adamW(2e-4, 100, 0.01, 1, 0.999);
    try (TrainingGraph graph = new TrainingGraph(assembly, BATCH, optimizer, SESSION);
        NetworkModel model = new NetworkModel(assembly, SESSION);
        BareForward forward = new BareForward(model, assembly.data().shape(), BATCH)) {
      PairedTraining paired =
          new PairedTraining(graph, parts, BATCH, new RunFolder(folder.resolve("run")));
      model.load(Average.in(graph.state(), Average.MAIN));
      System.out.printf(Locale.ROOT, "first step %.1f s%n", paired.bare(1));
      torch.check(Weights.count(assembly));
      paired.bare(2);
      paired.program(3);
      run(forward, 2);
      double[] bare = new double[ROUNDS];
      double[] program = new double[ROUNDS];
      double[] calls = new double[ROUNDS];
      for (int round = 0; round < ROUNDS; round++) {
        bare[round] = paired.bare(STEPS) / STEPS;
        program[round] = paired.program(STEPS) / STEPS;
        torch.train(round, ROUNDS, STEPS);
        calls[round] = run(forward, STEPS) / STEPS;
        torch.forward(round, ROUNDS, STEPS);
      }
      report("training, bare session", "steps/s", bare, 1);
      report("training, program", "steps/s", program, 1);
      report("network alone", "images/s", calls, BATCH);
      System.out.printf(
          Locale.ROOT,
          "  program's rate is %.1f%% of the bare session's (median of pairs)%n",
          100 * medianRatio(bare, program));
      torch.report(program, calls, BATCH);
    }
  }

  private static double run(BareForward forward, int calls) {
    long start = System.nanoTime();
    for (int i = 0; i < calls; i++) {
      forward.run();
    }
    return (System.nanoTime() - start) / 1e9;
  }

  static void report(String what, String unit, double[] seconds, int count) {
    System.out.printf(
        Locale.ROOT,
        "%-24s %8.2f %s (median; %.2f to %.2f)%n",
        what,
        count / median(seconds),
        unit,
        count / Arrays.stream(seconds).max().orElseThrow(),
        count / Arrays.stream(seconds).min().orElseThrow());
  }

  static double medianRatio(double[] numerators, double[] denominators) {
    double[] ratios = new double[numerators.length];
    Arrays.setAll(ratios, i -> numerators[i] / denominators[i]);
    return median(ratios);
  }

  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }

  /** The largest resident memory of this process, where the system tells it; else NaN. */
  static double peakMegabytes() throws IOException {
    Path status = Path.of("/proc/self/status");
    return Files.exists(status)
        ? Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("VmHWM:"))
            .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
            .findFirst()
            .orElse(Double.NaN)
        : Double.NaN;
  }
}
