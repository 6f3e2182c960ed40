package org.tweedie.guidance;

/**
 * A linear map A of one example: what a measurement makes of it. Immutable; safe for many threads.
 */
interface LinearMap {

  /** How many numbers {@link #apply} takes. */
  int inputs();

  /** How many numbers it gives. */
  int outputs();

  /** {@code A x}. */
  double[] apply(double[] x);

  /** {@code A^T y}. */
  double[] transpose(double[] y);

  /** {@code A A^T y}, which is asked for over and over. */
  default double[] gram(double[] y) {
    return apply(transpose(y));
  }

  /** Its singular values and directions; by default those of its matrix. */
  default Spectrum spectrum() {
    return Spectrum.ofMatrix(this);
  }
}
