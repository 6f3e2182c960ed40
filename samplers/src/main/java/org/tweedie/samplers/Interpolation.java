package org.tweedie.samplers;

import java.util.Arrays;
import java.util.List;
import org.tweedie.api.model.Batch;

/**
 * Integrals of the polynomial through known predictions, which all multistep methods are made of.
 */
final class Interpolation {

  /** How far weights may go beyond their sum. */
  static final double MOST = 10;

  private Interpolation() {}

  /**
   * The weights w of the predictions at the nodes u for which {@code sum_j w_j f(u_j)} is the
   * integral of f, for all polynomials f of a degree below the number of nodes: the solution of
   * {@code sum_j w_j u_j^k = moment_k}, by the integrals of Lagrange's polynomials.
   *
   * @param moments the integrals of {@code u^k}; as many as nodes, or more
   */
  static double[] weights(double[] nodes, double[] moments) {
    int n = nodes.length;
    double[] weights = new double[n];
    for (int j = 0; j < n; j++) {
      // The coefficients of Lagrange's polynomial of node j, multiplied out factor by factor.
      double[] coefficients = new double[n];
      coefficients[0] = 1;
      for (int i = 0; i < n; i++) {
        if (i != j) {
          double scale = 1 / (nodes[j] - nodes[i]);
          for (int k = n - 1; k >= 0; k--) {
            double lower = k == 0 ? 0 : coefficients[k - 1];
            coefficients[k] = (lower - nodes[i] * coefficients[k]) * scale;
          }
        }
      }
      for (int k = 0; k < n; k++) {
        weights[j] += coefficients[k] * moments[k];
      }
    }
    return weights;
  }

  /**
   * The weights of as many predictions, in their order, as keep the sum of the weights' sizes below
   * {@value #MOST} times that of their sum; those of the steps of the papers, which are all alike,
   * are below 7. Where a step is much longer than those before, polynomials lead far away: on a
   * grid in time the last steps of a steep schedule grow tenfold in log SNR, and what the
   * predictions are off by would be multiplied by hundreds.
   *
   * @param nodes at least one
   * @param moments as many as nodes, or more
   */
  static double[] boundedWeights(double[] nodes, double[] moments) {
    double[] weights = {moments[0]};
    for (int order = 2; order <= nodes.length; order++) {
      double[] wider = weights(Arrays.copyOf(nodes, order), moments);
      if (Arrays.stream(wider).map(Math::abs).sum() > MOST * Math.abs(moments[0])) {
        break;
      }
      weights = wider;
    }
    return weights;
  }

  /** The nodes of a corrector: beside the newest one that which a step has led to, at 1. */
  static double[] withNew(double[] nodes) {
    double[] all = new double[nodes.length + 1];
    all[1] = 1;
    System.arraycopy(nodes, 1, all, 2, nodes.length - 1);
    return all;
  }

  /** The moments of a plain integral over a step of a length: {@code length / (k + 1)}. */
  static double[] plainMoments(double length, int count) {
    double[] moments = new double[count];
    for (int k = 0; k < count; k++) {
      moments[k] = length / (k + 1);
    }
    return moments;
  }

  /**
   * The moments of an exponential integrator: the integral of {@code h exp(-h (1 - u)) u^k} over
   * [0, 1]. They are {@code 1 - exp(-h)} and then {@code 1 - k/h} times the one before; that
   * formula cancels for small h, where the series of exp(hu) does not.
   */
  static double[] exponentialMoments(double h, int count) {
    double[] moments = new double[count];
    for (int k = 0; k < count; k++) {
      if (k == 0) {
        moments[k] = -Math.expm1(-h);
      } else if (h > 4) {
        moments[k] = 1 - k / h * moments[k - 1];
      } else {
        double power = h * Math.exp(-h);
        for (int n = 0; n < 40; n++) {
          moments[k] += power / (n + k + 1);
          power *= h / (n + 1);
        }
      }
    }
    return moments;
  }

  /** {@code a z + b sum_j w_j f_j}, over as many f as w, in double precision and rounded once. */
  static Batch sum(double a, Batch z, double b, double[] weights, List<Batch> terms) {
    float[] values = z.values();
    float[] result = new float[values.length];
    double[] factors = new double[weights.length];
    float[][] others = new float[weights.length][];
    for (int j = 0; j < weights.length; j++) {
      factors[j] = b * weights[j];
      others[j] = terms.get(j).values();
    }
    for (int i = 0; i < result.length; i++) {
      double sum = a * values[i];
      for (int j = 0; j < factors.length; j++) {
        sum += factors[j] * others[j][i];
      }
      result[i] = (float) sum;
    }
    return Batch.of(z.shape(), result);
  }
}
