package org.tweedie.engine.data;

import java.util.List;
import java.util.Locale;
import org.tweedie.api.data.DataShape;

/** Files that hold pixels without loss. */
public enum PixelFormat {
  /** An image a file. */
  PNG,
  /** MNIST's format: all images in a file, and their classes in another. */
  IDX,
  /** An array of NumPy. */
  NPY;

  /** Of pictures that are grey or have colours. */
  private static final List<Integer> CHANNELS = List.of(1, 3);

  /** Whether such files can hold examples of a shape. */
  public boolean holds(DataShape shape) {
    return this != PNG || (shape.isImage() && CHANNELS.contains(shape.dimensions().get(2)));
  }

  /** As on a command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
