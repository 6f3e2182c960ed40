package org.tweedie.engine.likelihood;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.Levels;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.laws.exact.GaussianModel;

/** The bound is a number on every schedule, with any number of steps. */
class VariationalBoundPropertiesTest {

  private static final DataShape SHAPE = DataShape.point(3);

  /** Straight, bent, and with an infinite log SNR at one end or both. */
  @Provide
  Arbitrary<NoiseSchedule> schedules() {
    Arbitrary<Double> first = Arbitraries.doubles().between(-60, 100).ofScale(2);
    Arbitrary<Double> fall = Arbitraries.doubles().between(0.1, 60).ofScale(2);
    Arbitrary<Double> power = Arbitraries.doubles().between(0.3, 6).ofScale(2);
    Arbitrary<Double> ofSignal = Arbitraries.of(0.0, 1.0);
    Arbitrary<Double> ofNoise = Arbitraries.of(0.0, 1.0);
    return Combinators.combine(first, fall, power, ofSignal, ofNoise)
        .as(
            (high, by, bend, signal, noise) ->
                t ->
                    high
                        - by * Math.pow(t, bend)
                        + (signal > 0 ? signal * Math.log1p(-t) : 0)
                        - (noise > 0 ? noise * Math.log(t) : 0));
  }

  @Property(seed = "1", tries = 300)
  void everyTermIsFinite(
      @ForAll("schedules") NoiseSchedule schedule,
      @ForAll @IntRange(min = 0, max = 2000) int timesteps,
      @ForAll Parameterization shows) {
    // What shows only the noise knows nothing of the signal where there is none, and so on: the
    // velocity alone is known at both infinite ends.
    boolean endless =
        Double.isInfinite(schedule.logSnr(0)) || Double.isInfinite(schedule.logSnr(1));
    Parameterization known = endless ? Parameterization.VELOCITY : shows;
    DataDescription data = new DataDescription(SHAPE, Optional.of(new Levels(5)), List.of());
    BoundTerms terms =
        new VariationalBound(
                data, timesteps == 0 ? OptionalInt.empty() : OptionalInt.of(timesteps), 2, 7)
            .terms(
                new GaussianModel(schedule, 0.5, known),
                Batch.of(SHAPE, new float[] {-1, 0, 1, 0.5f, -0.5f, 0}),
                Condition.none(2),
                0);
    for (int i = 0; i < 2; i++) {
      assertThat(terms.prior()[i]).as("prior").isFinite().isGreaterThan(-1e-9);
      assertThat(terms.reconstruction()[i]).as("reconstruction").isFinite().isNotNegative();
      assertThat(terms.diffusion()[i]).as("diffusion").isFinite().isNotNegative();
    }
  }
}
