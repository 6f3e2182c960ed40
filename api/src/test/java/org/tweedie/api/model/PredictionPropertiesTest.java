package org.tweedie.api.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.objective.GraphLevel;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.schedule.NoiseRate;

/** No NaN at SNR 0 or infinity, nor anywhere between. */
class PredictionPropertiesTest {

  private static final DataShape ONE = DataShape.point(1);

  /** Variance preserving or not, with ends at which alpha or sigma is 0 or next to nothing. */
  @Provide
  Arbitrary<NoiseLevel> levels() {
    Arbitrary<Double> logSnr =
        Arbitraries.oneOf(
            Arbitraries.doubles().between(-60, 60).ofScale(3),
            Arbitraries.of(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY));
    Arbitrary<Double> size =
        Arbitraries.doubles().between(-6, 6).ofScale(2).map(power -> Math.pow(10, power));
    Arbitrary<Double> rate = Arbitraries.doubles().between(0.1, 3).ofScale(3);
    Arbitrary<NoiseLevel> still = still(logSnr, size);
    return Combinators.combine(still, rate, rate)
        .as(
            (level, falls, grows) -> {
              double scale = Math.sqrt(level.power());
              return level.moving(new NoiseRate(-falls * scale, grows * scale));
            });
  }

  private static Arbitrary<NoiseLevel> still(Arbitrary<Double> logSnr, Arbitrary<Double> size) {
    return Arbitraries.oneOf(
        logSnr.map(NoiseLevel::variancePreserving),
        Combinators.combine(logSnr, size)
            .as(
                (snr, scale) -> {
                  NoiseLevel level = NoiseLevel.variancePreserving(snr);
                  return new NoiseLevel(scale * level.alpha(), scale * level.sigma(), snr);
                }));
  }

  @Property(seed = "1", tries = 2000)
  void everyViewIsFiniteWhereItCanBeKnown(
      @ForAll("levels") NoiseLevel level,
      @ForAll Parameterization given,
      @ForAll @DoubleRange(min = -3, max = 3) double z,
      @ForAll @DoubleRange(min = -3, max = 3) double output) {
    Prediction prediction =
        Prediction.of(given, batch(z * Math.sqrt(level.power())), level, batch(output));
    boolean noiseGiven = given == Parameterization.NOISE || given == Parameterization.SCORE;
    boolean signalKnown = level.alpha() > 0 || !noiseGiven;
    boolean noiseKnown = level.sigma() > 0 || given != Parameterization.SIGNAL;
    if (signalKnown) {
      assertFinite(prediction.signal(), "signal");
    }
    if (noiseKnown) {
      assertFinite(prediction.noise(), "noise");
    }
    if (signalKnown && noiseKnown) {
      assertFinite(prediction.velocity(), "velocity");
      assertFinite(prediction.flow(), "flow");
    }
    if (level.sigma() > 0) {
      assertFinite(prediction.score(), "score");
    }
  }

  /** Where neither alpha nor sigma is small, one view leads to every other and back. */
  @Property(seed = "2", tries = 1000)
  void everyViewLeadsBackToTheOthers(
      @ForAll Parameterization given,
      @ForAll Parameterization over,
      @ForAll @DoubleRange(min = -6, max = 6) double logSnr,
      @ForAll @DoubleRange(min = -2, max = 2) double signal,
      @ForAll @DoubleRange(min = -2, max = 2) double noise) {
    NoiseLevel level = NoiseLevel.variancePreserving(logSnr).moving(new NoiseRate(-1, 1));
    Batch z = batch(level.alpha() * signal + level.sigma() * noise);
    Prediction first = Prediction.of(given, z, level, batch(given.target(level, signal, noise)));
    Prediction second = Prediction.of(over, z, level, first.as(over));
    assertThat((double) second.signal().values()[0]).isCloseTo(signal, within(1e-4));
    assertThat((double) second.noise().values()[0]).isCloseTo(noise, within(1e-4));
    assertThat(level.sigma() * second.score().values()[0])
        .as("score = -eps / sigma (Luo, equation 151)")
        .isCloseTo(-noise, within(1e-4));
  }

  @Property(seed = "3", tries = 1000)
  void factorsOfErrorsAreNumbersAtEveryLevel(
      @ForAll("levels") NoiseLevel level, @ForAll Parameterization predicts) {
    assertThat(predicts.logSignalErrorFactor(level)).isNotNaN();
    assertThat(predicts.target(level, 0.3, -0.7)).isFinite();
    assertThat(level.snr()).isNotNaN();
  }

  @Property(seed = "4", tries = 1000)
  void graphsAreFedWithinBounds(@ForAll("levels") NoiseLevel level, @ForAll double slope) {
    assertThat(GraphLevel.boundedLogSnr(level.logSnr())).isBetween(-60f, 60f);
    assertThat(GraphLevel.boundedSlope(-Math.abs(slope))).isBetween(-1e9f, 0f);
    assertThat(GraphLevel.boundedLogSnr(Double.POSITIVE_INFINITY)).isEqualTo(60f);
    assertThat(GraphLevel.boundedLogSnr(Double.NEGATIVE_INFINITY)).isEqualTo(-60f);
    assertThat(GraphLevel.boundedSlope(Double.NEGATIVE_INFINITY)).isEqualTo(-1e9f);
  }

  private static void assertFinite(Batch view, String name) {
    assertThat(view.values()[0]).as(name).isFinite();
  }

  private static Batch batch(double value) {
    return Batch.of(ONE, new float[] {(float) value});
  }
}
