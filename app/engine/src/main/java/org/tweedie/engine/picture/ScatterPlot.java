package org.tweedie.engine.picture;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;

/**
 * Points in the plane. Both axes run over the same fixed range, so that pictures of one run can be
 * laid side by side; how many points lie beyond it is written into the picture. Points of classes
 * have a colour for each.
 *
 * @param shape the data's shape: two numbers
 * @param classes the names of the classes; may be none
 */
record ScatterPlot(DataShape shape, List<String> classes) implements BatchPicture {

  /** The built-in toys lie within it, and all but 1 in 185 points of pure noise. */
  private static final double RANGE = 3;

  private static final int SIZE = 640;

  /** The part of the plot's width and height over which the axes' range is laid. */
  private static final double CONTENT = 0.96;

  private static final Color HIDDEN = new Color(0xa0, 0x20, 0x20);

  private static final Color POINT = new Color(0x1f, 0x4e, 0x9e, 0x90);

  /** Classes beyond these take the colours again. */
  private static final List<Color> COLOURS =
      List.of(
          POINT,
          new Color(0xd5, 0x5e, 0x00, 0x90),
          new Color(0x00, 0x9e, 0x73, 0x90),
          new Color(0xcc, 0x79, 0xa7, 0x90),
          new Color(0x56, 0xb4, 0xe9, 0x90),
          new Color(0xe6, 0x9f, 0x00, 0x90),
          new Color(0x60, 0x60, 0x60, 0x90),
          new Color(0x8c, 0x56, 0x4b, 0x90),
          new Color(0xbc, 0xbd, 0x22, 0x90),
          new Color(0x17, 0xbe, 0xcf, 0x90));

  /** More names would cover the points. */
  private static final int NAMED = 12;

  private static final int LONGEST_NAME = 30;

  private static final String DIAGONAL = "diagonal";

  ScatterPlot {
    classes = List.copyOf(classes);
    if (!canShow(shape)) {
      throw new IllegalArgumentException("only points with two coordinates can be shown: " + shape);
    }
  }

  static boolean canShow(DataShape shape) {
    return shape.equals(DataShape.point(2));
  }

  /**
   * The labels beside the plot take another room than those beneath it, and how much of it the font
   * decides; so a first drawing is measured, and the second is as much wider as the plot of the
   * first was higher than wide.
   */
  @Override
  public BufferedImage draw(Batch batch) {
    return draw(batch, Condition.none(batch.count()));
  }

  @Override
  public BufferedImage draw(Batch batch, Condition labels) {
    XYChart first = chart(batch, labels, SIZE);
    BufferedImage image = BitmapEncoder.getBufferedImage(first);
    double width = first.getScreenXFromChart(RANGE) - first.getScreenXFromChart(-RANGE);
    double height = first.getScreenYFromChart(-RANGE) - first.getScreenYFromChart(RANGE);
    int missing = (int) Math.round((height - width) / CONTENT);
    BufferedImage square =
        missing == 0 ? image : BitmapEncoder.getBufferedImage(chart(batch, labels, SIZE + missing));
    int hidden = batch.count() - visible(batch, i -> true).length / 2;
    if (hidden > 0) {
      tell(hidden, batch.count(), first, square);
    }
    return square;
  }

  /** In the plot's upper left corner, with a ground that covers points. */
  private static void tell(int hidden, int all, XYChart chart, BufferedImage image) {
    String words = "%d of %d points lie beyond the axes".formatted(hidden, all);
    Graphics2D graphics = image.createGraphics();
    try {
      graphics.setRenderingHint(
          RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
      graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
      FontMetrics metrics = graphics.getFontMetrics();
      int left = (int) chart.getScreenXFromChart(-RANGE) + 6;
      int top = (int) chart.getScreenYFromChart(RANGE) + 6;
      graphics.setColor(Color.WHITE);
      graphics.fillRect(left - 3, top, metrics.stringWidth(words) + 6, metrics.getHeight() + 2);
      graphics.setColor(HIDDEN);
      graphics.drawString(words, left, top + metrics.getAscent() + 1);
    } finally {
      graphics.dispose();
    }
  }

  private XYChart chart(Batch batch, Condition labels, int width) {
    XYChart chart = new XYChartBuilder().width(width).height(SIZE).build();
    chart
        .getStyler()
        .setXAxisMin(-RANGE)
        .setXAxisMax(RANGE)
        .setYAxisMin(-RANGE)
        .setYAxisMax(RANGE)
        .setLegendVisible(false)
        .setChartTitleVisible(false)
        .setChartBackgroundColor(Color.WHITE)
        .setPlotContentSize(CONTENT)
        .setMarkerSize(4);
    chart.getStyler().setDefaultSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
    // XChart takes the values of few points for the axes' labels, so that a picture's size would
    // depend on them; an unseen diagonal of many uneven values makes all pictures alike.
    double[] diagonal = IntStream.range(0, 60).mapToDouble(i -> RANGE * Math.cos(i)).toArray();
    chart
        .addSeries(DIAGONAL, diagonal, diagonal)
        .setMarker(SeriesMarkers.NONE)
        .setShowInLegend(false);
    TreeSet<Integer> there = new TreeSet<>();
    for (int i = 0; i < batch.count(); i++) {
      there.add(labels.label(i));
    }
    there.remove(Condition.NONE);
    chart
        .getStyler()
        .setLegendVisible(there.size() > 1 && there.size() <= NAMED)
        .setLegendPosition(Styler.LegendPosition.InsideNE);
    add(
        chart,
        Condition.NONE,
        "points",
        POINT,
        visible(batch, i -> labels.label(i) == Condition.NONE));
    for (int label : there) {
      add(
          chart,
          label,
          classes.get(label),
          COLOURS.get(label % COLOURS.size()),
          visible(batch, i -> labels.label(i) == label));
    }
    return chart;
  }

  /** Known by its number, since several classes may have one name, or one of a line here. */
  private static void add(XYChart chart, int label, String name, Color colour, double[] points) {
    if (points.length > 0) {
      XYSeries series =
          chart.addSeries("label " + label, coordinate(points, 0), coordinate(points, 1));
      series.setLabel(name.isBlank() ? "class " + label : shortened(name));
      series.setMarker(SeriesMarkers.CIRCLE).setMarkerColor(colour);
    }
  }

  private static String shortened(String name) {
    return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME - 1) + "…";
  }

  private static double[] visible(Batch batch, IntPredicate some) {
    double[] kept = new double[batch.values().length];
    int count = 0;
    for (int i = 0; i < batch.values().length; i += 2) {
      double x = batch.values()[i];
      double y = batch.values()[i + 1];
      if (some.test(i / 2) && Math.abs(x) <= RANGE && Math.abs(y) <= RANGE) {
        kept[count++] = x;
        kept[count++] = y;
      }
    }
    return Arrays.copyOf(kept, count);
  }

  private static double[] coordinate(double[] points, int which) {
    double[] result = new double[points.length / 2];
    for (int i = 0; i < result.length; i++) {
      result[i] = points[2 * i + which];
    }
    return result;
  }
}
