package org.tweedie.engine.picture;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.Batch;

/**
 * Images side by side, row by row. Small images are enlarged by a whole factor, without smoothing,
 * so that a pixel of the data stays a square.
 *
 * @param data what the images are
 * @param columns images in a row, at least 1
 * @param scale pixels of the picture for each pixel of an image; 0 is chosen by the images' size
 * @param captions what to write to the left of the rows, from the top; empty for nothing
 */
public record ImageGrid(DataDescription data, int columns, int scale, List<String> captions)
    implements BatchPicture {

  private static final int CELL = 64;
  private static final int GAP = 2;

  /** Pixels of the largest grid: 200 MB while it is drawn, and as wide as any viewer opens. */
  private static final long MOST = 50_000_000;

  /** Pixels of the largest one of which an animation is made. */
  private static final long MOST_ANIMATED = 5_000_000;

  /** Longer captions would leave no room for the images. */
  private static final int LONGEST_CAPTION = 40;

  private static final Color BACKGROUND = new Color(0xd0d0d0);

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException if the data are not images of one or three channels, or there
   *     is no column, or a row is too large a picture by itself
   */
  public ImageGrid {
    captions = captions.stream().map(ImageGrid::shortened).toList();
    if (!canShow(data.shape())) {
      throw new IllegalArgumentException(
          "only images with one or three channels can be shown, not " + data.shape());
    }
    if (columns < 1) {
      throw new IllegalArgumentException("a grid has one or more columns, not " + columns);
    }
    Optional<String> tooLarge = objection(data.shape(), columns, scale);
    if (tooLarge.isPresent()) {
      throw new IllegalArgumentException(tooLarge.get());
    }
  }

  /** Why a grid would be too large for a row of its images; empty where it is not. */
  static Optional<String> objection(DataShape shape, int columns, int scale) {
    long height = shape.dimensions().get(0) * (long) scale;
    long width = shape.dimensions().get(1) * (long) scale * columns;
    return scale > 1 && (height > MOST || width > MOST || height * width > MOST)
        ? Optional.of(
            String.format(
                Locale.ROOT,
                "A row of %d images of %dx%d pixels, each %d times as large, is a picture of %,d"
                    + " pixels, and %,d are the most that are drawn.",
                columns,
                shape.dimensions().get(0),
                shape.dimensions().get(1),
                scale,
                BigInteger.valueOf(height).multiply(BigInteger.valueOf(width)),
                MOST))
        : Optional.empty();
  }

  private static String shortened(String caption) {
    return caption.codePointCount(0, caption.length()) <= LONGEST_CAPTION
        ? caption
        : caption.substring(0, caption.offsetByCodePoints(0, LONGEST_CAPTION - 1)) + "…";
  }

  static boolean canShow(DataShape shape) {
    return shape.isImage() && (shape.dimensions().get(2) == 1 || shape.dimensions().get(2) == 3);
  }

  /** One example at its own size, grey where the data are. */
  public static BufferedImage single(DataDescription data, Batch batch, int index) {
    return Pixels.single(data, batch, index);
  }

  /**
   * How many of some images, the first ones, a grid shows: whole rows, up to a size that can be
   * drawn and looked at.
   */
  public int shown(int count) {
    return shown(count, MOST);
  }

  /** The same of an animation, all of whose frames are drawn. */
  public int animated(int count) {
    return shown(count, MOST_ANIMATED);
  }

  private int shown(int count, long most) {
    long row = (long) columns * cell(width()) * cell(height());
    return (int) Math.min(count, Math.max(1, most / row) * columns);
  }

  private int cell(int pixels) {
    int chosen = scale > 0 ? scale : Math.max(1, CELL / Math.max(height(), width()));
    return pixels * chosen + GAP;
  }

  @Override
  public BufferedImage draw(Batch batch) {
    int cellHeight = cell(height());
    int cellWidth = cell(width());
    int count = shown(batch.count());
    int rows = Math.max(1, (count - 1) / columns + 1);
    int left = Math.max(0, captionWidth());
    BufferedImage grid =
        new BufferedImage(
            left + columns * cellWidth + GAP, rows * cellHeight + GAP, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = grid.createGraphics();
    graphics.setColor(BACKGROUND);
    graphics.fillRect(0, 0, grid.getWidth(), grid.getHeight());
    for (int i = 0; i < count; i++) {
      graphics.drawImage(
          Pixels.image(data, batch, i),
          left + GAP + i % columns * cellWidth,
          GAP + i / columns * cellHeight,
          cellWidth - GAP,
          cellHeight - GAP,
          null);
    }
    if (left > 0) {
      drawCaptions(graphics, rows, left, cellHeight);
    }
    graphics.dispose();
    return grid;
  }

  private int height() {
    return data.shape().dimensions().get(0);
  }

  private int width() {
    return data.shape().dimensions().get(1);
  }

  private static Font font() {
    return new Font(Font.SANS_SERIF, Font.PLAIN, 14);
  }

  /**
   * The room that the captions need. Java without any installed font fails in several ways, none of
   * them a checked exception; the images matter more than their captions, so these are left out.
   */
  private int captionWidth() {
    if (captions.isEmpty()) {
      return 0;
    }
    Graphics2D graphics = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
    try {
      FontMetrics metrics = graphics.getFontMetrics(font());
      return 2 * GAP + captions.stream().mapToInt(metrics::stringWidth).max().orElse(0) + 2 * GAP;
    } catch (RuntimeException | LinkageError | InternalError e) {
      return 0;
    } finally {
      graphics.dispose();
    }
  }

  private void drawCaptions(Graphics2D graphics, int rows, int left, int cellHeight) {
    graphics.setColor(Color.BLACK);
    graphics.setFont(font());
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    FontMetrics metrics = graphics.getFontMetrics();
    IntStream.range(0, Math.min(rows, captions.size()))
        .forEach(
            row ->
                graphics.drawString(
                    captions.get(row),
                    left - 2 * GAP - metrics.stringWidth(captions.get(row)),
                    row * cellHeight
                        + (cellHeight + GAP + metrics.getAscent() - metrics.getDescent()) / 2));
  }
}
