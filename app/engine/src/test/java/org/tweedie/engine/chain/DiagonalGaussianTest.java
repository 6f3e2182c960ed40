package org.tweedie.engine.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.Batch;

class DiagonalGaussianTest {

  private static final DataShape ONE = DataShape.point(1);

  private static DiagonalGaussian of(double mean, double deviation) {
    return new DiagonalGaussian(ONE, new double[] {mean}, new double[] {deviation});
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1, 0, 1",
    "0.5, 0.2, 0.1, 0.3",
    "1, 1.0001, 1, 1",
    "2, 1, -1, 1e-1",
    "0, 1e-9, 0, 1"
  })
  void theDivergenceIsTheIntegralOfTheLogRatio(double m, double s, double mp, double sp) {
    DiagonalGaussian q = of(m, s);
    DiagonalGaussian p = of(mp, sp);
    double integral = 0;
    double step = 1e-3;
    for (double u = -9; u <= 9; u += step) {
      Batch z = Batch.of(ONE, new float[] {(float) (m + s * u)});
      double exact = (q.logDensity(z)[0] - p.logDensity(z)[0]);
      integral += step * Math.exp(-u * u / 2) / Math.sqrt(2 * Math.PI) * exact;
    }
    assertThat(q.divergence(p)[0]).isCloseTo(integral, within(1e-4 * (1 + integral)));
  }
}
