package org.tweedie.guidance;

/**
 * A colour image without its colours: 0.299 red + 0.587 green + 0.114 blue (ITU-R BT.601).
 *
 * @param pixels how many pixels there are
 */
record GreyMap(int pixels) implements LinearMap {

  private static final double[] WEIGHTS = {0.299, 0.587, 0.114};

  @Override
  public int inputs() {
    return WEIGHTS.length * pixels;
  }

  @Override
  public int outputs() {
    return pixels;
  }

  @Override
  public Spectrum spectrum() {
    return Spectrum.ofEvenRows(this, Math.sqrt(LinearMeasurement.dot(WEIGHTS, WEIGHTS)));
  }

  @Override
  public double[] apply(double[] x) {
    double[] y = new double[pixels];
    for (int k = 0; k < x.length; k++) {
      y[k / WEIGHTS.length] += WEIGHTS[k % WEIGHTS.length] * x[k];
    }
    return y;
  }

  @Override
  public double[] transpose(double[] y) {
    double[] x = new double[inputs()];
    for (int k = 0; k < x.length; k++) {
      x[k] = WEIGHTS[k % WEIGHTS.length] * y[k / WEIGHTS.length];
    }
    return x;
  }
}
