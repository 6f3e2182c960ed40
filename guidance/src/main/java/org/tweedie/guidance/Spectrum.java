package org.tweedie.guidance;

import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.SingularValueDecomposition_F64;

/**
 * What a linear map keeps of an example, direction by direction: the singular value decomposition
 * {@code A = U diag(s) V^T}, but for the directions that it loses. Immutable; safe for many
 * threads.
 */
interface Spectrum {

  /** Singular values below this share of the largest are taken for 0. */
  double LOST = 1e-6;

  /** s: how much of each direction is measured, above 0. */
  double[] values();

  /** {@code V^T x}. */
  double[] coordinates(double[] x);

  /** {@code V c}. */
  double[] combined(double[] c);

  /** {@code diag(s)^-1 U^T y}: the coordinates that are measured. */
  double[] measured(double[] y);

  /**
   * Of a map whose rows are orthogonal and equally long, as masks, block means and grey are.
   *
   * @param length of each row
   */
  static Spectrum ofEvenRows(LinearMap map, double length) {
    return new Spectrum() {
      @Override
      public double[] values() {
        double[] values = new double[map.outputs()];
        Arrays.fill(values, length);
        return values;
      }

      @Override
      public double[] coordinates(double[] x) {
        return scaled(map.apply(x));
      }

      @Override
      public double[] combined(double[] c) {
        return scaled(map.transpose(c));
      }

      @Override
      public double[] measured(double[] y) {
        return scaled(y.clone());
      }

      private double[] scaled(double... values) {
        for (int k = 0; k < values.length; k++) {
          values[k] /= length;
        }
        return values;
      }
    };
  }

  /** Of any map of moderate size, by its matrix. */
  static Spectrum ofMatrix(LinearMap map) {
    double[][] rows = new double[map.outputs()][];
    for (int i = 0; i < rows.length; i++) {
      double[] one = new double[rows.length];
      one[i] = 1;
      rows[i] = map.transpose(one);
    }
    Decomposition svd = Decomposition.of(rows);
    int[] kept = svd.kept(LOST);
    return new Spectrum() {
      @Override
      public double[] values() {
        return Arrays.stream(kept).mapToDouble(i -> svd.s[i]).toArray();
      }

      @Override
      public double[] coordinates(double[] x) {
        return Arrays.stream(kept).mapToDouble(i -> LinearMeasurement.dot(svd.v[i], x)).toArray();
      }

      @Override
      public double[] combined(double[] c) {
        double[] x = new double[map.inputs()];
        for (int j = 0; j < kept.length; j++) {
          for (int k = 0; k < x.length; k++) {
            x[k] += c[j] * svd.v[kept[j]][k];
          }
        }
        return x;
      }

      @Override
      public double[] measured(double[] y) {
        return Arrays.stream(kept)
            .mapToDouble(i -> LinearMeasurement.dot(svd.u[i], y) / svd.s[i])
            .toArray();
      }
    };
  }

  /**
   * A matrix's decomposition.
   *
   * @param u left singular vectors
   * @param s singular values
   * @param v right singular vectors
   */
  record Decomposition(double[][] u, double[] s, double[][] v) {

    static Decomposition of(double[][] rows) {
      DMatrixRMaj matrix = new DMatrixRMaj(rows);
      SingularValueDecomposition_F64<DMatrixRMaj> svd =
          DecompositionFactory_DDRM.svd(matrix.numRows, matrix.numCols, true, true, true);
      if (!svd.decompose(matrix)) {
        throw new IllegalStateException("a measurement's matrix has no singular values");
      }
      return new Decomposition(
          rows(svd.getU(null, true)), svd.getSingularValues(), rows(svd.getV(null, true)));
    }

    /** The numbers of the singular values above a share of the largest. */
    int[] kept(double share) {
      double least = share * Arrays.stream(s).max().orElse(0);
      return java.util.stream.IntStream.range(0, Math.min(s.length, Math.min(u.length, v.length)))
          .filter(i -> s[i] > least)
          .toArray();
    }

    private static double[][] rows(DMatrixRMaj matrix) {
      double[][] rows = new double[matrix.numRows][matrix.numCols];
      for (int i = 0; i < matrix.numRows; i++) {
        for (int j = 0; j < matrix.numCols; j++) {
          rows[i][j] = matrix.get(i, j);
        }
      }
      return rows;
    }
  }
}
