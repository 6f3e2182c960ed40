package org.tweedie.engine.image;

import java.util.Optional;
import org.tweedie.api.data.DataException;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.Levels;
import org.tweedie.api.model.Batch;
import org.tweedie.engine.data.SingleImage;

/** An image that came from elsewhere than a file, such as a client of a server. */
public final class ImageBytes {

  private ImageBytes() {}

  /**
   * Unpacks a PNG or JPEG image of a size that is known, which is looked at before anything is
   * unpacked.
   *
   * @param name what to call it in messages
   * @param bytes all that a file of it would hold
   * @param shape the shape that it must have: height, width and one or three channels
   * @param levels the levels of the model's data; empty where they are continuous
   * @return a batch of one image, in the model's scale
   * @throws DataException if it is not a whole PNG or JPEG image, or has another size
   */
  public static Batch read(String name, byte[] bytes, DataShape shape, Optional<Levels> levels) {
    return SingleImage.read(name, bytes, shape, levels);
  }
}
