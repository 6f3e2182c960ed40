package org.tweedie.engine.sampling;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.model.Batch;
import org.tweedie.engine.picture.BatchPicture;
import org.tweedie.engine.picture.Png;

/**
 * What was known of an image above what was made of it, in one picture.
 *
 * @param data what the images are
 * @param columns images in a row
 * @param scale pixels of the picture for each pixel of an image; 0 is chosen by the images' size
 */
public record BeforeAndAfter(DataDescription data, int columns, int scale) {

  private static final Color BACKGROUND = new Color(0xd0d0d0);

  /** Draws the two and writes them, whole or not at all. */
  public void write(Path file, Batch before, Batch after) throws IOException {
    // Equal columns and captions of nearly equal length keep the two aligned.
    BufferedImage above = grid("before").draw(before);
    BufferedImage beneath = grid(" after").draw(after);
    BufferedImage both =
        new BufferedImage(
            Math.max(above.getWidth(), beneath.getWidth()),
            above.getHeight() + beneath.getHeight(),
            BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = both.createGraphics();
    graphics.setColor(BACKGROUND);
    graphics.fillRect(0, 0, both.getWidth(), both.getHeight());
    graphics.drawImage(above, both.getWidth() - above.getWidth(), 0, null);
    graphics.drawImage(beneath, both.getWidth() - beneath.getWidth(), above.getHeight(), null);
    graphics.dispose();
    Files.createDirectories(file.toAbsolutePath().getParent());
    Png.write(file, both);
  }

  private BatchPicture grid(String caption) {
    return BatchPicture.of(data, columns, scale, List.of(caption));
  }
}
