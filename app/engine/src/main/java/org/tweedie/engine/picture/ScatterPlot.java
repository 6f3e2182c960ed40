package org.tweedie.engine.picture;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.Batch;

/**
 * Points in the plane. Both axes run over the same fixed range, so that pictures of one run can be
 * laid side by side; how many points lie beyond it is written into the picture.
 *
 * @param shape the data's shape: two numbers
 */
record ScatterPlot(DataShape shape) implements BatchPicture {

  /** The built-in toys lie within it, and all but 1 in 185 points of pure noise. */
  private static final double RANGE = 3;

  private static final int SIZE = 640;

  /** The part of the plot's width and height over which the axes' range is laid. */
  private static final double CONTENT = 0.96;

  private static final Color HIDDEN = new Color(0xa0, 0x20, 0x20);

  private static final Color POINT = new Color(0x1f, 0x4e, 0x9e, 0x90);

  ScatterPlot {
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
    XYChart first = chart(batch, SIZE);
    BufferedImage image = BitmapEncoder.getBufferedImage(first);
    double width = first.getScreenXFromChart(RANGE) - first.getScreenXFromChart(-RANGE);
    double height = first.getScreenYFromChart(-RANGE) - first.getScreenYFromChart(RANGE);
    int missing = (int) Math.round((height - width) / CONTENT);
    BufferedImage square =
        missing == 0 ? image : BitmapEncoder.getBufferedImage(chart(batch, SIZE + missing));
    int hidden = batch.count() - visible(batch).length / 2;
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

  private static XYChart chart(Batch batch, int width) {
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
    chart.addSeries("diagonal", diagonal, diagonal).setMarker(SeriesMarkers.NONE);
    double[] visible = visible(batch);
    if (visible.length > 0) {
      chart
          .addSeries("points", coordinate(visible, 0), coordinate(visible, 1))
          .setMarker(SeriesMarkers.CIRCLE)
          .setMarkerColor(POINT);
    }
    return chart;
  }

  private static double[] visible(Batch batch) {
    double[] kept = new double[batch.values().length];
    int count = 0;
    for (int i = 0; i < batch.values().length; i += 2) {
      double x = batch.values()[i];
      double y = batch.values()[i + 1];
      if (Math.abs(x) <= RANGE && Math.abs(y) <= RANGE) {
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
