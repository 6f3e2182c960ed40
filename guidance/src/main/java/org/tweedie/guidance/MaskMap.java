package org.tweedie.guidance;

/**
 * The known values of an example, in their order: each row of A is a row of the identity.
 *
 * @param inputs how many values an example has
 * @param known the indices of the known ones, rising
 */
record MaskMap(int inputs, int... known) implements LinearMap {

  @Override
  public int outputs() {
    return known.length;
  }

  @Override
  public Spectrum spectrum() {
    return Spectrum.ofEvenRows(this, 1);
  }

  @Override
  public double[] apply(double[] x) {
    double[] y = new double[known.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = x[known[i]];
    }
    return y;
  }

  @Override
  public double[] transpose(double[] y) {
    double[] x = new double[inputs];
    for (int i = 0; i < y.length; i++) {
      x[known[i]] = y[i];
    }
    return x;
  }

  @Override
  public double[] gram(double[] y) {
    return y.clone();
  }
}
