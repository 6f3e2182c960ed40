package org.tweedie.engine.average;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * How an average that nobody kept is put together of others that were stored (Karras et al.,
 * "Analyzing and Improving the Training Dynamics of Diffusion Models", arXiv 2312.02696, section
 * 3.2 and appendix C.3): the combination of their profiles that is nearest to the wanted one, by
 * the sum of squares over all steps. Its coefficients are made to add up to 1, which the paper
 * leaves to the fit, so that weights that do not move are had exactly.
 *
 * @param coefficients of the stored averages, which add up to 1; they may be below 0
 * @param residual how far the combined profile is from the wanted one: the root of the sum of
 *     squared differences, over that of the wanted profile's squares. Below some 1e-7 it is
 *     rounding
 */
public record Synthesis(List<Double> coefficients, double residual) {

  /** Directions of the stored profiles that are shorter, in square, are rounding. */
  private static final double LEAST = 1e-13;

  /** Copies. */
  public Synthesis {
    coefficients = List.copyOf(coefficients);
  }

  /**
   * Finds the coefficients.
   *
   * @param wanted the average to be had
   * @param stored averages that are there, at least one
   */
  public static Synthesis of(Profile wanted, List<Profile> stored) {
    List<Profile> all = new ArrayList<>(stored);
    all.add(wanted);
    double[][] products = Profile.innerProducts(all);
    int n = stored.size();
    double[] scale = new double[n];
    double[] target = new double[n];
    DMatrixRMaj scaled = new DMatrixRMaj(n, n);
    for (int i = 0; i < n; i++) {
      scale[i] = 1 / Math.sqrt(products[i][i]);
      target[i] = scale[i] * products[i][n];
      for (int j = 0; j <= i; j++) {
        double product = scale[i] * scale[j] * products[i][j];
        scaled.set(i, j, product);
        scaled.set(j, i, product);
      }
    }
    double[][] solved = solved(scaled, target, scale);
    double tooFew = 1 - dot(scale, solved[0]);
    double perUnit = dot(scale, solved[1]);
    double[] coefficients = new double[n];
    for (int i = 0; i < n; i++) {
      coefficients[i] = scale[i] * (solved[0][i] + solved[1][i] * tooFew / perUnit);
    }
    return new Synthesis(
        Arrays.stream(coefficients).boxed().toList(), residual(coefficients, products));
  }

  private static double residual(double[] coefficients, double[][] products) {
    int n = coefficients.length;
    double[] signed = Arrays.copyOf(coefficients, n + 1);
    signed[n] = -1;
    double square = 0;
    for (int i = 0; i <= n; i++) {
      square += signed[i] * dot(products[i], signed);
    }
    return Math.sqrt(Math.max(0, square) / products[n][n]);
  }

  /** The pseudo-inverse of a matrix times each of the vectors. */
  private static double[][] solved(DMatrixRMaj matrix, double[]... vectors) {
    int n = matrix.numRows;
    EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(n, true, true);
    if (!eigen.decompose(matrix.copy())) {
      throw new ArithmeticException(
          "the inner products of %d averages have no inverse".formatted(n));
    }
    double largest = 0;
    for (int k = 0; k < n; k++) {
      largest = Math.max(largest, eigen.getEigenvalue(k).getReal());
    }
    double[][] solved = new double[vectors.length][n];
    for (int k = 0; k < n; k++) {
      double value = eigen.getEigenvalue(k).getReal();
      if (value > LEAST * largest) {
        double[] direction = eigen.getEigenVector(k).data;
        for (int v = 0; v < vectors.length; v++) {
          double along = dot(direction, vectors[v]) / value;
          for (int i = 0; i < n; i++) {
            solved[v][i] += along * direction[i];
          }
        }
      }
    }
    return solved;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
