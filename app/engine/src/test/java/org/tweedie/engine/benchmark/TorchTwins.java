package org.tweedie.engine.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The variants of PyTorch that take turns with the program; none where no Python is named. */
final class TorchTwins implements AutoCloseable {

  private final List<TorchTwin> twins = new ArrayList<>();
  private final Map<String, double[]> training = new LinkedHashMap<>();
  private final Map<String, double[]> calls = new LinkedHashMap<>();

  private TorchTwins() {}

  private static final List<String> MODES =
      List.of("eager-last", "compiled-last", "eager-first", "compiled-first");

  /** Starts all, with as many threads as the program's; one that does not start is left out. */
  static TorchTwins start(String python, String network, boolean bfloat16, int batch, Path folder) {
    TorchTwins started = new TorchTwins();
    for (String mode : python.isEmpty() ? List.<String>of() : MODES) {
      String variant = mode + (bfloat16 ? "-bfloat16" : "-float32");
      try {
        started.twins.add(new TorchTwin(Path.of(python), network, variant, batch, folder));
      } catch (IOException e) {
        System.out.println(e.getMessage());
      }
    }
    started.twins.forEach(
        twin -> System.out.printf("PyTorch, %s: %s%n", twin.variant(), twin.description()));
    return started;
  }

  /**
   * Refuses other threads than the program's, and a network of another size.
   *
   * @param parameters how many numbers the program's learns
   */
  void check(long parameters) {
    int cores = Runtime.getRuntime().availableProcessors();
    for (TorchTwin twin : twins) {
      if (!Integer.valueOf(cores).equals(twin.description().get("threads"))) {
        throw new IllegalStateException(
            "PyTorch has other threads than the program's %d: %s"
                .formatted(cores, twin.description()));
      }
      long own = (long) twin.number("parameters");
      if (own != parameters) {
        throw new IllegalStateException(
            "PyTorch's network has %d parameters, the program's %d".formatted(own, parameters));
      }
    }
  }

  void train(int round, int rounds, int steps) throws IOException {
    for (TorchTwin twin : twins) {
      training.computeIfAbsent(twin.variant(), any -> new double[rounds])[round] =
          twin.train(steps) / steps;
    }
  }

  void forward(int round, int rounds, int count) throws IOException {
    for (TorchTwin twin : twins) {
      calls.computeIfAbsent(twin.variant(), any -> new double[rounds])[round] =
          twin.forward(count) / count;
    }
  }

  /**
   * Tells the rates, and those of the program as a multiple of the best.
   *
   * @param program seconds of the program's training steps, by round
   * @param network seconds of the program's calls of the network
   */
  void report(double[] program, double[] network, int batch) {
    report("training", "steps/s", training, program, 1);
    report("network alone", "images/s", calls, network, batch);
    twins.stream().findFirst().ifPresent(twin -> reportOperations(twin, program));
  }

  /** PyTorch counts those of its products and convolutions, which the program has as many of. */
  private static void reportOperations(TorchTwin twin, double[] program) {
    double ofStep = twin.number("operations");
    double most = twin.number("product-rate");
    double rate = ofStep / Benchmark.median(program);
    System.out.printf(
        Locale.ROOT,
        "  program's rate is %.1f GFLOP/s (%.1f GFLOP a step), %.2f of the %.1f of a product of large float32 matrices%n",
        rate / 1e9,
        ofStep / 1e9,
        rate / most,
        most / 1e9);
  }

  private static void report(
      String what, String unit, Map<String, double[]> measured, double[] own, int count) {
    measured.forEach(
        (variant, seconds) ->
            Benchmark.report("%s, %s".formatted(what, variant), unit, seconds, count));
    measured.values().stream()
        .min((a, b) -> Double.compare(Benchmark.median(a), Benchmark.median(b)))
        .ifPresent(
            best ->
                System.out.printf(
                    Locale.ROOT,
                    "  program's rate is %.2f of the best PyTorch's (median of pairs)%n",
                    Benchmark.medianRatio(best, own)));
  }

  void reportMemory() throws IOException {
    for (TorchTwin twin : twins) {
      System.out.printf(
          Locale.ROOT,
          "peak resident memory of PyTorch, %s: %.0f MB%n",
          twin.variant(),
          twin.peakMegabytes());
    }
  }

  @Override
  public void close() throws IOException {
    for (TorchTwin twin : twins) {
      twin.close();
    }
  }
}
