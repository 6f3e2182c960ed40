package org.tweedie.engine.picture;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.font.FontRenderContext;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Lines over a common axis. How many of their points have no place on it, since they are not
 * finite, or not above 0 where it is logarithmic, stands in the title.
 *
 * @param title what they show
 * @param x the axis to the right
 * @param y the axis upwards
 * @param lines the lines, told apart by colour, dashes and marks
 */
public record LinePlot(String title, Axis x, Axis y, List<Line> lines) {

  /** Eight colours that colour-blind people tell apart (Okabe and Ito 2008). */
  private static final List<Color> COLOURS =
      List.of(
          new Color(0x0072B2),
          new Color(0xD55E00),
          new Color(0x009E73),
          new Color(0xCC79A7),
          new Color(0xE69F00),
          new Color(0x56B4E9),
          new Color(0x000000),
          new Color(0xA0942C));

  private static final List<float[]> DASHES =
      List.of(new float[] {1}, new float[] {7, 4}, new float[] {2, 3}, new float[] {9, 3, 2, 3});

  private static final List<Marker> MARKERS =
      List.of(
          SeriesMarkers.CIRCLE,
          SeriesMarkers.SQUARE,
          SeriesMarkers.DIAMOND,
          SeriesMarkers.TRIANGLE_UP);

  /** Light, since a logarithmic axis has many lines. */
  private static final Color GRID = new Color(0xEEEEEE);

  /**
   * On both sides of a title, in pixels: titles stand over the middle of the plot, which is to the
   * right of the chart's by half of what the axis and its label take.
   */
  private static final int EDGE = 40;

  private static final int LEAST_FONT = 7;

  /**
   * An axis.
   *
   * @param label what it measures
   * @param logarithmic whether equal distances are equal factors
   */
  public record Axis(String label, boolean logarithmic) {}

  /**
   * A line; values that are not finite, or not above 0 on a logarithmic axis, are left out.
   *
   * @param name its name in the legend
   * @param x where its points are to the right
   * @param y as many values upwards
   * @param errors as many standard errors, drawn as bars; NaN where one is not known; may be empty
   * @param marked whether its points are marked
   */
  public record Line(
      String name, List<Double> x, List<Double> y, List<Double> errors, boolean marked) {

    /** A line without errors. */
    public Line(String name, List<Double> x, List<Double> y, boolean marked) {
      this(name, x, y, List.of(), marked);
    }

    /** How far a point's bar reaches; not to the end of a logarithmic axis, which is far away. */
    private double bar(int point, Axis up) {
      double error = errors.isEmpty() ? Double.NaN : errors.get(point);
      boolean known = Double.isFinite(error) && (!up.logarithmic || error < y.get(point));
      return known ? error : 0;
    }
  }

  /** Copies the lines. */
  public LinePlot {
    lines = List.copyOf(lines);
  }

  /**
   * The chart.
   *
   * @param width in pixels, without the legend
   * @param height in pixels
   * @param legend the legend's width; 0 where there is none
   */
  XYChart chart(int width, int height, int legend) {
    String whole = title + hidden();
    XYChart chart =
        new XYChartBuilder()
            .width(width + legend)
            .height(height)
            .title(whole)
            .xAxisTitle(x.label)
            .yAxisTitle(y.label)
            .build();
    chart
        .getStyler()
        .setXAxisLogarithmic(x.logarithmic)
        .setYAxisLogarithmic(y.logarithmic)
        .setXAxisMaxLabelCount(6)
        .setPlotGridLinesColor(GRID)
        .setPlotGridLinesStroke(new BasicStroke(0.8f))
        .setLegendVisible(legend > 0)
        .setLegendPosition(Styler.LegendPosition.OutsideE)
        .setLegendBorderColor(Color.WHITE)
        .setChartBackgroundColor(Color.WHITE)
        .setPlotBorderVisible(false)
        .setMarkerSize(5);
    chart.getStyler().setErrorBarsColorSeriesColor(true);
    chart
        .getStyler()
        .setChartTitleFont(fitting(chart.getStyler().getChartTitleFont(), whole, width));
    for (int i = 0; i < lines.size(); i++) {
      add(chart, i, lines.get(i));
    }
    return chart;
  }

  /** As large as a text of some width allows, down to what can be read. */
  private static Font fitting(Font font, String text, int width) {
    double wide = font.getStringBounds(text, new FontRenderContext(null, true, true)).getWidth();
    double size = font.getSize2D() * (width - 2.0 * EDGE) / wide;
    return size < font.getSize2D() ? font.deriveFont((float) Math.max(LEAST_FONT, size)) : font;
  }

  private String hidden() {
    long all = lines.stream().mapToLong(line -> line.x.size()).sum();
    long shown = lines.stream().mapToLong(line -> shown(line).size()).sum();
    return shown == all
        ? ""
        : String.format(Locale.ROOT, " (%d of %d points not shown)", all - shown, all);
  }

  private List<Integer> shown(Line line) {
    return IntStream.range(0, line.x.size())
        .filter(i -> isShown(x, line.x.get(i)) && isShown(y, line.y.get(i)))
        .boxed()
        .toList();
  }

  private void add(XYChart chart, int index, Line line) {
    List<Integer> kept = shown(line);
    if (kept.isEmpty()) {
      return;
    }
    int round = index / COLOURS.size();
    Marker marker = line.marked ? MARKERS.get(round % MARKERS.size()) : SeriesMarkers.NONE;
    Color colour = COLOURS.get(index % COLOURS.size());
    float[] dashes = DASHES.get(round % DASHES.size());
    double[] right = kept.stream().mapToDouble(line.x::get).toArray();
    double[] up = kept.stream().mapToDouble(line.y::get).toArray();
    double[] bars = kept.stream().mapToDouble(point -> line.bar(point, y)).toArray();
    XYSeries series =
        Arrays.stream(bars).anyMatch(bar -> bar > 0)
            ? chart.addSeries("line " + index, right, up, bars)
            : chart.addSeries("line " + index, right, up);
    // Several lines may have one name.
    series.setLabel(line.name.isBlank() ? "line " + (index + 1) : line.name);
    series.setLineColor(colour);
    series.setMarkerColor(colour);
    series.setMarker(marker);
    series.setLineStyle(
        new BasicStroke(
            1.6f,
            BasicStroke.CAP_BUTT,
            BasicStroke.JOIN_ROUND,
            10,
            dashes.length == 1 ? null : dashes,
            0));
  }

  private static boolean isShown(Axis axis, double value) {
    return Double.isFinite(value) && (!axis.logarithmic || value > 0);
  }
}
