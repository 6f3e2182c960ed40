package org.tweedie.engine.sampling;

import java.util.Locale;

/** Files that hold any number of samples of any shape. */
public enum SampleFormat {
  /** A line a sample. */
  CSV,
  /** An array of NumPy. */
  NPY,
  /** Samples and labels as arrays of NumPy. */
  NPZ,
  /** Samples and labels as 32-bit floats in the model's scale. */
  SAFETENSORS,
  /** A row a sample, with its index and label, in the model's scale. */
  PARQUET;

  /** What such a file is called in a folder of samples. */
  public String fileName() {
    return "samples." + name().toLowerCase(Locale.ROOT);
  }
}
