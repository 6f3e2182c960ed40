package org.tweedie.engine.measure;

import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_MT_DDRM;
import org.tweedie.api.model.Batch;

/**
 * The Fréchet distance by the products of all rows of one set with all rows of another: where both
 * have fewer rows than dimensions, no matrix of the dimensions' size is needed.
 */
final class CrossProducts {

  private final Batch one;
  private final double[] otherMean;
  private final double otherTrace;
  private final DMatrixRMaj products;

  /** Multiplies the rows of two sets of two rows or more each. */
  CrossProducts(Batch one, Batch other) {
    this.one = one;
    otherMean = SampleMoments.mean(other);
    double[] mean = SampleMoments.mean(one);
    int n = one.count();
    int m = other.count();
    products = new DMatrixRMaj(n, m);
    double trace = 0;
    for (int start = 0; start < m; start += SampleMoments.BLOCK) {
      int end = Math.min(m, start + SampleMoments.BLOCK);
      DMatrixRMaj theirs = SampleMoments.centred(other, otherMean, start, end);
      trace += Arrays.stream(theirs.data).map(value -> value * value).sum() / (m - 1);
      for (int from = 0; from < n; from += SampleMoments.BLOCK) {
        int to = Math.min(n, from + SampleMoments.BLOCK);
        DMatrixRMaj block = new DMatrixRMaj(to - from, end - start);
        CommonOps_MT_DDRM.multTransB(SampleMoments.centred(one, mean, from, to), theirs, block);
        for (int i = from; i < to; i++) {
          System.arraycopy(
              block.data, (i - from) * (end - start), products.data, i * m + start, end - start);
        }
      }
    }
    otherTrace = trace;
  }

  /**
   * The distance of some rows of the first set from the whole second one.
   *
   * @param rows two or more
   */
  double distance(int[] rows) {
    int d = otherMean.length;
    double[] mean = new double[d];
    for (int row : rows) {
      for (int k = 0; k < d; k++) {
        mean[k] += (double) one.values()[row * d + k] / rows.length;
      }
    }
    double trace = 0;
    double squaredShift = 0;
    for (int k = 0; k < d; k++) {
      squaredShift += (mean[k] - otherMean[k]) * (mean[k] - otherMean[k]);
      for (int row : rows) {
        double x = one.values()[row * d + k] - mean[k];
        trace += x * x / (rows.length - 1);
      }
    }
    double degrees = Math.sqrt((rows.length - 1.0) * (products.numCols - 1.0));
    return squaredShift + trace + otherTrace - 2 * singularValues(rows) / degrees;
  }

  /** The sum of the singular values of the products of some rows, less their own mean. */
  private double singularValues(int[] rows) {
    int m = products.numCols;
    double[] mean = new double[m];
    for (int row : rows) {
      for (int j = 0; j < m; j++) {
        mean[j] += products.data[row * m + j] / rows.length;
      }
    }
    DMatrixRMaj centred = new DMatrixRMaj(rows.length, m);
    for (int i = 0, k = 0; i < rows.length; i++) {
      for (int j = 0; j < m; j++, k++) {
        centred.data[k] = products.data[rows[i] * m + j] - mean[j];
      }
    }
    int least = Math.min(rows.length, m);
    DMatrixRMaj squared = new DMatrixRMaj(least, least);
    if (rows.length <= m) {
      CommonOps_MT_DDRM.multTransB(centred, centred, squared);
    } else {
      CommonOps_MT_DDRM.multTransA(centred, centred, squared);
    }
    return Arrays.stream(Symmetric.valuesOf(squared))
        .map(value -> Math.sqrt(Math.max(0, value)))
        .sum();
  }
}
