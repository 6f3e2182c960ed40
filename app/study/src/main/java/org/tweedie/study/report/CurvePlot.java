package org.tweedie.study.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/**
 * Learning curves: a line a variant, the mean over its seeds, with a band of one standard
 * deviation.
 */
final class CurvePlot {

  private static final int COLOURS = 8;
  private static final List<String> DASHES = List.of("", "7 4", "2 3", "9 3 2 3");

  /** The first steps would squeeze all others into a line. */
  private static final double SKIPPED = 0.1;

  private final List<LearningCurve> curves;
  private final Scale x;
  private final Scale y;

  private CurvePlot(List<LearningCurve> curves) {
    this.curves = curves;
    double last = points(curves).mapToDouble(LearningCurve.Point::step).max().orElse(1);
    double first = points(curves).mapToDouble(LearningCurve.Point::step).min().orElse(0);
    this.x = new Scale(first == last ? 0 : Math.min(first, 0.05 * last), last);
    this.y = vertical(curves, SKIPPED * last);
  }

  /**
   * One variant that diverges would press all others flat on a linear axis, and a band of one
   * deviation may reach below 0, where a logarithmic one has no place: means settle which it is.
   */
  private static Scale vertical(List<LearningCurve> curves, double from) {
    DoubleStream means =
        points(curves)
            .filter(point -> point.step() >= from)
            .mapToDouble(point -> point.values().mean());
    if (Scale.areWide(means)) {
      return Scale.logarithmicOver(
          points(curves)
              .flatMapToDouble(point -> DoubleStream.of(point.values().mean(), point.high())));
    }
    return Scale.over(
        points(curves)
            .filter(point -> point.step() >= from)
            .flatMapToDouble(point -> DoubleStream.of(point.low(), point.high())));
  }

  private static java.util.stream.Stream<LearningCurve.Point> points(List<LearningCurve> curves) {
    return curves.stream().flatMap(curve -> curve.points().stream());
  }

  /** The figure of a tag. */
  static String of(Study study, String tag) {
    List<LearningCurve> curves =
        study.variants().stream()
            .map(variant -> LearningCurve.of(variant, tag))
            .filter(curve -> !curve.points().isEmpty())
            .toList();
    return new CurvePlot(curves).figure(study, tag);
  }

  private String figure(Study study, String tag) {
    StringBuilder drawing = new StringBuilder();
    y.ticks()
        .forEach(
            tick ->
                drawing.append("<path class=\"gridline\" d=\"M0 %sH100\"/>".formatted(down(tick))));
    for (int i = 0; i < curves.size(); i++) {
      drawing.append(band(curves.get(i), colour(study, i)));
    }
    for (int i = 0; i < curves.size(); i++) {
      drawing.append(line(curves.get(i), study, i));
    }
    return """
    <figure>
    <div class="plot">
    <div class="y" aria-hidden="true">%s</div>
    <svg viewBox="0 0 100 100" preserveAspectRatio="none" role="img" aria-label="%s">%s</svg>
    <div class="axis" aria-hidden="true">%s</div>
    </div>
    <ul class="legend">
    %s</ul>
    <figcaption><b>%s</b> by training step: the mean over seeds, with a band of one standard \
    deviation.%s%s</figcaption>
    </figure>
    """
        .formatted(
            y.labels("top", 100),
            Html.text(tag + " by training step; at its end " + ends(study)),
            drawing,
            x.labels("left", 0),
            legend(study),
            Html.text(tag),
            y.note(),
            beyond());
  }

  /** The first steps are not what the axis is laid over. */
  private String beyond() {
    long all = points(curves).count();
    long beyond =
        points(curves)
            .filter(point -> point.high() > y.high() || (!y.logarithmic() && point.low() < y.low()))
            .count();
    return beyond == 0
        ? ""
        : " Of %d points %d, with their bands, reach beyond the plot: it is laid over what follows the first tenth of the steps."
            .formatted(all, beyond);
  }

  private String ends(Study study) {
    Numbers numbers = Numbers.of(study);
    return curves.stream()
        .map(
            curve ->
                curve.variant().label()
                    + " "
                    + numbers.plain(curve.points().get(curve.points().size() - 1).values().mean()))
        .collect(Collectors.joining("; "));
  }

  /** Where a number lies, from the top. */
  private String down(double value) {
    return Scale.decimal(100 - y.percent(value));
  }

  private String point(double step, double value) {
    return Scale.decimal(x.percent(step)) + "," + down(value);
  }

  private int colour(Study study, int curve) {
    return study.variants().indexOf(curves.get(curve).variant());
  }

  private String band(LearningCurve curve, int index) {
    List<String> corners = new ArrayList<>();
    curve.points().forEach(point -> corners.add(point(point.step(), point.high())));
    List<String> back = new ArrayList<>();
    curve.points().forEach(point -> back.add(point(point.step(), point.low())));
    Collections.reverse(back);
    corners.addAll(back);
    return "<polygon class=\"band\" style=\"fill:var(--s%d)\" points=\"%s\"/>"
        .formatted(index % COLOURS, String.join(" ", corners));
  }

  private String line(LearningCurve curve, Study study, int index) {
    return "<polyline class=\"line\" style=\"%s\" points=\"%s\"><title>%s</title></polyline>"
        .formatted(
            stroke(colour(study, index)),
            curve.points().stream()
                .map(point -> point(point.step(), point.values().mean()))
                .collect(Collectors.joining(" ")),
            Html.text(curve.variant().label()));
  }

  /** Variants beyond the colours take them again, with dashes. */
  private static String stroke(int index) {
    String dashes = DASHES.get(index / COLOURS % DASHES.size());
    return "stroke:var(--s%d)%s"
        .formatted(index % COLOURS, dashes.isEmpty() ? "" : ";stroke-dasharray:" + dashes);
  }

  private String legend(Study study) {
    StringBuilder legend = new StringBuilder();
    for (int i = 0; i < curves.size(); i++) {
      legend.append(
          "<li><svg viewBox=\"0 0 30 10\" aria-hidden=\"true\"><path class=\"line\" style=\"%s\" d=\"M0 5H30\"/></svg><span>%s</span></li>\n"
              .formatted(stroke(colour(study, i)), Html.label(study, curves.get(i).variant())));
    }
    return legend.toString();
  }
}
