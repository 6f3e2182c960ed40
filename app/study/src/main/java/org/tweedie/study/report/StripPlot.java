package org.tweedie.study.report;

import java.util.List;
import java.util.Objects;
import java.util.stream.DoubleStream;

/**
 * Rows of numbers on one axis. Positions are per cents and labels are text of the page, so that a
 * narrow screen squeezes the plot and not its letters.
 */
final class StripPlot {

  private final Scale scale;
  private final StringBuilder rows = new StringBuilder();

  StripPlot(Scale scale) {
    this.scale = scale;
  }

  /** The metric of every seed, and the mean. */
  static StripPlot values(Study study) {
    List<Variant> variants = study.withValues();
    Scale scale =
        Scale.fitting(
            variants.stream()
                .flatMap(variant -> variant.values().values().stream())
                .mapToDouble(Double::doubleValue)
                .toArray());
    Numbers numbers = Numbers.of(study);
    StripPlot plot = new StripPlot(scale);
    for (Variant variant : variants) {
      StringBuilder marks = new StringBuilder();
      double mean = variant.summary().mean();
      marks.append(plot.upright("mean", mean, 15, 85));
      variant
          .values()
          .forEach(
              (seed, value) ->
                  marks.append(
                      "<circle class=\"dot\" cx=\"%s\" cy=\"50%%\" r=\"4.5\"><title>seed %d: %s</title></circle>"
                          .formatted(scale.at(value), seed, numbers.plain(value))));
      plot.row(
          Html.label(study, variant),
          variant.label() + ": mean " + numbers.of(variant.summary()),
          marks.toString());
    }
    return plot;
  }

  /** What a caption says of the axis, if anything. */
  String note() {
    return scale.note();
  }

  /** The differences to the baseline: every pair, the mean and both intervals. */
  static String differences(Study study) {
    List<Variant> variants =
        study.ranked().stream().filter(study.differences()::containsKey).toList();
    Scale scale =
        Scale.over(
            DoubleStream.concat(
                DoubleStream.of(0),
                variants.stream()
                    .map(study.differences()::get)
                    .flatMapToDouble(
                        difference ->
                            DoubleStream.concat(
                                difference.differences().stream().mapToDouble(d -> d),
                                DoubleStream.of(
                                    difference.studentT().low(),
                                    difference.studentT().high(),
                                    difference.bootstrap().low(),
                                    difference.bootstrap().high())))));
    Numbers numbers = Numbers.of(study);
    StripPlot plot = new StripPlot(scale);
    for (Variant variant : variants) {
      PairedDifference difference = Objects.requireNonNull(study.differences().get(variant));
      StringBuilder marks = new StringBuilder(plot.upright("zero", 0, 0, 100));
      if (difference.studentT().isKnown()) {
        marks.append(plot.flat("thin", difference.studentT()));
      }
      if (difference.bootstrap().isKnown()) {
        marks.append(plot.flat("thick", difference.bootstrap()));
      }
      marks.append(plot.upright("mean", difference.summary().mean(), 15, 85));
      for (double each : difference.differences()) {
        marks.append(
            "<circle class=\"dot\" cx=\"%s\" cy=\"50%%\" r=\"3.5\"><title>%s</title></circle>"
                .formatted(scale.at(each), numbers.signed(each)));
      }
      plot.row(
          Html.label(study, variant),
          variant.label()
              + ": difference "
              + numbers.signed(difference.summary().mean())
              + ", bootstrap interval "
              + numbers.of(difference.bootstrap()),
          marks.toString());
    }
    return plot.toString();
  }

  private String upright(String kind, double value, int from, int to) {
    String x = scale.at(value);
    return "<line class=\"%s\" x1=\"%s\" x2=\"%s\" y1=\"%d%%\" y2=\"%d%%\"/>"
        .formatted(kind, x, x, from, to);
  }

  private String flat(String kind, Interval interval) {
    return "<line class=\"%s\" x1=\"%s\" x2=\"%s\" y1=\"50%%\" y2=\"50%%\"/>"
        .formatted(kind, scale.at(interval.low()), scale.at(interval.high()));
  }

  private void row(String label, String words, String marks) {
    StringBuilder grid = new StringBuilder();
    scale.ticks().forEach(tick -> grid.append(upright("grid", tick, 0, 100)));
    rows.append(
        "<div class=\"label\">%s</div>\n<div class=\"row\"><svg role=\"img\" aria-label=\"%s\">%s%s</svg></div>\n"
            .formatted(label, Html.text(words), grid, marks));
  }

  /** The rows with the axis beneath them. */
  @Override
  public String toString() {
    StringBuilder axis = new StringBuilder();
    for (double tick : scale.ticks()) {
      axis.append("<span style=\"left:%s\">%s</span>".formatted(scale.at(tick), scale.label(tick)));
    }
    return "<div class=\"strips\">\n"
        + rows
        + "<div></div><div class=\"axis\" aria-hidden=\"true\">"
        + axis
        + "</div>\n</div>\n";
  }
}
