package org.tweedie.engine.score;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * The squared 2-Wasserstein distance between the normal distributions with the means and
 * covariances of two sets (D. C. Dowson, B. V. Landau, "The Frechet distance between multivariate
 * normal distributions", 1982): {@code |m1 - m2|^2 + tr(C1 + C2 - 2 (C1 C2)^(1/2))}.
 *
 * <p>On features of an Inception network it is known as FID (Heusel et al., arXiv 1706.08500); on
 * other features its values cannot be compared with those.
 */
final class FrechetDistance {

  private FrechetDistance() {}

  /** Mean and covariance, with n - 1 beneath. */
  record Moments(double[] mean, DMatrixRMaj covariance) {

    static Moments of(double[][] rows) {
      int n = rows.length;
      int d = rows[0].length;
      double[] mean = new double[d];
      for (double[] row : rows) {
        for (int k = 0; k < d; k++) {
          mean[k] += row[k] / n;
        }
      }
      DMatrixRMaj centred = new DMatrixRMaj(n, d);
      for (int i = 0; i < n; i++) {
        for (int k = 0; k < d; k++) {
          centred.unsafe_set(i, k, rows[i][k] - mean[k]);
        }
      }
      DMatrixRMaj covariance = new DMatrixRMaj(d, d);
      CommonOps_DDRM.multTransA(1.0 / (n - 1), centred, centred, covariance);
      return new Moments(mean, covariance);
    }
  }

  /** Between two sets of two rows or more each. */
  static double between(double[][] one, double[][] other) {
    return between(Moments.of(one), Moments.of(other));
  }

  /**
   * {@code tr (C1 C2)^(1/2)} is the sum of the roots of the eigenvalues of {@code C1^(1/2) C2
   * C1^(1/2)}, which is symmetric: no eigenvalue is complex, and rounding below zero can be cut.
   */
  static double between(Moments one, Moments other) {
    double squares = 0;
    for (int k = 0; k < one.mean().length; k++) {
      double difference = one.mean()[k] - other.mean()[k];
      squares += difference * difference;
    }
    DMatrixRMaj root = squareRoot(one.covariance());
    DMatrixRMaj inner = new DMatrixRMaj(root.numRows, root.numRows);
    DMatrixRMaj product = new DMatrixRMaj(root.numRows, root.numRows);
    CommonOps_DDRM.mult(root, other.covariance(), inner);
    CommonOps_DDRM.mult(inner, root, product);
    double traceOfRoot = 0;
    EigenDecomposition_F64<DMatrixRMaj> eigen = decompose(symmetric(product), false);
    for (int k = 0; k < root.numRows; k++) {
      traceOfRoot += Math.sqrt(Math.max(0, eigen.getEigenvalue(k).getReal()));
    }
    return squares
        + CommonOps_DDRM.trace(one.covariance())
        + CommonOps_DDRM.trace(other.covariance())
        - 2 * traceOfRoot;
  }

  /** The symmetric square root of a covariance. */
  private static DMatrixRMaj squareRoot(DMatrixRMaj covariance) {
    int d = covariance.numRows;
    EigenDecomposition_F64<DMatrixRMaj> eigen = decompose(covariance.copy(), true);
    DMatrixRMaj scaled = new DMatrixRMaj(d, d);
    DMatrixRMaj vectors = new DMatrixRMaj(d, d);
    for (int k = 0; k < d; k++) {
      double root = Math.sqrt(Math.max(0, eigen.getEigenvalue(k).getReal()));
      DMatrixRMaj vector = eigen.getEigenVector(k);
      for (int i = 0; i < d; i++) {
        vectors.set(i, k, vector.get(i, 0));
        scaled.set(i, k, root * vector.get(i, 0));
      }
    }
    DMatrixRMaj result = new DMatrixRMaj(d, d);
    CommonOps_DDRM.multTransB(scaled, vectors, result);
    return result;
  }

  private static DMatrixRMaj symmetric(DMatrixRMaj matrix) {
    DMatrixRMaj transposed = CommonOps_DDRM.transpose(matrix, null);
    CommonOps_DDRM.addEquals(matrix, transposed);
    CommonOps_DDRM.scale(0.5, matrix);
    return matrix;
  }

  private static EigenDecomposition_F64<DMatrixRMaj> decompose(
      DMatrixRMaj symmetric, boolean vectors) {
    EigenDecomposition_F64<DMatrixRMaj> eigen =
        DecompositionFactory_DDRM.eig(symmetric.numRows, vectors, true);
    if (!eigen.decompose(symmetric)) {
      throw new ArithmeticException(
          "the eigenvalues of a covariance of " + symmetric.numRows + " features were not found");
    }
    return eigen;
  }
}
