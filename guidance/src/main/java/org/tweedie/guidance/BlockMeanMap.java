package org.tweedie.guidance;

/**
 * An image made smaller: the mean of each block of {@code factor x factor} pixels.
 *
 * @param height of the large image; a multiple of the factor
 * @param width of the large image; a multiple of the factor
 * @param channels of both
 * @param factor how many times smaller
 */
record BlockMeanMap(int height, int width, int channels, int factor) implements LinearMap {

  @Override
  public int inputs() {
    return height * width * channels;
  }

  @Override
  public int outputs() {
    return inputs() / (factor * factor);
  }

  @Override
  public Spectrum spectrum() {
    return Spectrum.ofEvenRows(this, 1.0 / factor);
  }

  @Override
  public double[] apply(double[] x) {
    double[] y = new double[outputs()];
    for (int k = 0; k < x.length; k++) {
      y[block(k)] += x[k] / (factor * factor);
    }
    return y;
  }

  @Override
  public double[] transpose(double[] y) {
    double[] x = new double[inputs()];
    for (int k = 0; k < x.length; k++) {
      x[k] = y[block(k)] / (factor * factor);
    }
    return x;
  }

  /** The index of the small image's value to which one of the large image belongs. */
  private int block(int index) {
    int channel = index % channels;
    int column = index / channels % width / factor;
    int row = index / channels / width / factor;
    return (row * (width / factor) + column) * channels + channel;
  }
}
