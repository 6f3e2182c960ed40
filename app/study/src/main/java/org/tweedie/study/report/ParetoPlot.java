package org.tweedie.study.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/**
 * One metric against another: a point a variant, with the interval of each mean, and a line through
 * those that no other variant beats in both. Positions are per cents, so that a narrow screen
 * squeezes the plot and not its marks.
 */
final class ParetoPlot {

  private static final int COLOURS = 8;

  /** Names of points to the right of this stand to their left. */
  private static final double TURN = 62;

  /** A variant with its mean and interval in both metrics. */
  private record Point(Variant variant, double x, Interval across, double y, Interval upright) {}

  private final Study vertical;
  private final Study horizontal;
  private final List<Point> points = new ArrayList<>();
  private final Scale x;
  private final Scale y;
  private final Optional<String> colour;

  private ParetoPlot(Study vertical, Study horizontal) {
    this.vertical = vertical;
    this.horizontal = horizontal;
    for (int i = 0; i < vertical.variants().size(); i++) {
      Variant one = vertical.variants().get(i);
      Variant other = horizontal.variants().get(i);
      if (!one.readings().isEmpty() && !other.readings().isEmpty()) {
        points.add(
            new Point(
                one,
                other.summary().mean(),
                other.interval(),
                one.summary().mean(),
                one.interval()));
      }
    }
    x = Scale.fitting(points.stream().flatMapToDouble(it -> ends(it.x(), it.across())).toArray());
    y = Scale.fitting(points.stream().flatMapToDouble(it -> ends(it.y(), it.upright())).toArray());
    colour =
        vertical.axes().stream()
            .filter(axis -> vertical.values(axis).size() > 1)
            .filter(axis -> vertical.values(axis).size() <= COLOURS)
            .findFirst();
  }

  private static DoubleStream ends(double mean, Interval interval) {
    return DoubleStream.of(mean, interval.low(), interval.high()).filter(Double::isFinite);
  }

  /**
   * The figure.
   *
   * @param vertical the study by the metric that goes upwards
   * @param horizontal the same by the one that goes to the right
   * @return empty where one of them says of no value that it is better, or there are no two
   *     variants to compare
   */
  static Optional<String> of(Study vertical, Study horizontal) {
    ParetoPlot plot = new ParetoPlot(vertical, horizontal);
    return vertical.metric().hasDirection()
            && horizontal.metric().hasDirection()
            && plot.points.size() > 1
        ? Optional.of(plot.figure())
        : Optional.empty();
  }

  /** The variants that no other one beats in one metric without losing in the other. */
  static List<Variant> front(Study vertical, Study horizontal) {
    return new ParetoPlot(vertical, horizontal).front().stream().map(Point::variant).toList();
  }

  private List<Point> front() {
    return points.stream()
        .filter(point -> points.stream().noneMatch(other -> beats(other, point)))
        .sorted(Comparator.comparingDouble(Point::x))
        .toList();
  }

  private boolean beats(Point one, Point other) {
    Metric up = vertical.metric();
    Metric across = horizontal.metric();
    boolean loses = up.isBetter(other.y(), one.y()) || across.isBetter(other.x(), one.x());
    return !loses && (up.isBetter(one.y(), other.y()) || across.isBetter(one.x(), other.x()));
  }

  private String figure() {
    List<Point> front = front();
    StringBuilder drawing = new StringBuilder();
    y.ticks().forEach(tick -> drawing.append(line("gridline", 0, down(tick), 100, down(tick))));
    for (int i = 1; i < front.size(); i++) {
      Point from = front.get(i - 1);
      Point to = front.get(i);
      drawing.append(line("front", x.percent(from.x()), down(from.y()), right(to), down(to.y())));
    }
    points.forEach(point -> drawing.append(bars(point)));
    points.forEach(point -> drawing.append(dot(point, front.contains(point))));
    front.forEach(point -> drawing.append(name(point)));
    return """
    <figure>
    <div class="plot">
    <div class="y" aria-hidden="true">%s</div>
    <svg role="img" aria-label="%s">%s</svg>
    <div class="axis" aria-hidden="true">%s</div>
    </div>
    %s<figcaption><b>%s</b> (upwards, %s) against <b>%s</b> (to the right, %s): means over seeds \
    with their 95%% bootstrap intervals. The line joins the variants that none beats in \
    both.%s%s%s</figcaption>
    </figure>
    """
        .formatted(
            y.labels("top", 100),
            Html.text(words(front)),
            drawing,
            x.labels("left", 0),
            legend(),
            Html.text(vertical.metric().key()),
            vertical.metric().direction(),
            Html.text(horizontal.metric().key()),
            horizontal.metric().direction(),
            left(),
            y.logarithmic() ? " Upwards equal distances are equal factors." : "",
            x.logarithmic() ? " To the right equal distances are equal factors." : "");
  }

