package org.tweedie.engine.picture;

import de.erichseifert.vectorgraphics2d.Document;
import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.svg.SVGProcessor;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.XYChart;
import org.tweedie.engine.file.AtomicFile;

/**
 * Plots side by side in one picture, with one legend for all.
 *
 * @param plots the plots, row by row
 * @param columns how many there are in a row
 * @param width the width of one, in pixels
 * @param height the height of one, in pixels
 */
public record PlotSheet(List<LinePlot> plots, int columns, int width, int height) {

  /** The least and the most room of a legend, in pixels. */
  private static final int LEGEND = 150;

  private static final int WIDEST_LEGEND = 400;

  /** What a letter and the line before a name take of it. */
  private static final double LETTER = 6.5;

  private static final int SAMPLE = 55;

  private static final List<String> ENDINGS = List.of("png", "svg");

  /** Copies the plots. */
  public PlotSheet {
    plots = List.copyOf(plots);
  }

  /** Whether a file's name says of which kind it is: PNG or SVG. */
  public static boolean canWrite(Path file) {
    return ENDINGS.contains(ending(file));
  }

  /**
   * Writes a PNG or, where the name ends so, an SVG file.
   *
   * @throws IOException if it cannot be written
   */
  public void write(Path file) throws IOException {
    if (ending(file).equals("svg")) {
      AtomicFile.write(file, svg());
    } else {
      Png.write(file, image());
    }
  }

  /** The picture. */
  public BufferedImage image() {
    BufferedImage image =
        new BufferedImage(columns * width + legend(), rows() * height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    paint(graphics);
    graphics.dispose();
    return image;
  }

  private byte[] svg() throws IOException {
    VectorGraphics2D graphics = new VectorGraphics2D();
    paint(graphics);
    Document document =
        new SVGProcessor()
            .getDocument(
                graphics.getCommands(),
                new PageSize(0, 0, columns * width + legend(), rows() * height));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    document.writeTo(bytes);
    return bytes.toByteArray();
  }

  private void paint(Graphics2D graphics) {
    for (int i = 0; i < plots.size(); i++) {
      Graphics2D part = (Graphics2D) graphics.create();
      part.translate(i % columns * width, i / columns * height);
      XYChart chart = chart(i);
      chart.paint(part, chart.getWidth(), chart.getHeight());
      part.dispose();
    }
  }

  /** The legend of all is beside the last plot of the first row, whose column is as much wider. */
  private XYChart chart(int index) {
    boolean isLast = index % columns == columns - 1;
    boolean hasLegend = isLast && index < columns && legend() > 0;
    return plots.get(index).chart(width, height, hasLegend ? legend() : 0);
  }

  private int legend() {
    List<LinePlot.Line> lines = plots.get(0).lines();
    int longest = lines.stream().mapToInt(line -> line.name().length()).max().orElse(0);
    int wanted = SAMPLE + (int) (longest * LETTER);
    return lines.size() > 1 ? Math.min(WIDEST_LEGEND, Math.max(LEGEND, wanted)) : 0;
  }

  private int rows() {
    return (plots.size() + columns - 1) / columns;
  }

  private static String ending(Path file) {
    return file.toString().replaceFirst("^.*\\.", "").toLowerCase(Locale.ROOT);
  }
}
