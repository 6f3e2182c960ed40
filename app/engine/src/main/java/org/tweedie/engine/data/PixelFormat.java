package org.tweedie.engine.data;

import java.util.Locale;

/** Files that hold pixels without loss. */
public enum PixelFormat {
  /** An image a file. */
  PNG,
  /** MNIST's format: all images in a file, and their classes in another. */
  IDX,
  /** An array of NumPy. */
  NPY;

  /** As on a command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
