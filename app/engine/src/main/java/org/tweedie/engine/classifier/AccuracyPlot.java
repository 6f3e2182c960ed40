package org.tweedie.engine.classifier;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** A classifier's accuracy and cross-entropy over the log SNR, one above the other. */
public final class AccuracyPlot {

  private static final int WIDTH = 640;
  private static final int HEIGHT = 320;
  private static final Color MEASURED = new Color(0x1f4e9e);
  private static final Color GUESSING = new Color(0x999999);

  private AccuracyPlot() {}

  /** Draws a report; bars are standard errors, the dashed line is what guessing gives. */
  public static BufferedImage draw(ClassifierReport report) {
    BufferedImage above =
        chart(
            report,
            "accuracy",
            1.0 / report.classes(),
            LevelAccuracy::accuracy,
            LevelAccuracy::accuracyError);
    BufferedImage beneath =
        chart(
            report,
            "cross-entropy (nats)",
            Math.log(report.classes()),
            LevelAccuracy::crossEntropy,
            LevelAccuracy::crossEntropyError);
    BufferedImage both = new BufferedImage(WIDTH, 2 * HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = both.createGraphics();
    graphics.drawImage(above, 0, 0, null);
    graphics.drawImage(beneath, 0, HEIGHT, null);
    graphics.dispose();
    return both;
  }

  private static BufferedImage chart(
      ClassifierReport report,
      String title,
      double guessing,
      ToDoubleFunction<LevelAccuracy> value,
      ToDoubleFunction<LevelAccuracy> error) {
    List<LevelAccuracy> levels =
        report.levels().stream().filter(level -> Double.isFinite(level.logSnr())).toList();
    double[] x = levels.stream().mapToDouble(LevelAccuracy::logSnr).toArray();
    double[] guess = new double[x.length];
    Arrays.fill(guess, guessing);
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .xAxisTitle("log SNR (noise left, data right)")
            .yAxisTitle(title)
            .build();
    chart.getStyler().setYAxisMin(0.0);
    chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideE);
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    XYSeries measured =
        chart.addSeries(
            "test split",
            x,
            levels.stream().mapToDouble(value).toArray(),
            levels.stream().mapToDouble(error).toArray());
    measured.setLineColor(MEASURED);
    measured.setMarkerColor(MEASURED);
    measured.setMarker(SeriesMarkers.CIRCLE);
    XYSeries guesses = chart.addSeries("guessing", x, guess);
    guesses.setLineColor(GUESSING);
    guesses.setLineStyle(
        new BasicStroke(2, BasicStroke.CAP_BUTT, BasicStroke.JOIN_BEVEL, 1, new float[] {6, 4}, 0));
    guesses.setMarker(SeriesMarkers.NONE);
    return BitmapEncoder.getBufferedImage(chart);
  }
}
