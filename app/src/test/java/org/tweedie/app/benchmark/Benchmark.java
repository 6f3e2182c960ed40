package org.tweedie.app.benchmark;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.tweedie.api.model.Condition;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.app.config.ConfigReader;
import org.tweedie.app.plugin.PluginLoader;
import org.tweedie.app.run.Assembled;
import org.tweedie.app.run.Assembler;
import org.tweedie.app.run.RunFolder;
import org.tweedie.app.sampling.Sampling;
import org.tweedie.app.tensor.BareForward;
import org.tweedie.app.tensor.NetworkModel;
import org.tweedie.app.tensor.OptimizerSettings;
import org.tweedie.app.tensor.SessionSettings;
import org.tweedie.app.tensor.TrainingGraph;
import org.tweedie.app.training.PairedTraining;

/**
 * Measures training and sampling on a U-Net for 28x28 grey images (32 channels, multipliers 1, 2,
 * 2, two blocks, attention at 7x7, batch 64: 1,623,169 parameters), each beside the bare session on
 * the same graph, in turns, so that a noisy machine disturbs both alike.
 *
 * <p>Not JMH: a step takes a second, what counts is the ratio of two things measured in turns, and
 * memory is that of the whole process.
 *
 * <p>System properties: {@code rounds} (5), {@code steps} a round (10), {@code bfloat16} (false),
 * {@code folder} for files.
 */
public final class Benchmark {

  private static final int BATCH = 64;
  private static final int SIZE = 28;
  private static final int IMAGES = 4096;
  private static final int ROUNDS = Integer.getInteger("rounds", 5);
  private static final int STEPS = Integer.getInteger("steps", 10);
  private static final SessionSettings SESSION =
      new SessionSettings(0, Boolean.getBoolean("bfloat16"), true);
  private static final String CONFIG =
      """
      data: {type: idx, folder: %s}
      network:
        {type: unet, channels: 32, channel-multipliers: [1, 2, 2], blocks: 2, attention: [7], groups: 8}
      objective: {type: vlb, predict: noise}
      sampler: {type: %s, steps: %d}
      """;

  private Benchmark() {}

  public static void main(String[] args) throws IOException {
    Path folder =
        Files.createDirectories(Path.of(System.getProperty("folder", "target/benchmark")));
    writeImages(folder.resolve("train-images-idx3-ubyte"));
    writeImages(folder.resolve("t10k-images-idx3-ubyte"));
    System.out.printf(
        "%s, %d rounds of %d steps, %d cores%n",
        SESSION, ROUNDS, STEPS, Runtime.getRuntime().availableProcessors());
    train(parts(folder, "ancestral"), folder);
    sample(parts(folder, "ancestral"), "ancestral");
    sample(parts(folder, "ddim"), "ddim");
    System.out.printf(Locale.ROOT, "peak resident memory %.0f MB%n", peakMegabytes());
  }

  private static Assembled parts(Path folder, String sampler) {
    String text = CONFIG.formatted(folder, sampler, STEPS);
    return Assembler.assemble(
        ConfigReader.read(
            "benchmark", text, List.of(), new PluginLoader().load(List.of()).registry()));
  }

  private static void train(Assembled parts, Path folder) throws IOException {
    Assembly assembly = parts.assembly();
    OptimizerSettings optimizer = new OptimizerSettings(2e-4, 100, 0.01, 0.9, 0.99, 1, 0.999);
    try (TrainingGraph graph = new TrainingGraph(assembly, BATCH, optimizer, SESSION)) {
      PairedTraining paired =
          new PairedTraining(graph, parts, BATCH, new RunFolder(folder.resolve("run")));
      paired.bare(3);
      paired.program(3);
      double[] bare = new double[ROUNDS];
      double[] program = new double[ROUNDS];
      for (int round = 0; round < ROUNDS; round++) {
        bare[round] = paired.bare(STEPS) / STEPS;
        program[round] = paired.program(STEPS) / STEPS;
      }
      report("training, bare session", "steps/s", bare, 1);
      report("training, program", "steps/s", program, 1);
      System.out.printf(
          Locale.ROOT,
          "  program's rate is %.1f%% of the bare session's (median of pairs)%n",
          100 * medianRatio(bare, program));
    }
  }

  private static void sample(Assembled parts, String name) {
    Assembly assembly = parts.assembly();
    try (TrainingGraph graph = weights(assembly);
        NetworkModel model = new NetworkModel(assembly, SESSION)) {
      graph.initialize(1);
      model.load(TrainingGraph.weights(graph.state(), true));
      try (BareForward forward = new BareForward(model, assembly.data().shape(), BATCH)) {
        Sampling sampling = new Sampling(assembly.sampler(), assembly.guidance(), BATCH, 1);
        double[] bare = new double[ROUNDS];
        double[] program = new double[ROUNDS];
        for (int round = -2; round < ROUNDS; round++) {
          long start = System.nanoTime();
          for (int step = 0; step < STEPS; step++) {
            forward.run();
          }
          long middle = System.nanoTime();
          sampling.draw(model, assembly.data().shape(), Condition.none(BATCH), done -> {});
          if (round >= 0) {
            bare[round] = (middle - start) / 1e9 / STEPS;
            program[round] = (System.nanoTime() - middle) / 1e9 / STEPS;
          }
        }
        report("network alone", "images/s", bare, BATCH);
        report("sampling, " + name, "images x steps/s", program, BATCH);
        System.out.printf(
            Locale.ROOT,
            "  overhead outside the network %.1f%% (median of pairs)%n",
            100 * (1 / medianRatio(bare, program) - 1));
      }
    }
  }

  /** A graph that only gives weights: batch 1 and no rewriting. */
  private static TrainingGraph weights(Assembly assembly) {
    return new TrainingGraph(
        assembly,
        1,
        new OptimizerSettings(0, 0, 0, 0, 0, 0, 0),
        new SessionSettings(0, false, false));
  }

  private static void report(String what, String unit, double[] seconds, int count) {
    System.out.printf(
        Locale.ROOT,
        "%-24s %8.2f %s (median; %.2f to %.2f)%n",
        what,
        count / median(seconds),
        unit,
        count / Arrays.stream(seconds).max().orElseThrow(),
        count / Arrays.stream(seconds).min().orElseThrow());
  }

  private static double medianRatio(double[] numerators, double[] denominators) {
    double[] ratios = new double[numerators.length];
    Arrays.setAll(ratios, i -> numerators[i] / denominators[i]);
    return median(ratios);
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }

  private static void writeImages(Path file) throws IOException {
    byte[] pixels = new byte[IMAGES * SIZE * SIZE];
    new SplittableRandom(1).nextBytes(pixels);
    try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(file))) {
      for (int number : new int[] {0x803, IMAGES, SIZE, SIZE}) {
        out.writeInt(number);
      }
      out.write(pixels);
    }
  }

  /** The largest resident memory of this process, where the system tells it; else NaN. */
  private static double peakMegabytes() throws IOException {
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
