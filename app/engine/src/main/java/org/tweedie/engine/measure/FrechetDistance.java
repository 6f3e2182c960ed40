package org.tweedie.engine.measure;

import java.util.Arrays;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.CommonOps_MT_DDRM;
import org.tweedie.api.model.Batch;

/**
 * The squared 2-Wasserstein distance between the normal distributions with the means and
 * covariances of two sets (D. C. Dowson, B. V. Landau, "The Frechet distance between multivariate
 * normal distributions", 1982): {@code |m1 - m2|^2 + tr(C1 + C2 - 2 (C1 C2)^(1/2))}.
 *
 * <p>On features of an Inception network it is known as FID (Heusel et al., arXiv 1706.08500); on
 * other features its values cannot be compared with those.
 *
 * <p>With the centred sets X and Y as matrices, {@code tr (C1 C2)^(1/2)} is the sum of the singular
 * values of {@code X Y^T} over {@code sqrt((n - 1) (m - 1))}: where there are fewer rows than
 * dimensions this is the smaller problem, and as exact.
 *
 * @param value the distance
 * @param standardError what another choice of the first set would change; NaN if not asked for
 */
record FrechetDistance(double value, double standardError) {

  /** How often samples are cut into halves where there are fewer of them than dimensions. */
  private static final int CUTS = 10;

  /** Eigenvalues below this share of the largest are rounding errors. */
  private static final double NOTHING = 1e-12;

  /** Whether the sets are so small that their rows are the smaller problem. */
  static boolean isOfRows(long n, long m, long d) {
    return Math.min(n, m) < d;
  }

  /** The bytes that are needed beside the sets, about. */
  static double bytes(long n, long m, long d) {
    double least = Math.min(n, m);
    double numbers =
        isOfRows(n, m, d)
            ? 2.0 * n * m + 3 * least * least + 2.0 * SampleMoments.BLOCK * d
            : 8.0 * d * d + 2.0 * SampleMoments.BLOCK * d;
    return Double.BYTES * numbers;
  }

  /** Billions of operations, about: what there is to wait for. */
  static double cost(long n, long m, long d, boolean withError) {
    double least = Math.min(n, m);
    double operations =
        isOfRows(n, m, d)
            ? 2.0 * n * m * d + 2.0 * n * m * least + 10 * cube(least)
            : 2.0 * (n + m) * d * d + 25 * cube(d);
    if (withError) {
      operations +=
          isOfRows(n, m, d)
              ? 2 * CUTS * (0.5 * n * n * m + 10 * cube(Math.min(n / 2, m)))
              : 2.0 * n * d * d + 10 * cube(d);
    }
    return operations / 1e9;
  }

  private static double cube(double value) {
    return value * value * value;
  }

  /**
   * Between sets of two rows or more each.
   *
   * @param withError whether to find the standard error too; then at least four of the first set
   * @param seed where choices by chance begin
   * @param progress told how much of the {@link #cost} is done
   */
  static FrechetDistance between(
      Batch one, Batch other, boolean withError, long seed, IntConsumer progress) {
    return isOfRows(one.count(), other.count(), one.shape().size())
        ? ofRows(one, other, withError, seed, progress)
        : ofMoments(one, other, withError, progress);
  }

  /** The distance between two normal distributions. */
  static double between(SampleMoments one, SampleMoments other) {
    return distance(one, other, Symmetric.valuesOf(inner(one, root(other))));
  }

  private static double distance(SampleMoments one, SampleMoments other, double[] squaredSingular) {
    double traceOfRoot = 0;
    for (double value : squaredSingular) {
      traceOfRoot += Math.sqrt(Math.max(0, value));
    }
    return squaredLength(difference(one.mean(), other.mean()))
        + CommonOps_DDRM.trace(one.covariance())
        + CommonOps_DDRM.trace(other.covariance())
        - 2 * traceOfRoot;
  }

  private static double[] difference(double[] one, double[] other) {
    double[] difference = new double[one.length];
    Arrays.setAll(difference, k -> one[k] - other[k]);
    return difference;
  }

  private static double squaredLength(double[] vector) {
    return Arrays.stream(vector).map(value -> value * value).sum();
  }

  private static DMatrixRMaj root(SampleMoments moments) {
    return Symmetric.of(moments.covariance()).map(value -> Math.sqrt(Math.max(0, value)));
  }