  /** Who has no place in it. */
  private String left() {
    int left = vertical.variants().size() - points.size();
    return left == 0
        ? ""
        : " Of %d variants %d, without a value in one of the two, %s not shown."
            .formatted(vertical.variants().size(), left, left == 1 ? "is" : "are");
  }

  private String words(List<Point> front) {
    Numbers up = Numbers.of(vertical);
    Numbers across = Numbers.of(horizontal);
    return "%s against %s; none beats "
            .formatted(vertical.metric().key(), horizontal.metric().key())
        + front.stream()
            .map(
                point ->
                    "%s (%s; %s)"
                        .formatted(
                            point.variant().label(), up.plain(point.y()), across.plain(point.x())))
            .collect(Collectors.joining(", "));
  }

  private double down(double value) {
    return 100 - y.percent(value);
  }

  private double right(Point point) {
    return x.percent(point.x());
  }

  private static String line(String kind, double x1, double y1, double x2, double y2) {
    return "<line class=\"%s\" x1=\"%s%%\" y1=\"%s%%\" x2=\"%s%%\" y2=\"%s%%\"/>"
        .formatted(
            kind, Scale.decimal(x1), Scale.decimal(y1), Scale.decimal(x2), Scale.decimal(y2));
  }

  private String bars(Point point) {
    StringBuilder bars = new StringBuilder();
    if (point.across().isKnown()) {
      bars.append(
          line(
              "thin",
              x.percent(point.across().low()),
              down(point.y()),
              x.percent(point.across().high()),
              down(point.y())));
    }
    if (point.upright().isKnown()) {
      bars.append(
          line(
              "thin",
              right(point),
              down(point.upright().low()),
              right(point),
              down(point.upright().high())));
    }
    return bars.toString();
  }

  private String dot(Point point, boolean unbeaten) {
    return "<circle style=\"fill:var(--s%d)\" cx=\"%s\" cy=\"%s%%\" r=\"%s\"><title>%s: %s, %s</title></circle>"
        .formatted(
            colour
                .map(
                    axis ->
                        List.copyOf(vertical.values(axis))
                            .indexOf(point.variant().settings().getOrDefault(axis, "")))
                .filter(index -> index >= 0)
                .orElse(0),
            x.at(point.x()),
            Scale.decimal(down(point.y())),
            unbeaten ? "5.5" : "3.5",
            Html.text(point.variant().label()),
            Numbers.of(vertical).plain(point.y()),
            Numbers.of(horizontal).plain(point.x()));
  }

  /** The values that the colour does not tell. */
  private String name(Point point) {
    String name =
        point.variant().settings().entrySet().stream()
            .filter(entry -> vertical.values(entry.getKey()).size() > 1)
            .filter(entry -> !colour.equals(Optional.of(entry.getKey())))
            .map(entry -> Variant.word(entry.getKey(), entry.getValue()))
            .collect(Collectors.joining(", "));
    boolean turned = right(point) > TURN;
    return "<text class=\"name\" x=\"%s\" y=\"%s%%\" dx=\"%d\" dy=\"-7\" text-anchor=\"%s\">%s</text>"
        .formatted(
            x.at(point.x()),
            Scale.decimal(down(point.y())),
            turned ? -7 : 7,
            turned ? "end" : "start",
            Html.text(name));
  }

  private String legend() {
    if (colour.isEmpty()) {
      return "";
    }
    StringBuilder legend = new StringBuilder("<ul class=\"legend\">\n");
    int index = 0;
    for (String value : vertical.values(colour.get())) {
      legend.append(
          "<li><svg aria-hidden=\"true\"><circle style=\"fill:var(--s%d)\" cx=\"50%%\" cy=\"50%%\" r=\"4.5\"/></svg><span>%s</span></li>\n"
              .formatted(index++, Html.text(value)));
    }
    return legend.append("</ul>\n").toString();
  }
}
