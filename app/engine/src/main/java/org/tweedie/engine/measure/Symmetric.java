package org.tweedie.engine.measure;

import java.util.function.DoubleUnaryOperator;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.CommonOps_MT_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * A symmetric matrix as its eigenvalues and eigenvectors.
 *
 * @param values the eigenvalues
 * @param vectors the eigenvectors as columns, in the same order
 */
record Symmetric(double[] values, DMatrixRMaj vectors) {

  /** Decomposes a matrix that is symmetric but for rounding. */
  static Symmetric of(DMatrixRMaj matrix) {
    Decomposed decomposed = decompose(matrix, true);
    EigenDecomposition_F64<DMatrixRMaj> eigen = decomposed.eigen();
    int d = matrix.numRows;
    DMatrixRMaj vectors = new DMatrixRMaj(d, d);
    for (int k = 0; k < d; k++) {
      DMatrixRMaj vector = eigen.getEigenVector(k);
      for (int i = 0; i < d; i++) {
        vectors.data[i * d + k] = vector.data[i];
      }
    }
    return new Symmetric(decomposed.values(), vectors);
  }

  /** The eigenvalues alone, which take a third of the time. */
  static double[] valuesOf(DMatrixRMaj matrix) {
    return decompose(matrix, false).values();
  }

  /** The matrix with a function of its eigenvalues in their place. */
  DMatrixRMaj map(DoubleUnaryOperator function) {
    DMatrixRMaj result = new DMatrixRMaj(vectors.numRows, vectors.numRows);
    CommonOps_MT_DDRM.multTransB(scaledVectors(function), vectors, result);
    return result;
  }

  /** The eigenvectors as columns, each times a function of its eigenvalue. */
  DMatrixRMaj scaledVectors(DoubleUnaryOperator function) {
    DMatrixRMaj scaled = vectors.copy();
    double[] factors = new double[values.length];
    for (int k = 0; k < factors.length; k++) {
      factors[k] = function.applyAsDouble(values[k]);
    }
    CommonOps_DDRM.multCols(scaled, factors);
    return scaled;
  }

  /**
   * What the library found.
   *
   * @param shift how much was added to each eigenvalue
   */
  private record Decomposed(EigenDecomposition_F64<DMatrixRMaj> eigen, double shift) {

    double[] values() {
      double[] values = new double[eigen.getNumberOfEigenvalues()];
      for (int k = 0; k < values.length; k++) {
        values[k] = eigen.getEigenvalue(k).getReal() - shift;
      }
      return values;
    }
  }

  /**
   * Eigenvalues are told from zero by what lies beside them, and where a block is nothing but
   * rounding errors of rounding errors that never comes to an end, as of pictures of few colours.
   * So where it does not, all are moved by as much as the largest is rounded.
   */
  private static Decomposed decompose(DMatrixRMaj matrix, boolean vectors) {
    DMatrixRMaj symmetric = CommonOps_DDRM.transpose(matrix, null);
    CommonOps_DDRM.addEquals(symmetric, matrix);
    CommonOps_DDRM.scale(0.5, symmetric);
    for (double shift : new double[] {0, Math.ulp(CommonOps_DDRM.elementMaxAbs(symmetric))}) {
      DMatrixRMaj moved = symmetric.copy();
      for (int i = 0; i < moved.numRows; i++) {
        moved.add(i, i, shift);
      }
      EigenDecomposition_F64<DMatrixRMaj> eigen =
          DecompositionFactory_DDRM.eig(moved.numRows, vectors, true);
      if (eigen.decompose(moved)) {
        return new Decomposed(eigen, shift);
      }
    }
    throw new ArithmeticException(
        "the eigenvalues of a symmetric matrix of " + matrix.numRows + " rows were not found");
  }
}
