package org.tweedie.schedules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Scale;
import net.jqwik.api.constraints.Size;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.schedule.NoiseSchedule;

/** What holds for every choice of options, at random. */
class SchedulePropertiesTest {

  /** A schedule with the log SNRs that its options ask for at the ends. */
  record Ends(NoiseSchedule schedule, double first, double last) {
    @Override
    public String toString() {
      return schedule.getClass().getSimpleName() + " from " + first + " to " + last;
    }
  }

  @Provide
  Arbitrary<Ends> schedules() {
    Arbitrary<Double> last = Arbitraries.doubles().between(-40, 30).ofScale(6);
    Arbitrary<Double> fall = Arbitraries.doubles().between(0.5, 60).ofScale(6);
    Arbitrary<Double> offset = Arbitraries.doubles().between(0, 1).ofScale(6);
    return Arbitraries.oneOf(
        Combinators.combine(last, fall)
            .as(
                (end, by) ->
                    new Ends(
                        new LinearSchedule(new LinearSchedule.Options(-end - by, -end)),
                        end + by,
                        end)),
        Combinators.combine(last, fall, offset)
            .as(
                (end, by, s) ->
                    new Ends(
                        new CosineSchedule(new CosineSchedule.Options(s, end + by, end)),
                        end + by,
                        end)));
  }

  @Property(seed = "1")
  void endsAreWhatTheOptionsSay(@ForAll("schedules") Ends ends) {
    assertThat(ends.schedule.logSnr(0)).isCloseTo(ends.first, within(1e-9));
    assertThat(ends.schedule.logSnr(1)).isCloseTo(ends.last, within(1e-9));
  }

  @Property(seed = "2")
  void fallsStrictlyInTime(
      @ForAll("schedules") Ends ends,
      @ForAll @Size(20) List<@Scale(9) @DoubleRange(min = 0, max = 1) Double> times) {
    double[] sorted = times.stream().mapToDouble(t -> t).sorted().distinct().toArray();
    for (int i = 1; i < sorted.length; i++) {
      double fall = ends.schedule.logSnr(sorted[i - 1]) - ends.schedule.logSnr(sorted[i]);
      assertThat(fall)
          .as("fall from time %s to %s", sorted[i - 1], sorted[i])
          .isGreaterThan(sorted[i] - sorted[i - 1] > 1e-9 ? 0 : -1e-12);
    }
  }

  @Property(seed = "3")
  void slopeIsTheDerivative(
      @ForAll("schedules") Ends ends,
      @ForAll @Scale(9) @DoubleRange(min = 0.01, max = 0.99) double t) {
    NoiseSchedule withoutSlope = ends.schedule::logSnr;
    double difference = withoutSlope.logSnrSlope(t);
    assertThat(ends.schedule.logSnrSlope(t))
        .isNegative()
        .isCloseTo(difference, within(1e-5 * Math.max(1, -difference)));
  }

  @Property(seed = "4")
  void timeOfInvertsLogSnr(
      @ForAll("schedules") Ends ends, @ForAll @Scale(9) @DoubleRange(min = 0, max = 1) double t) {
    double logSnr = ends.schedule.logSnr(t);
    NoiseSchedule withoutInverse = ends.schedule::logSnr;
    assertThat(ends.schedule.timeOf(logSnr))
        .isBetween(0.0, 1.0)
        .isCloseTo(t, within(1e-9))
        .isCloseTo(withoutInverse.timeOf(logSnr), within(1e-9));
  }

  @Property(seed = "5")
  void preservesVariance(
      @ForAll("schedules") Ends ends, @ForAll @Scale(9) @DoubleRange(min = 0, max = 1) double t) {
    NoiseLevel level = ends.schedule.at(t);
    assertThat(level.alpha() * level.alpha() + level.sigma() * level.sigma())
        .isCloseTo(1, within(1e-14));
    assertThat(2 * Math.log(level.alpha() / level.sigma()))
        .isCloseTo(level.logSnr(), within(1e-11));
  }
}
