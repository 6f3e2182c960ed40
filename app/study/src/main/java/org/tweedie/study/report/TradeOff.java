package org.tweedie.study.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.tweedie.api.measure.Reading;
import org.tweedie.api.measure.Reading.Better;
import org.tweedie.engine.file.Csv;
import org.tweedie.engine.file.TextTable;
import org.tweedie.engine.picture.LinePlot;
import org.tweedie.engine.picture.LinePlot.Axis;
import org.tweedie.engine.picture.LinePlot.Line;
import org.tweedie.engine.picture.PlotSheet;

/**
 * Readings over the values of one option or two, as curves: what is gained in one measure is lost
 * in another.
 *
 * @param curves the option that tells curves apart, as in {@code sampler}, if there is one
 * @param option the option whose values are numbers, as in {@code sampler.steps}, if there is one
 * @param points one for each pair of their values, at least one
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
   * @param seeds over how many seeds the readings are means
   * @param evaluations predictions of the network that a sample took
   * @param readings what was measured, in the same order of all points: means over seeds with their
   *     standard errors, or what one seed has
   */
  public record Point(
      String curve, OptionalDouble value, int seeds, double evaluations, List<Reading> readings) {

    /** Copies. */
    public Point {
      readings = List.copyOf(readings);
    }
  }

  /**
   * Of the trials of a study that came to their end.
   *
   * @param curves the axis that tells curves apart
   * @param option the axis of numbers
   * @param outcomes trials, each with the same measures
   * @param cost the key of the reading that tells how often the network was asked for a sample
   * @return empty where no trial came to its end
   */
  public static Optional<TradeOff> of(
      Optional<String> curves, Optional<String> option, List<TrialOutcome> outcomes, String cost) {
    List<Point> points = new ArrayList<>();
    outcomes.stream()
        .filter(TrialOutcome::isDone)
        .collect(
            Collectors.groupingBy(TrialOutcome::settings, LinkedHashMap::new, Collectors.toList()))
        .forEach(
            (settings, trials) -> {
              List<Reading> readings =
                  trials.get(0).readings().keySet().stream().map(key -> mean(key, trials)).toList();
              points.add(
                  new Point(
                      curves.map(settings::get).orElse(""),
                      option
                          .map(settings::get)
                          .map(Double::valueOf)
                          .map(OptionalDouble::of)
                          .orElse(OptionalDouble.empty()),
                      trials.size(),
                      readings.stream()
                          .filter(reading -> reading.key().equals(cost))
                          .findFirst()
                          .map(Reading::value)
                          .orElse(Double.NaN),
                      readings.stream().filter(it -> !it.key().equals(cost)).toList()));
            });
    return points.isEmpty() ? Optional.empty() : Optional.of(new TradeOff(curves, option, points));
  }

  /** Over seeds with the error of that mean; of one seed its own. */
  private static Reading mean(String key, List<TrialOutcome> trials) {
    List<Reading> all = trials.stream().flatMap(trial -> trial.reading(key).stream()).toList();
    Reading first = all.get(0);
    if (all.size() == 1) {
      return first;
    }
    Summary values = Summary.of(all.stream().map(Reading::value).toList());
    return Reading.of(key, values.mean())
        .named(first.name())
        .inUnit(first.unit())
        .withBetter(first.better())
        .withStandardError(values.standardError())
        .withReference(Summary.of(all.stream().map(Reading::reference).toList()).mean());
  }

  /** Copies. */
  public TradeOff {
    points = List.copyOf(points);
  }

  /** A line a point and measure. */
  public String csv() {
    List<String> head = head();
    head.addAll(List.of("measure", "score", "standard_error", "data_itself", "seeds"));
    StringBuilder text = new StringBuilder(Csv.line(head));
    for (Point point : points) {
      for (Reading score : point.readings()) {
        List<String> cells = cells(point);
        cells.addAll(
            List.of(
                score.key(),
                String.valueOf(score.value()),
                known(score.standardError()),
                known(score.reference()),
                String.valueOf(point.seeds)));
        text.append(Csv.line(cells));
      }
    }
    return text.toString();
  }

  /** A line a point, a column a measure. */
  public String text() {
    List<Reading> measures = points.get(0).readings();
    List<String> head = head();
    measures.forEach(score -> head.add(score.key()));
    // Said where the means are not over equally many.
    boolean uneven = points.stream().mapToInt(Point::seeds).distinct().count() > 1;
    if (uneven) {
      head.add("seeds");
    }
    List<List<String>> rows = new ArrayList<>(List.of(head));
    for (Point point : points) {
      List<String> row = cells(point);
      point.readings().forEach(score -> row.add(shown(score)));
      if (uneven) {
        row.add(String.valueOf(point.seeds));
      }
      rows.add(row);
    }
    if (measures.stream().anyMatch(score -> !Double.isNaN(score.reference()))) {
      List<String> row = new ArrayList<>(head().stream().map(name -> "").toList());
      row.set(0, "data themselves");
      measures.forEach(
          score -> row.add(Double.isNaN(score.reference()) ? "" : shown(score.reference())));
      if (uneven) {
        row.add("");
      }
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
    for (int k = 0; k < points.get(0).readings().size(); k++) {
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
    Reading first = points.get(0).readings().get(measure);
    List<Line> lines = new ArrayList<>();
    for (String curve : points.stream().map(Point::curve).distinct().toList()) {
      List<Point> own = points.stream().filter(point -> point.curve.equals(curve)).toList();
      lines.add(
          new Line(
              curve.isEmpty() ? "samples" : curve,
              own.stream().map(right::applyAsDouble).toList(),
              own.stream().map(point -> point.readings().get(measure).value()).toList(),
              own.stream().map(point -> point.readings().get(measure).standardError()).toList(),
              true));
    }
    // Of what is better the more there is of it, orders at the lower end say nothing.
    boolean wide =
        first.better() != Better.MORE
            && isWide(lines.stream().flatMap(line -> line.y().stream()).mapToDouble(v -> v));
    List<Point> inOrder =
        points.stream()
            .sorted((a, b) -> Double.compare(right.applyAsDouble(a), right.applyAsDouble(b)))
            .toList();
    lines.add(
        new Line(
            "data themselves",
            inOrder.stream().map(right::applyAsDouble).toList(),
            inOrder.stream().map(point -> point.readings().get(measure).reference()).toList(),
            false));
    Metric metric = Metric.of(first);
    String upwards = metric.hasDirection() ? metric.direction() : "";
    return new LinePlot(first.name().replaceFirst(" \\(.*", ""), x, new Axis(upwards, wide), lines);
  }

  private static boolean isWide(DoubleStream values) {
    double[] sorted = values.sorted().toArray();
    return sorted[0] > 0 && sorted[sorted.length - 1] / sorted[0] > WIDE;
  }

  /** With its standard error, whose two digits settle how many the number has. */
  private static String shown(Reading score) {
    double error = score.standardError();
    if (!(error > 0) || !Double.isFinite(score.value())) {
      return shown(score.value());
    }
    int decimals = Numbers.resolving(error, 2).decimals();
    return String.format(
        Locale.ROOT, "%." + decimals + "f ± %." + decimals + "f", score.value(), error);
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
