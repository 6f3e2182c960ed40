package org.tweedie.engine.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.tweedie.engine.Run;
import org.tweedie.engine.Tweedie;
import org.tweedie.engine.compression.Compression;
import org.tweedie.engine.picture.LinePlot;
import org.tweedie.engine.picture.LinePlot.Axis;
import org.tweedie.engine.picture.LinePlot.Line;
import org.tweedie.engine.picture.PlotSheet;
import org.tweedie.engine.progress.RunListener;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a diffusion's test examples come to when they are compressed, in both orders and with some
 * numbers of steps: the bound by the latents that were drawn, how far the net rate is above it, the
 * file, and the first example by itself. All in bits a dimension; a table in Markdown, and a
 * picture.
 */
final class CompressionTable {

  private static final String ROW =
      "| %5d | %-9s | %8.4f | %9.5f | %8.4f | %8.2f | %8.1f | %5.1f%% |%n";

  private static final String BOTTOM_UP = "bottom-up";

  private static final List<String> ORDERS = List.of(BOTTOM_UP, "top-down");

  /**
   * Top-down, the first image of a thousand steps takes 12,000 bits a dimension beforehand, and
   * batches grow so slowly that a file takes an hour.
   */
  private static final int MOST_TOP_DOWN = 250;

  private CompressionTable() {}

  /** What one file came to. */
  private record Row(String order, int steps, JsonNode found) {

    double number(String name) {
      return found.get(name).asDouble();
    }

    void print() {
      System.out.printf(
          Locale.ROOT,
          ROW,
          steps,
          order,
          number("information"),
          number("net") - number("information"),
          number("file"),
          number("first"),
          number("examples_per_second"),
          100 * number("coder_share"));
    }
  }

  /** Prints the table of the run in the folder {@code -Drun}, with the steps of {@code -Dsteps}. */
  public static void main(String[] arguments) throws IOException {
    int[] steps =
        Stream.of(System.getProperty("steps").split(",")).mapToInt(Integer::parseInt).toArray();
    List<Row> rows = new ArrayList<>();
    System.out.println(
        "| steps | order     | bound    | net above | file     | first    | a second | coder  |");
    System.out.println(
        "|------:|-----------|---------:|----------:|---------:|---------:|---------:|-------:|");
    try (Tweedie tweedie = Tweedie.load();
        Run run = tweedie.open(Path.of(System.getProperty("run")))) {
      for (String order : ORDERS) {
        for (int count : steps) {
          if (count > MOST_TOP_DOWN && !order.equals(BOTTOM_UP)) {
            continue;
          }
          Row row = new Row(order, count, compressed(run, order, count));
          row.print();
          rows.add(row);
        }
      }
    }
    Path picture = Path.of("target", "compression.png");
    new PlotSheet(
            List.of(
                plot("The first image by itself", true, rows, row -> row.number("first")),
                plot("The file of all test images", false, rows, row -> row.number("file"))),
            2,
            380,
            300)
        .write(picture);
    System.out.printf("%nWrote %s%n", picture.toAbsolutePath());
  }

  private static JsonNode compressed(Run run, String order, int steps) throws IOException {
    Path folder = Files.createTempDirectory("compression");
    Path file = folder.resolve("x.twd");
    try {
      Compression how = new Compression(order, steps, true, 12, OptionalInt.empty(), 64, 65_535, 1);
      return JsonMapper.shared()
          .readTree(
              run.codec()
                  .compress(
                      how, "test", Integer.MAX_VALUE, file, written -> {}, RunListener.silent())
                  .json());
    } finally {
      Files.deleteIfExists(file);
      Files.delete(folder);
    }
  }

  private static LinePlot plot(
      String title, boolean logarithmic, List<Row> rows, ToDoubleFunction<Row> value) {
    List<Line> lines = new ArrayList<>();
    for (String order : ORDERS) {
      lines.add(line(order, of(rows, order), value));
    }
    lines.add(line("bound", of(rows, BOTTOM_UP), row -> row.number("information")));
    return new LinePlot(title, new Axis("steps", true), new Axis("bits/dim", logarithmic), lines);
  }

  private static List<Row> of(List<Row> rows, String order) {
    return rows.stream().filter(row -> row.order().equals(order)).toList();
  }

  private static Line line(String name, List<Row> rows, ToDoubleFunction<Row> value) {
    return new Line(
        name,
        rows.stream().map(row -> (double) row.steps()).toList(),
        rows.stream().map(value::applyAsDouble).toList(),
        true);
  }
}
