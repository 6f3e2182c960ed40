package org.tweedie.guidance;

import java.util.Arrays;
import org.tweedie.api.model.Batch;

/**
 * What is known of a sample x: {@code y = A x}, the same for every sample of a batch. Immutable;
 * safe for many threads.
 */
final class LinearMeasurement {

  private static final int ITERATIONS = 100;
  private static final double ENOUGH = 1e-20;

  private final LinearMap map;
  private final double[] value;

  /**
   * A measurement.
   *
   * @param map A
   * @param value y
   */
  LinearMeasurement(LinearMap map, double... value) {
    if (map.outputs() != value.length) {
      throw new IllegalArgumentException(
          "%d values of a measurement that has %d".formatted(value.length, map.outputs()));
    }
    this.map = map;
    this.value = value.clone();
  }

  /** y; a copy. */
  double[] value() {
    return value.clone();
  }

  /** A. */
  LinearMap map() {
    return map;
  }

  /**
   * For each example {@code A^T (ridge I + scale A A^T)^-1 (y - A x)}: with the covariances of what
   * is not known of x and of the measurement's error, the gradient of the log likelihood of y by x;
   * with a ridge of 0, what must at least be added to x so that it agrees with y.
   *
   * @param ridge for each example, at least 0
   * @param scale for each example, at least 0
   */
  Batch correction(Batch x, double[] ridge, double[] scale) {
    int size = x.shape().size();
    float[] result = new float[x.values().length];
    for (int i = 0; i < x.count(); i++) {
      double[] correction = map.transpose(solve(residual(x.example(i)), ridge[i], scale[i]));
      for (int k = 0; k < size; k++) {
        result[i * size + k] = (float) correction[k];
      }
    }
    return Batch.of(x.shape(), result);
  }

  static double[] wide(float[] x) {
    double[] wide = new double[x.length];
    for (int k = 0; k < x.length; k++) {
      wide[k] = x[k];
    }
    return wide;
  }

  /** {@code y - A x} of one example. */
  double[] residual(float[] x) {
    double[] residual = map.apply(wide(x));
    for (int k = 0; k < residual.length; k++) {
      residual[k] = value[k] - residual[k];
    }
    return residual;
  }

  /**
   * Conjugate gradients from zero: one iteration where A A^T is a multiple of the identity, as it
   * is for masks, block means and grey; and where it is singular the smallest solution, as far as
   * there is one.
   */
  double[] solve(double[] residual, double ridge, double scale) {
    double[] u = new double[residual.length];
    double[] r = residual.clone();
    double[] p = r.clone();
    double norm = dot(r, r);
    double enough = ENOUGH * norm;
    for (int i = 0; i < ITERATIONS && norm > enough; i++) {
      double[] q = map.gram(p);
      for (int k = 0; k < q.length; k++) {
        q[k] = ridge * p[k] + scale * q[k];
      }
      double step = norm / dot(p, q);
      if (!Double.isFinite(step)) {
        break;
      }
      for (int k = 0; k < u.length; k++) {
        u[k] += step * p[k];
        r[k] -= step * q[k];
      }
      double next = dot(r, r);
      for (int k = 0; k < p.length; k++) {
        p[k] = r[k] + next / norm * p[k];
      }
      norm = next;
    }
    return u;
  }

  static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += a[k] * b[k];
    }
    return sum;
  }

  /** One number for each of {@code count} examples. */
  static double[] each(int count, double number) {
    double[] all = new double[count];
    Arrays.fill(all, number);
    return all;
  }
}
