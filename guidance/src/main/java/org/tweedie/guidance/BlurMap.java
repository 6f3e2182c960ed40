package org.tweedie.guidance;

/**
 * An image blurred by a Gaussian, along rows and along columns. At the edges the weights that fall
 * outside are left out and the others scaled up to one.
 */
final class BlurMap implements LinearMap {

  private final int height;
  private final int width;
  private final int channels;
  private final double[][] ofRow;
  private final double[][] ofColumn;

  /**
   * Reckons the weights, which every product takes.
   *
   * @param height rows
   * @param width columns
   * @param channels values of a pixel
   * @param deviation the Gaussian's standard deviation in pixels
   */
  BlurMap(int height, int width, int channels, double deviation) {
    this.height = height;
    this.width = width;
    this.channels = channels;
    this.ofRow = weights(width, deviation);
    this.ofColumn = weights(height, deviation);
  }

  @Override
  public int inputs() {
    return height * width * channels;
  }

  @Override
  public int outputs() {
    return inputs();
  }

  @Override
  public Spectrum spectrum() {
    return BlurSpectrum.of(ofColumn, ofRow, channels);
  }

  @Override
  public double[] apply(double[] x) {
    return alongRows(alongColumns(x, false), false);
  }

  @Override
  public double[] transpose(double[] y) {
    return alongColumns(alongRows(y, true), true);
  }

  private double[] alongRows(double[] x, boolean transposed) {
    double[] result = new double[x.length];
    for (int k = 0; k < x.length; k++) {
      int column = k / channels % width;
      for (int other = 0; other < width; other++) {
        double weight = transposed ? ofRow[other][column] : ofRow[column][other];
        result[k] += weight * x[k + (other - column) * channels];
      }
    }
    return result;
  }

  private double[] alongColumns(double[] x, boolean transposed) {
    int stride = width * channels;
    double[] result = new double[x.length];
    for (int row = 0; row < height; row++) {
      for (int other = 0; other < height; other++) {
        double weight = transposed ? ofColumn[other][row] : ofColumn[row][other];
        // Whole rows, of neighbours in memory.
        for (int k = 0; k < stride; k++) {
          result[row * stride + k] += weight * x[other * stride + k];
        }
      }
    }
    return result;
  }

  private static double[][] weights(int size, double deviation) {
    double[][] weights = new double[size][size];
    for (int i = 0; i < size; i++) {
      double sum = 0;
      for (int j = 0; j < size; j++) {
        double distance = (i - j) / deviation;
        weights[i][j] = Math.exp(-distance * distance / 2);
        sum += weights[i][j];
      }
      for (int j = 0; j < size; j++) {
        weights[i][j] /= sum;
      }
    }
    return weights;
  }
}
