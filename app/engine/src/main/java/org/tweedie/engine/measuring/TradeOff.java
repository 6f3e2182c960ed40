package org.tweedie.engine.measuring;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.tweedie.api.measure.Reading;
import org.tweedie.engine.file.Csv;
import org.tweedie.engine.file.TextTable;
import org.tweedie.engine.picture.LinePlot;
import org.tweedie.engine.picture.LinePlot.Axis;
import org.tweedie.engine.picture.LinePlot.Line;
import org.tweedie.engine.picture.PlotSheet;

/**
 * Scores over the values of one option or two, as curves: what is gained in one measure is lost in
 * another.
 *
 * @param curves the option that tells curves apart, as in {@code sampler}, if there is one
 * @param option the option whose values are numbers, as in {@code sampler.steps}, if there is one
 * @param points one for each pair of their values
 */
public record TradeOff(Optional<String> curves, Optional<String> option, List<Point> points) {

  private static final int COLUMNS = 3;

  /** Values further apart than by this factor get a logarithmic axis. */
  private static final double WIDE = 20;

  /** What the legend takes of a plot's height, in pixels. */
  private static final int LINE_OF_LEGEND = 22;

  private static final int MARGIN = 60;

  private static final String EVALUATIONS = "evaluations";

  /**
   * What one pair of values gives.
   *
   * @param curve the curve's value; empty if there is one curve
   * @param value the option's value, if there is such an option
   * @param evaluations predictions of the network that a sample took
   * @param report the scores
   */
  public record Point(String curve, OptionalDouble value, double evaluations, ScoreReport report) {}

  /** Copies. */
  public TradeOff {
    points = List.copyOf(points);
  }

  /** A line a point and measure. */
  public String csv() {
    List<String> head = head();
    head.addAll(List.of("measure", "score", "standard_error", "data_itself"));
    StringBuilder text = new StringBuilder(Csv.line(head));
    for (Point point : points) {
      for (Reading score : point.report.scores()) {
        List<String> cells = cells(point);
        cells.addAll(
            List.of(
                score.key(),
                String.valueOf(score.value()),
                known(score.standardError()),
                known(score.reference())));
        text.append(Csv.line(cells));
      }
    }
    return text.toString();
  }

  /** A line a point, a column a measure. */
  public String text() {
    List<Reading> measures = points.get(0).report.scores();
    List<String> head = head();
    measures.forEach(score -> head.add(score.key()));
    List<List<String>> rows = new ArrayList<>(List.of(head));
    for (Point point : points) {
      List<String> row = cells(point);
      point.report.scores().forEach(score -> row.add(shown(score.value())));
      rows.add(row);
    }
    if (measures.stream().anyMatch(score -> !Double.isNaN(score.reference()))) {
      List<String> row = new ArrayList<>(head().stream().map(name -> "").toList());
      row.set(0, "data themselves");
      measures.forEach(
          score -> row.add(Double.isNaN(score.reference()) ? "" : shown(score.reference())));
      rows.add(row);
    }
    return TextTable.ofNumbers(rows);
  }

  private List<String> head() {
    return new ArrayList<>(
        Stream.of(curves, option, Optional.of(EVALUATIONS)).flatMap(Optional::stream).toList());
  }

  private List<String> cells(Point point) {
    List<String> cells = new ArrayList<>();
    curves.ifPresent(name -> cells.add(point.curve));
    point.value.ifPresent(value -> cells.add(words(value)));
    cells.add(words(Math.rint(point.evaluations * 10) / 10));
    return cells;
  }

  /** A plot a measure; beside the samples' lines the one of data in their place, where known. */
  public PlotSheet picture() {
    boolean cost = isOfCost();
    ToDoubleFunction<Point> right = cost ? Point::evaluations : point -> point.value.getAsDouble();
    Axis x =
        new Axis(
            cost ? "network evaluations a sample" : option.orElseThrow(),
            isWide(points.stream().mapToDouble(right)));
    List<LinePlot> plots = new ArrayList<>();
    for (int k = 0; k < points.get(0).report.scores().size(); k++) {
      plots.add(plot(k, x, right));
    }
    int legend = LINE_OF_LEGEND * plots.get(0).lines().size() + MARGIN;
    return new PlotSheet(plots, COLUMNS, 320, Math.max(270, legend));
  }

  /**
   * Samplers are compared by what they cost: one of 10 steps may ask the network 10 times or 20.
   */
  private boolean isOfCost() {
    return option.isEmpty()
        || (option.get().startsWith("sampler")
            && points.stream().mapToDouble(Point::evaluations).distinct().count() > 1);
  }

  private LinePlot plot(int measure, Axis x, ToDoubleFunction<Point> right) {
    Reading first = points.get(0).report.scores().get(measure);
    List<Line> lines = new ArrayList<>();
    for (String curve : points.stream().map(Point::curve).distinct().toList()) {
      List<Point> own = points.stream().filter(point -> point.curve.equals(curve)).toList();
      lines.add(
          new Line(
              curve.isEmpty() ? "samples" : curve,
              own.stream().map(right::applyAsDouble).toList(),
              own.stream().map(point -> point.report.scores().get(measure).value()).toList(),
              true));
    }
    boolean wide = isWide(lines.stream().flatMap(line -> line.y().stream()).mapToDouble(v -> v));
    List<Point> inOrder =
        points.stream()
            .sorted((a, b) -> Double.compare(right.applyAsDouble(a), right.applyAsDouble(b)))
            .toList();
    lines.add(
        new Line(
            "data themselves",
            inOrder.stream().map(right::applyAsDouble).toList(),
            inOrder.stream().map(point -> point.report.scores().get(measure).reference()).toList(),
            false));
    return new LinePlot(
        first.name().replaceFirst(" \\(.*", ""),
        x,
        new Axis(ReadingsTable.better(first), wide),
        lines);
  }

  private static boolean isWide(DoubleStream values) {
    double[] sorted = values.sorted().toArray();
    return sorted[0] > 0 && sorted[sorted.length - 1] / sorted[0] > WIDE;
  }

  private static String shown(double value) {
    return String.format(Locale.ROOT, "%.4g", value);
  }

  private static String words(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e9
        ? String.valueOf((long) value)
        : String.valueOf(value);
  }

  private static String known(double value) {
    return Double.isNaN(value) ? "" : String.valueOf(value);
  }
}
