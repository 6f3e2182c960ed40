package org.tweedie.engine.picture;

import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Optional;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;

/** A way to show a batch to a person. Immutable. */
public interface BatchPicture {

  /** Frames of more would take as much memory as they would show little. */
  int MOST_ANIMATED_POINTS = 100_000;

  /** Draws a batch in the model's scale; all pictures of equally many examples have one size. */
  BufferedImage draw(Batch batch);

  /**
   * The same of examples whose classes are known.
   *
   * @param classes of the examples; where they do not show in a picture of this kind, they may be
   *     of another number
   */
  default BufferedImage draw(Batch batch, Condition classes) {
    return draw(batch);
  }

  /**
   * The picture that fits the data: a grid of images or a scatter plot of points.
   *
   * @param columns images in a row of a grid
   * @param scale pixels of a grid for each pixel of an image; 0 is chosen by the images' size
   * @param captions what to write to the left of a grid's rows, from the top; empty for nothing
   * @throws IllegalArgumentException if the data are neither grey nor colour images nor points in
   *     the plane; see {@link #canShow}
   */
  static BatchPicture of(DataDescription data, int columns, int scale, List<String> captions) {
    return data.shape().isImage()
        ? new ImageGrid(data, columns, scale, captions)
        : new ScatterPlot(data.shape(), data.classes());
  }

  /**
   * Why there would be no picture of such data of this size, where there is one of another; empty
   * where there is.
   */
  static Optional<String> objection(DataDescription data, int columns, int scale) {
    return ImageGrid.canShow(data.shape())
        ? ImageGrid.objection(data.shape(), columns, scale)
        : Optional.empty();
  }

  /** How many of some examples, the first ones, an animation shows. */
  static int animated(DataDescription data, int columns, int scale, int count) {
    return data.shape().isImage()
        ? new ImageGrid(data, columns, scale, List.of()).animated(count)
        : Math.min(count, MOST_ANIMATED_POINTS);
  }

  /** Whether there is a picture of such data. */
  static boolean canShow(DataDescription data) {
    return ImageGrid.canShow(data.shape()) || ScatterPlot.canShow(data.shape());
  }
}