  /**
   * {@code C2^(1/2) C1 C2^(1/2)} is symmetric, so that none of its eigenvalues, which are those of
   * {@code C1 C2}, is complex, and rounding below zero can be cut.
   */
  private static DMatrixRMaj inner(SampleMoments one, DMatrixRMaj root) {
    int d = root.numRows;
    DMatrixRMaj product = new DMatrixRMaj(d, d);
    DMatrixRMaj inner = new DMatrixRMaj(d, d);
    CommonOps_MT_DDRM.mult(root, one.covariance(), product);
    CommonOps_MT_DDRM.mult(product, root, inner);
    return inner;
  }

  private static FrechetDistance ofMoments(
      Batch one, Batch other, boolean withError, IntConsumer progress) {
    SampleMoments mine = SampleMoments.of(one);
    SampleMoments theirs = SampleMoments.of(other);
    long d = one.shape().size();
    progress.accept((int) (2e-9 * (one.count() + other.count()) * d * d));
    DMatrixRMaj root = root(theirs);
    DMatrixRMaj inner = inner(mine, root);
    if (!withError) {
      return new FrechetDistance(distance(mine, theirs, Symmetric.valuesOf(inner)), Double.NaN);
    }
    Symmetric decomposed = Symmetric.of(inner);
    double value = distance(mine, theirs, decomposed.values());
    return new FrechetDistance(value, error(one, mine, theirs, root, decomposed));
  }

  /**
   * The distance's derivative by the weight of each sample: to first order the distance is the mean
   * of these, so their deviation tells its standard error (the infinitesimal jackknife: L. Jaeckel
   * 1972). By the covariance the derivative is {@code 1 - C2^(1/2) (C2^(1/2) C1 C2^(1/2))^(-1/2)
   * C2^(1/2)}, one less the optimal map of the one normal distribution to the other.
   */
  private static double error(
      Batch one, SampleMoments mine, SampleMoments theirs, DMatrixRMaj root, Symmetric inner) {
    int d = root.numRows;
    double largest = Arrays.stream(inner.values()).max().orElse(0);
    DMatrixRMaj scaled =
        inner.scaledVectors(value -> value > NOTHING * largest ? Math.pow(value, -0.25) : 0);
    DMatrixRMaj map = new DMatrixRMaj(d, d);
    CommonOps_MT_DDRM.mult(root, scaled, map);
    double[] shift = difference(mine.mean(), theirs.mean());
    double[] influence = new double[one.count()];
    for (int from = 0; from < one.count(); from += SampleMoments.BLOCK) {
      int to = Math.min(one.count(), from + SampleMoments.BLOCK);
      DMatrixRMaj rows = SampleMoments.centred(one, mine.mean(), from, to);
      DMatrixRMaj mapped = new DMatrixRMaj(to - from, d);
      CommonOps_MT_DDRM.mult(rows, map, mapped);
      for (int i = from, k = 0; i < to; i++) {
        for (int j = 0; j < d; j++, k++) {
          double x = rows.data[k];
          influence[i] += 2 * shift[j] * x + x * x - mapped.data[k] * mapped.data[k];
        }
      }
    }
    double mean = Arrays.stream(influence).average().orElseThrow();
    double squares = Arrays.stream(influence).map(v -> (v - mean) * (v - mean)).sum();
    return Math.sqrt(squares / (one.count() - 1) / one.count());
  }

  private static FrechetDistance ofRows(
      Batch one, Batch other, boolean withError, long seed, IntConsumer progress) {
    CrossProducts products = new CrossProducts(one, other);
    int[] all = IntStream.range(0, one.count()).toArray();
    progress.accept((int) (2e-9 * one.count() * other.count() * one.shape().size()));
    double value = products.distance(all);
    if (!withError) {
      return new FrechetDistance(value, Double.NaN);
    }
    double before = cost(one.count(), other.count(), one.shape().size(), false);
    double after = cost(one.count(), other.count(), one.shape().size(), true);
    Halves halves = Halves.of(one.count(), CUTS, seed);
    double[][] values = new double[CUTS][2];
    for (int cut = 0; cut < CUTS; cut++) {
      values[cut][0] = products.distance(halves.members(cut, 0));
      values[cut][1] = products.distance(halves.members(cut, 1));
      progress.accept((int) (before + (after - before) * (cut + 1) / CUTS));
    }
    return new FrechetDistance(value, Halves.error(values));
  }
}
