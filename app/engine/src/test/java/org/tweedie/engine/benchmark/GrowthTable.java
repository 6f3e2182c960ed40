package org.tweedie.engine.benchmark;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.tweedie.engine.config.ConfigReader;
import org.tweedie.engine.fake.BuiltIn;
import org.tweedie.engine.plugin.PluginLoader;
import org.tweedie.engine.run.Assembled;
import org.tweedie.engine.run.Assembler;
import org.tweedie.engine.run.RunFolder;
import org.tweedie.engine.tensor.SessionSettings;
import org.tweedie.engine.tensor.TrainingGraph;
import org.tweedie.engine.training.PairedTraining;

/**
 * How time and memory of training grow with the batch, the images' size, the channels and the
 * number of images: one at a time, about the benchmark's U-Net. Each in a process of its own, whose
 * largest resident memory it is; a table in Markdown, which is printed as it grows.
 *
 * <p>{@code mvn -q -Pbenchmark verify -pl app/engine -am -Dbenchmark=GrowthTable -Drounds=3
 * -Dsteps=4}.
 */
final class GrowthTable {

  /**
   * What is trained.
   *
   * @param axis what grows, in words
   * @param size height and width of an image
   * @param batch examples of a step
   * @param channels of the network at full resolution
   * @param images of the training split
   */
  private record Point(String axis, int size, int batch, int channels, int images) {

    List<String> arguments() {
      return Stream.of(size, batch, channels, images).map(String::valueOf).toList();
    }
  }

  private GrowthTable() {}

  private static List<Point> points() {
    List<Point> points = new ArrayList<>();
    for (int batch : new int[] {8, 16, 32, 64, 128}) {
      points.add(new Point("batch", 28, batch, 32, 4096));
    }
    for (int size : new int[] {28, 64, 128}) {
      points.add(new Point("size", size, 8, 32, 1024));
    }
    for (int channels : new int[] {16, 32, 64}) {
      points.add(new Point("channels", 28, 32, channels, 4096));
    }
    for (int images : new int[] {4_096, 65_536, 524_288}) {
      points.add(new Point("images", 28, 32, 16, images));
    }
    return points;
  }

  /** Without arguments all of them; else the one that they say. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path folder = Path.of(System.getProperty("folder"), "growth");
    if (arguments.length > 0) {
      int[] numbers = Arrays.stream(arguments).mapToInt(Integer::parseInt).toArray();
      measure(new Point("", numbers[0], numbers[1], numbers[2], numbers[3]), folder);
      return;
    }
    System.out.println(
        "| grows | size | batch | channels | images | first step, s | s/step (range) | images/s | memory, MB |");
    System.out.println("|---|--:|--:|--:|--:|--:|--:|--:|--:|");
    for (Point point : points()) {
      RandomImages.write(data(folder, point), point.size(), point.images(), false);
      System.out.printf(
          "| %s | %s | %s |%n", point.axis(), String.join(" | ", point.arguments()), child(point));
    }
  }

  private static Path data(Path folder, Point point) {
    return folder.resolve("data-%d-%d".formatted(point.size(), point.images()));
  }

  private static String child(Point point) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), GrowthTable.class.getName()));
    command.addAll(point.arguments());
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (BufferedReader answer = process.inputReader(StandardCharsets.UTF_8)) {
      List<String> lines = answer.lines().toList();
      if (process.waitFor() != 0 || lines.isEmpty()) {
        return "has failed | | | ";
      }
      return lines.get(lines.size() - 1);
    }
  }

  private static void measure(Point point, Path folder) throws IOException {
    int rounds = Integer.getInteger("rounds");
    int steps = Integer.getInteger("steps");
    String config =
        """
        data: {type: idx, folder: %s}
        network:
          {type: unet, channels: %d, channel-multipliers: [1, 2, 2], blocks: 2, attention: [%d], groups: 8}
        objective: {type: vlb, predict: noise}
        """
            .formatted(data(folder, point), point.channels(), point.size() / 4);
    Assembled parts =
        Assembler.assemble(
            ConfigReader.read(
                "growth", config, List.of(), new PluginLoader().load(List.of()).registry()));
    SessionSettings session = new SessionSettings(0, Boolean.getBoolean("bfloat16"), true, true, 1);
    double[] seconds = new double[rounds];
    try (parts;
        TrainingGraph graph =
            new TrainingGraph(
                parts.assembly(),
                point.batch(),
                BuiltIn.adamW(2e-4, 100, 0.01, 1, 0.999),
                session)) {
      PairedTraining training =
          new PairedTraining(graph, parts, point.batch(), new RunFolder(folder.resolve("run")));
      double first = training.bare(1);
      training.program(2);
      for (int round = 0; round < rounds; round++) {
        seconds[round] = training.program(steps) / steps;
      }
      double median = Benchmark.median(seconds);
      System.out.printf(
          Locale.ROOT,
          "%.1f | %.3f (%.3f to %.3f) | %.1f | %.0f%n",
          first,
          median,
          Arrays.stream(seconds).min().orElseThrow(),
          Arrays.stream(seconds).max().orElseThrow(),
          point.batch() / median,
          Benchmark.peakMegabytes());
    }
  }
}
