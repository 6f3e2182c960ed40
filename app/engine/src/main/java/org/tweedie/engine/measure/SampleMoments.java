package org.tweedie.engine.measure;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.CommonOps_MT_DDRM;
import org.tweedie.api.model.Batch;

/**
 * Mean and covariance, with n - 1 beneath, in double precision.
 *
 * @param mean the mean
 * @param covariance the covariance
 */
record SampleMoments(double[] mean, DMatrixRMaj covariance) {

  /** Rows that are in double precision at a time. */
  static final int BLOCK = 256;

  static SampleMoments of(Batch rows) {
    double[] mean = mean(rows);
    int d = mean.length;
    DMatrixRMaj covariance = new DMatrixRMaj(d, d);
    DMatrixRMaj product = new DMatrixRMaj(d, d);
    for (int from = 0; from < rows.count(); from += BLOCK) {
      DMatrixRMaj centred = centred(rows, mean, from, Math.min(rows.count(), from + BLOCK));
      CommonOps_MT_DDRM.multTransA(1.0 / (rows.count() - 1), centred, centred, product);
      CommonOps_DDRM.addEquals(covariance, product);
    }
    return new SampleMoments(mean, covariance);
  }

  static double[] mean(Batch rows) {
    int d = rows.shape().size();
    double[] mean = new double[d];
    for (int i = 0, k = 0; i < rows.count(); i++) {
      for (int j = 0; j < d; j++, k++) {
        mean[j] += (double) rows.values()[k] / rows.count();
      }
    }
    return mean;
  }

  /** Some rows less the mean. */
  static DMatrixRMaj centred(Batch rows, double[] mean, int from, int to) {
    int d = mean.length;
    DMatrixRMaj centred = new DMatrixRMaj(to - from, d);
    for (int i = from, k = 0; i < to; i++) {
      for (int j = 0; j < d; j++, k++) {
        centred.data[k] = rows.values()[i * d + j] - mean[j];
      }
    }
    return centred;
  }
}
