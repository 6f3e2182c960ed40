package org.tweedie.engine.benchmark;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * DDIM of one network by the program and by Hugging Face's diffusers, each as the process that a
 * user starts, in turns: seconds from its start to the first image and its largest memory then,
 * those of many images, and images a second once it runs, from the difference of many and few. What
 * a first round leaves on disk, such as compiled code, is there in those that count. A table in
 * Markdown.
 *
 * <p>{@code mvn -q -Pbenchmark verify -pl app/engine -am -Dbenchmark=DiffusersTable -Dpython=PYTHON
 * -Drounds=3 -Dsteps=50}: a Python that has torch and diffusers; {@code -Dprogram} for another
 * program than the one that is packaged here. Anything but Linux tells no memory.
 */
final class DiffusersTable {

  private static final String SCRIPT = "ddim_in_diffusers.py";
  private static final int SIZE = 28;
  private static final int BATCH = 16;

  /** Images of a process: the first, few and many. */
  private static final List<Integer> COUNTS = List.of(1, BATCH, 6 * BATCH);

  private static final long LOOK_MILLIS = 50;

  /**
   * A process that has ended.
   *
   * @param seconds from its start to its end
   * @param megabytes the largest resident memory of the process, or of one that it started
   */
  private record Measured(double seconds, double megabytes) {}

  private final Path program;
  private final Path python;
  private final Path folder;
  private final int steps;
  private final Map<String, Map<Integer, List<Measured>>> found = new LinkedHashMap<>();

  private DiffusersTable(Path program, Path python, Path folder, int steps) {
    this.program = program;
    this.python = python;
    this.folder = folder;
    this.steps = steps;
  }

  /** Makes the model, and prints. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    int rounds = Integer.getInteger("rounds");
    DiffusersTable table =
        new DiffusersTable(
            Path.of(System.getProperty("program")).toAbsolutePath(),
            Path.of(System.getProperty("python")),
            Path.of(System.getProperty("folder"), "diffusers"),
            Integer.getInteger("steps"));
    table.prepare();
    for (int round = -1; round < rounds; round++) {
      table.round(round);
    }
    table.print(rounds);
  }

  private Path script() {
    return folder.resolve(SCRIPT);
  }

  private void prepare() throws IOException, InterruptedException {
    Files.createDirectories(folder);
    try (InputStream source =
        Objects.requireNonNull(DiffusersTable.class.getResourceAsStream(SCRIPT), SCRIPT)) {
      Files.copy(source, script(), StandardCopyOption.REPLACE_EXISTING);
    }
    Path model = folder.resolve("model");
    if (!Files.exists(model)) {
      run(List.of(python, script(), "make", model, SIZE));
    }
    Path run = folder.resolve("run");
    if (!Files.exists(run)) {
      run(List.of(program, "import", model, "--out", run));
    }
  }

  /** The first, with the number -1, is not counted: files are read for the first time then. */
  private void round(int number) throws IOException, InterruptedException {
    for (int count : COUNTS) {
      for (String peer : List.of("Tweedie", "diffusers, eager", "diffusers, compiled")) {
        if (number < 0 && count > BATCH) {
          continue;
        }
        Measured measured = run(command(peer, count, folder.resolve("out/" + number)));
        if (number >= 0) {
          found
              .computeIfAbsent(peer, any -> new LinkedHashMap<>())
              .computeIfAbsent(count, any -> new ArrayList<>())
              .add(measured);
        }
      }
    }
  }

  private List<Object> command(String peer, int count, Path out) {
    Path own = out.resolve(peer.replaceAll("\\W+", "-") + "-" + count);
    if (peer.startsWith("diffusers")) {
      String mode = peer.substring(peer.lastIndexOf(' ') + 1);
      return List.of(python, script(), mode, folder.resolve("model"), count, BATCH, steps, own);
    }
    return List.of(
        program,
        "sample",
        folder.resolve("run"),
        "--count=" + count,
        "--set=sample.batch=" + BATCH,
        "--set=sampler={type: ddim, steps: %d}".formatted(steps),
        "--out",
        own);
  }

  private Measured run(List<Object> command) throws IOException, InterruptedException {
    Path log = folder.resolve("log.txt");
    long begun = System.nanoTime();
    Process process =
        new ProcessBuilder(command.stream().map(Object::toString).toList())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    Map<Long, Double> peaks = new LinkedHashMap<>();
    do {
      peaks.merge(process.pid(), peak(process.pid()), Math::max);
      process.descendants().forEach(each -> peaks.merge(each.pid(), peak(each.pid()), Math::max));
    } while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS));
    double seconds = (System.nanoTime() - begun) / 1e9;
    if (process.exitValue() != 0) {
      throw new IOException(command + " has failed:\n" + Files.readString(log));
    }
    return new Measured(seconds, peaks.values().stream().mapToDouble(each -> each).max().orElse(0));
  }

  /** The largest resident memory of a process so far; 0 where it is not told. */
  private static double peak(long pid) {
    try {
      return Files.readAllLines(Path.of("/proc/%d/status".formatted(pid))).stream()
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
          .findFirst()
          .orElse(0);
    } catch (IOException gone) {
      return 0;
    }
  }

  private void print(int rounds) {
    System.out.printf(
        "DDIM of %d steps, %dx%d grey images in batches of %d, %d rounds, %d cores%n%n",
        steps, SIZE, SIZE, BATCH, rounds, Runtime.getRuntime().availableProcessors());
    System.out.printf(
        "| | first image, s | its memory, MB | %1$d images, s | memory, MB | images/s |%n"
            + "|---|--:|--:|--:|--:|--:|%n",
        COUNTS.get(2));
    found.forEach(
        (peer, by) -> {
          List<Measured> first = by.get(COUNTS.get(0));
          List<Measured> few = by.get(COUNTS.get(1));
          List<Measured> many = by.get(COUNTS.get(2));
          double[] rates = new double[few.size()];
          Arrays.setAll(
              rates,
              i ->
                  (COUNTS.get(2) - COUNTS.get(1)) / (many.get(i).seconds() - few.get(i).seconds()));
          System.out.printf(
              "| %s | %s | %s | %s | %s | %s |%n",
              peer,
              spread(seconds(first), "%.1f"),
              spread(megabytes(first), "%.0f"),
              spread(seconds(many), "%.1f"),
              spread(megabytes(many), "%.0f"),
              spread(rates, "%.2f"));
        });
  }

  private static double[] seconds(List<Measured> all) {
    return all.stream().mapToDouble(Measured::seconds).toArray();
  }

  private static double[] megabytes(List<Measured> all) {
    return all.stream().mapToDouble(Measured::megabytes).toArray();
  }

  private static String spread(double[] values, String format) {
    double[] sorted = Arrays.stream(values).sorted().toArray();
    return String.format(
        Locale.ROOT,
        format + " (" + format + " to " + format + ")",
        Benchmark.median(sorted),
        sorted[0],
        sorted[sorted.length - 1]);
  }
}
