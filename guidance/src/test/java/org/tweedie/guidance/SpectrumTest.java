package org.tweedie.guidance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SpectrumTest {

  private static Stream<LinearMap> maps() {
    return Stream.of(
        new MaskMap(6, 1, 4),
        new BlockMeanMap(4, 6, 3, 2),
        new GreyMap(5),
        new BlurMap(4, 5, 3, 0.8),
        ReconstructionGuidanceTest.MAP);
  }

  @ParameterizedTest
  @MethodSource("maps")
  void directionsAreOrthonormal(LinearMap map) {
    Spectrum spectrum = map.spectrum();
    double[] c = random(spectrum.values().length, 1);
    assertThat(spectrum.coordinates(spectrum.combined(c))).containsExactly(c, within(1e-9));
    double[] x = spectrum.combined(c);
    assertThat(LinearMeasurement.dot(x, x)).isCloseTo(LinearMeasurement.dot(c, c), within(1e-9));
  }

  /** {@code diag(s)^-1 U^T A x = V^T x}, and the map keeps s of each direction. */
  @ParameterizedTest
  @MethodSource("maps")
  void measurementsShowTheCoordinatesOfWhatIsMeasured(LinearMap map) {
    Spectrum spectrum = map.spectrum();
    double[] x = random(map.inputs(), 2);
    double[] y = map.apply(x);
    double[] c = spectrum.coordinates(x);
    assertThat(spectrum.measured(y)).containsExactly(c, within(1e-8));
    double energy = 0;
    for (int j = 0; j < c.length; j++) {
      energy += Math.pow(spectrum.values()[j] * c[j], 2);
    }
    assertThat(LinearMeasurement.dot(y, y)).isCloseTo(energy, within(1e-9));
  }

  @ParameterizedTest
  @MethodSource("maps")
  void valuesAreThoseOfTheMatrix(LinearMap map) {
    double[] own = map.spectrum().values();
    double[] general = Spectrum.ofMatrix(map).values();
    Arrays.sort(own);
    Arrays.sort(general);
    assertThat(own).containsExactly(general, within(1e-9));
  }

  /** A wide blur leaves nothing of the finest detail, which cannot be told from its image. */
  @Test
  void whatIsLostHasNoDirection() {
    double[] values = new BlurMap(12, 12, 1, 4).spectrum().values();
    assertThat(values).hasSizeBetween(10, 100);
    assertThat(Arrays.stream(values).min().orElseThrow()).isGreaterThan(1e-6);
  }

  private static double[] random(int size, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] values = new double[size];
    Arrays.setAll(values, k -> 2 * random.nextDouble() - 1);
    return values;
  }
}
