package org.tweedie.api.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Scale;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.schedule.NoiseRate;

class ParameterizationTest {

  /** {@code x^ = a z + b output}: moving the output by 1 moves the signal by b. */
  @Property(seed = "1")
  void signalErrorFactorIsTheSquaredSlopeOfTheSignalInTheOutput(
      @ForAll Parameterization given,
      @ForAll @Scale(4) @DoubleRange(min = -8, max = 8) double logSnr,
      @ForAll @Scale(4) @DoubleRange(min = 0.5, max = 10) double power) {
    NoiseLevel preserving = NoiseLevel.variancePreserving(logSnr);
    NoiseLevel level =
        new NoiseLevel(preserving.alpha() * power, preserving.sigma() * power, logSnr)
            .moving(new NoiseRate(-0.7, 1.3));
    Batch z = Batch.zeros(DataShape.point(1), 1);
    double b =
        Prediction.of(given, z, level, Batch.of(DataShape.point(1), new float[] {1}))
            .signal()
            .values()[0];
    assertThat(given.logSignalErrorFactor(level))
        .isCloseTo(2 * Math.log(Math.abs(b)), within(1e-6));
  }
}
