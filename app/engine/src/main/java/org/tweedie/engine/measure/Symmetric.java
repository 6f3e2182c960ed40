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
    EigenDecomposition_F64<DMatrixRMaj> eigen = decompose(matrix, true);
    int d = matrix.numRows;
    DMatrixRMaj vectors = new DMatrixRMaj(d, d);
    for (int k = 0; k < d; k++) {
      DMatrixRMaj vector = eigen.getEigenVector(k);
      for (int i = 0; i < d; i++) {
        vectors.data[i * d + k] = vector.data[i];
      }
    }
    return new Symmetric(values(eigen, d), vectors);
  }

  /** The eigenvalues alone, which take a third of the time. */
  static double[] valuesOf(DMatrixRMaj matrix) {
    return values(decompose(matrix, false), matrix.numRows);
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

  private static EigenDecomposition_F64<DMatrixRMaj> decompose(
      DMatrixRMaj matrix, boolean vectors) {
    DMatrixRMaj symmetric = CommonOps_DDRM.transpose(matrix, null);
    CommonOps_DDRM.addEquals(symmetric, matrix);
    CommonOps_DDRM.scale(0.5, symmetric);
    EigenDecomposition_F64<DMatrixRMaj> eigen =
        DecompositionFactory_DDRM.eig(symmetric.numRows, vectors, true);
    if (!eigen.decompose(symmetric)) {
      throw new ArithmeticException(
          "the eigenvalues of a symmetric matrix of " + symmetric.numRows + " rows were not found");
    }
    return eigen;
  }

  private static double[] values(EigenDecomposition_F64<DMatrixRMaj> eigen, int count) {
    double[] values = new double[count];
    for (int k = 0; k < count; k++) {
      values[k] = eigen.getEigenvalue(k).getReal();
    }
    return values;
  }
}
