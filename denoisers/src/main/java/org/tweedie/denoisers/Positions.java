package org.tweedie.denoisers;

/**
 * Where a token lies in the image, in fixed sines and cosines (Vaswani et al., arXiv 1706.03762,
 * section 3.5, for rows and for columns, as in Peebles and Xie, arXiv 2212.09748).
 */
final class Positions {

  private static final double LONGEST_PERIOD = 10_000;

  private Positions() {}

  /**
   * For each token, row by row: the sines of its row at falling frequencies, the cosines, then
   * those of its column.
   *
   * @param width the numbers of a token, a multiple of 4
   */
  static float[][] waves(int rows, int columns, int width) {
    int quarter = width / 4;
    float[][] waves = new float[rows * columns][width];
    for (int token = 0; token < waves.length; token++) {
      int row = token / columns;
      int column = token % columns;
      for (int k = 0; k < quarter; k++) {
        double frequency = Math.pow(LONGEST_PERIOD, -(double) k / quarter);
        waves[token][k] = (float) Math.sin(row * frequency);
        waves[token][quarter + k] = (float) Math.cos(row * frequency);
        waves[token][2 * quarter + k] = (float) Math.sin(column * frequency);
        waves[token][3 * quarter + k] = (float) Math.cos(column * frequency);
      }
    }
    return waves;
  }
}
