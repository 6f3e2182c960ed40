package org.tweedie.engine.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Eigenvalues of matrices that have few, whose closed forms are those of small ones. */
class SymmetricTest {

  /** Products of rows of few whole numbers, as of pictures of few colours. */
  @ParameterizedTest
  @CsvSource({"16, 1", "128, 1", "128, 2", "160, 3"})
  void fewColoursHaveFewEigenvalues(int rows, int rank) {
    for (int seed = 0; seed < 5; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      DMatrixRMaj colours = new DMatrixRMaj(rows, rank);
      Arrays.setAll(colours.data, any -> random.nextInt(3));
      DMatrixRMaj all = new DMatrixRMaj(rows, rows);
      CommonOps_DDRM.multTransB(colours, colours, all);
      DMatrixRMaj few = new DMatrixRMaj(rank, rank);
      CommonOps_DDRM.multTransA(colours, colours, few);
      double[] expected = new double[rows];
      System.arraycopy(Symmetric.valuesOf(few), 0, expected, 0, rank);
      Arrays.sort(expected);
      double rounding = 1e-12 * CommonOps_DDRM.trace(few);
      double[] alone = Symmetric.valuesOf(all);
      Arrays.sort(alone);
      assertThat(alone).as("seed %d", seed).containsExactly(expected, within(rounding));
      DMatrixRMaj rest = Symmetric.of(all).map(DoubleUnaryOperator.identity());
      CommonOps_DDRM.subtractEquals(rest, all);
      assertThat(CommonOps_DDRM.elementMaxAbs(rest))
          .as("put together again, seed %d", seed)
          .isLessThan(rounding);
    }
  }
}
