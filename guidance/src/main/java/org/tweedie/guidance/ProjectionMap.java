package org.tweedie.guidance;

import org.tweedie.api.data.DataShape;
import org.tweedie.api.sampler.SeededNoise;

/**
 * An example's coordinates along random directions, as in compressed sensing (Donoho, "Compressed
 * Sensing", 2006): the rows of A are normal, and of length 1 on average. Every map of one size is
 * the same. Immutable, but for the rows, which nobody writes to.
 */
final class ProjectionMap implements LinearMap {

  private static final long SEED = 0x70726F6AL;

  private final int inputs;
  private final double[][] rows;
  private double[][] products = new double[0][];

  /**
   * Draws the directions.
   *
   * @param inputs how many values an example has
   * @param outputs how many directions
   */
  ProjectionMap(int inputs, int outputs) {
    this.inputs = inputs;
    rows = new double[outputs][];
    SeededNoise noise = new SeededNoise(SEED, 0, 1, DataShape.point(inputs));
    for (int i = 0; i < outputs; i++) {
      rows[i] = LinearMeasurement.wide(noise.draw(i).values());
      for (int k = 0; k < inputs; k++) {
        rows[i][k] /= Math.sqrt(inputs);
      }
    }
  }

  @Override
  public int inputs() {
    return inputs;
  }

  @Override
  public int outputs() {
    return rows.length;
  }

  @Override
  public double[] apply(double[] x) {
    double[] y = new double[rows.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = LinearMeasurement.dot(rows[i], x);
    }
    return y;
  }

  @Override
  public double[] transpose(double[] y) {
    double[] x = new double[inputs];
    for (int i = 0; i < rows.length; i++) {
      double[] row = rows[i];
      for (int k = 0; k < x.length; k++) {
        x[k] += y[i] * row[k];
      }
    }
    return x;
  }

  @Override
  public double[] gram(double[] y) {
    double[][] products = products();
    double[] result = new double[y.length];
    for (int i = 0; i < y.length; i++) {
      result[i] = LinearMeasurement.dot(products[i], y);
    }
    return result;
  }

  /** Of all rows with all, reckoned when they are first asked for. */
  private synchronized double[][] products() {
    if (products.length == 0) {
      products = new double[rows.length][rows.length];
      for (int i = 0; i < rows.length; i++) {
        for (int j = 0; j <= i; j++) {
          products[i][j] = LinearMeasurement.dot(rows[i], rows[j]);
          products[j][i] = products[i][j];
        }
      }
    }
    return products;
  }
}
