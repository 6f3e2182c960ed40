package org.tweedie.app.score;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.tweedie.app.picture.LinePlot;
import org.tweedie.app.picture.LinePlot.Axis;
import org.tweedie.app.picture.LinePlot.Line;
import org.tweedie.app.picture.PlotSheet;

/**
 * Scores over the values of one option, as curves: what is gained in one measure is lost in
 * another.
 *
 * @param option its path, as in {@code guidance.scale}
 * @param points one an option's value
 */
public record TradeOff(String option, List<Point> points) {

  private static final int COLUMNS = 3;

  /** Values further apart than by this factor get a logarithmic axis. */
  private static final double WIDE = 20;

  /** What one value of the option gives. */
  public record Point(double value, ScoreReport report) {}

  /** Copies. */
  public TradeOff {
    points = List.copyOf(points);
  }

  /** A line a value and measure. */
  public String csv() {
    StringBuilder text = new StringBuilder(option + ",measure,score,standard_error,data_itself\n");
    for (Point point : points) {
      for (Score score : point.report.scores()) {
        text.append(
            "%s,%s,%s,%s,%s%n"
                .formatted(
                    words(point.value),
                    score.key(),
                    score.value(),
                    known(score.standardError()),
                    known(score.floor())));
      }
    }
    return text.toString();
  }

  /** A line a value, a column a measure. */
  public String text() {
    List<Score> measures = points.get(0).report.scores();
    StringBuilder text = new StringBuilder("%18s".formatted(option));
    measures.forEach(score -> text.append(" %20s".formatted(score.key())));
    for (Point point : points) {
      text.append("%n%18s".formatted(words(point.value)));
      for (Score score : point.report.scores()) {
        text.append(String.format(Locale.ROOT, " %20.4g", score.value()));
      }
    }
    if (measures.stream().anyMatch(score -> !Double.isNaN(score.floor()))) {
      text.append("%n%18s".formatted("data themselves"));
      measures.forEach(score -> text.append(String.format(Locale.ROOT, " %20.4g", score.floor())));
    }
    return text.toString();
  }

  /** A plot a measure; beside the samples' line the one of data in their place, where known. */
  public PlotSheet picture() {
    List<Double> values = points.stream().map(Point::value).toList();
    double least = values.stream().min(Double::compare).orElseThrow();
    double most = values.stream().max(Double::compare).orElseThrow();
    Axis x = new Axis(option, least > 0 && most / least > WIDE);
    List<LinePlot> plots = new ArrayList<>();
    for (int k = 0; k < points.get(0).report.scores().size(); k++) {
      int measure = k;
      List<Score> scores =
          points.stream().map(point -> point.report.scores().get(measure)).toList();
      Score first = scores.get(0);
      plots.add(
          new LinePlot(
              first.name().replaceFirst(" \\(.*", ""),
              x,
              new Axis(first.lowerIsBetter() ? "lower is better" : "higher is better", false),
              List.of(
                  new Line("samples", values, scores.stream().map(Score::value).toList(), true),
                  new Line(
                      "data themselves",
                      values,
                      scores.stream().map(Score::floor).toList(),
                      false))));
    }
    return new PlotSheet(plots, COLUMNS, 320, 270);
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
