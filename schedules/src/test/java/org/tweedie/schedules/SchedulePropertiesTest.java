package org.tweedie.schedules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
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
    return Arbitraries.oneOf(finite(), decaying(), exploding(), tables(), movedOnes());
  }

  @Provide
  Arbitrary<Double> times() {
    return Arbitraries.oneOf(
        Arbitraries.doubles().between(0, 1).ofScale(9),
        Arbitraries.doubles().between(-12, 0).ofScale(3).map(power -> Math.pow(10, power)),
        Arbitraries.doubles().between(-12, -1).ofScale(3).map(power -> 1 - Math.pow(10, power)));
  }

  private static Arbitrary<Ends> finite() {
    Arbitrary<Double> last = Arbitraries.doubles().between(-40, 30).ofScale(6);
    Arbitrary<Double> fall = Arbitraries.doubles().between(0.5, 60).ofScale(6);
    Arbitrary<Double> offset = Arbitraries.doubles().between(0, 1).ofScale(6);
    Arbitrary<Double> start = Arbitraries.doubles().between(-10, 10).ofScale(3);
    Arbitrary<Double> length = Arbitraries.doubles().between(0.1, 10).ofScale(3);
    Arbitrary<Double> tau = Arbitraries.doubles().between(0.1, 10).ofScale(3);
    return Arbitraries.oneOf(
        Combinators.combine(last, fall)
            .as(
                (end, by) ->
                    new Ends(
                        new LinearSchedule(new LinearSchedule.Options(-end - by, -end)),
                        end + by,
                        end)),
        Combinators.combine(last, fall)
            .as(
                (end, by) ->
                    new Ends(
                        new RectifiedFlowSchedule(new RectifiedFlowSchedule.Options(end + by, end)),
                        end + by,
                        end)),
        Combinators.combine(last, fall, offset)
            .as(
                (end, by, s) ->
                    new Ends(
                        new CosineSchedule(new CosineSchedule.Options(s, end + by, end)),
                        end + by,
                        end)),
        Combinators.combine(last, fall, start, length, tau)
            .as(
                (end, by, from, size, width) ->
                    new Ends(
                        new SigmoidSchedule(
                            new SigmoidSchedule.Options(from, from + size, width, end + by, end)),
                        end + by,
                        end)));
  }

  private static Arbitrary<Ends> decaying() {
    Arbitrary<Double> first = Arbitraries.doubles().between(1e-5, 0.1).ofScale(6);
    Arbitrary<Double> growth = Arbitraries.doubles().between(0, 0.3).ofScale(4);
    Arbitrary<Integer> steps = Arbitraries.integers().between(2, 300);
    Arbitrary<Boolean> continuous = Arbitraries.of(true, false);
    double none = Double.POSITIVE_INFINITY;
    return Arbitraries.oneOf(
        Combinators.combine(first, growth, steps, continuous)
            .as(
                (from, by, count, limit) -> {
                  double l = 0;
                  for (int i = 0; i < count; i++) {
                    l -= Math.log1p(-(from + by * i / (count - 1)));
                  }
                  double integral = limit ? count * (from + by / 2) : l;
                  return new Ends(
                      new BetaLinearSchedule(
                          new BetaLinearSchedule.Options(new Betas(from, from + by, count, limit))),
                      none,
                      -integral - Math.log(-Math.expm1(-integral)));
                }),
        Combinators.combine(first, growth, steps, continuous)
            .as(
                (from, by, count, limit) -> {
                  double root = Math.sqrt(from);
                  double rise = Math.sqrt(from + by) - root;
                  double l = 0;
                  for (int i = 0; i < count; i++) {
                    l -= Math.log1p(-Math.pow(root + rise * i / (count - 1), 2));
                  }
                  double mean = root * root + root * rise + rise * rise / 3;
                  double integral = limit ? count * mean : l;
                  return new Ends(
                      new ScaledLinearSchedule(
                          new ScaledLinearSchedule.Options(
                              new Betas(from, from + by, count, limit))),
                      none,
                      -integral - Math.log(-Math.expm1(-integral)));
                }),
        Combinators.combine(first, growth)
            .as(
                (from, by) -> {
                  double l = 100 * (from + by / 2);
                  return new Ends(
                      new SubVpSchedule(new SubVpSchedule.Options(100 * from, 100 * (from + by))),
                      none,
                      -l - 2 * Math.log(-Math.expm1(-l)));
                }));
  }

  private static Arbitrary<Ends> exploding() {
    Arbitrary<Double> logMin = Arbitraries.doubles().between(-15, 3).ofScale(4);
    Arbitrary<Double> rise = Arbitraries.doubles().between(0.5, 15).ofScale(4);
    Arbitrary<Double> rho = Arbitraries.doubles().between(1, 20).ofScale(3);
    return Combinators.combine(logMin, rise, rho)
        .as(
            (from, by, spacing) -> {
              double min = Math.exp(from);
              double max = Math.exp(from + by);
              return new Ends(
                  spacing < 3
                      ? new GeometricSchedule(new GeometricSchedule.Options(min, max))
                      : new EdmSchedule(new EdmSchedule.Options(min, max, spacing)),
                  -2 * from,
                  -2 * (from + by));
            });
  }

  private static Arbitrary<Ends> tables() {
    return Arbitraries.doubles()
        .between(0.01, 8)
        .ofScale(4)
        .list()
        .ofMinSize(1)
        .ofMaxSize(12)
        .map(
            falls -> {
              List<Double> values = new ArrayList<>(List.of(11.0));
              falls.forEach(by -> values.add(values.get(values.size() - 1) - by));
              return new Ends(
                  new TableSchedule(
                      new TableSchedule.Options(TableSchedule.Quantity.LOG_SNR, values, "")),
                  11,
                  values.get(values.size() - 1));
            });
  }

  /** Of schedules that come near to zero, as one would move. */
  private static Arbitrary<Ends> movedOnes() {
    return Arbitraries.oneOf(finite(), decaying())
        .filter(ends -> ends.last < -1 && ends.first > 1 && isPreserving(ends.schedule))
        .map(
            ends ->
                new Ends(
                    new ZeroTerminalSchedule(ends.schedule), ends.first, Double.NEGATIVE_INFINITY));
  }

  @Property(seed = "1", tries = 500)
  void endsAreWhatTheOptionsSay(@ForAll("schedules") Ends ends) {
    assertThat(near(ends.schedule.logSnr(0), ends.first)).as("log SNR at 0").isTrue();
    assertThat(near(ends.schedule.logSnr(1), ends.last)).as("log SNR at 1").isTrue();
  }

  @Property(seed = "2", tries = 500)
  void fallsStrictlyInTime(
      @ForAll("schedules") Ends ends,
      @ForAll @Size(20) List<@Scale(9) @DoubleRange(min = 0, max = 1) Double> times) {
    double[] sorted = times.stream().mapToDouble(t -> t).sorted().distinct().toArray();
    for (int i = 1; i < sorted.length; i++) {
      double earlier = ends.schedule.logSnr(sorted[i - 1]);
      double later = ends.schedule.logSnr(sorted[i]);
      boolean apart = sorted[i] - sorted[i - 1] > 1e-8;
      assertThat(apart ? later < earlier : later <= earlier + 1e-11)
          .as("falls from %s at %s to %s at %s", earlier, sorted[i - 1], later, sorted[i])
          .isTrue();
    }
  }

  @Property(seed = "3", tries = 500)
  void slopeIsTheDerivative(
      @ForAll("schedules") Ends ends,
      @ForAll @Scale(9) @DoubleRange(min = 0.01, max = 0.99) double t) {
    // A piecewise cubic may have a kink of its slope at a knot: two one-sided differences.
    double h = 1e-6;
    double before = (ends.schedule.logSnr(t) - ends.schedule.logSnr(t - h)) / h;
    double after = (ends.schedule.logSnr(t + h) - ends.schedule.logSnr(t)) / h;
    assertThat(ends.schedule.logSnrSlope(t))
        .isNotPositive()
        .isCloseTo((before + after) / 2, within(1e-3 * Math.max(1, -before)));
  }

  @Property(seed = "4", tries = 500)
  void timeOfInvertsLogSnr(@ForAll("schedules") Ends ends, @ForAll("times") double t) {
    double logSnr = ends.schedule.logSnr(t);
    double found = ends.schedule.timeOf(logSnr);
    assertThat(found).isBetween(0.0, 1.0);
    assertThat(near(ends.schedule.logSnr(found), logSnr) || Math.abs(found - t) < 1e-9)
        .as("time %s of log SNR %s, asked for that of %s", found, logSnr, t)
        .isTrue();
  }

  /**
   * No NaN and no contradiction, in double and in single precision, as near to the ends as 1e-12.
   */
  @Property(seed = "5")
  void levelHoldsItsLogSnr(@ForAll("schedules") Ends ends, @ForAll("times") double t) {
    NoiseLevel level = ends.schedule.at(t);
    assertThat(level.logSnr()).isNotNaN().isEqualTo(ends.schedule.logSnr(t));
    assertThat(near(2 * Math.log(level.alpha() / level.sigma()), level.logSnr())).isTrue();
    double single = 2 * Math.log((double) (float) level.alpha() / (float) level.sigma());
    assertThat(single == level.logSnr() || Math.abs(single - level.logSnr()) < 1e-6)
        .as("%s in single precision, %s", single, level)
        .isTrue();
    assertThat(ends.schedule.logSnrSlope(t)).isNotNaN().isNotPositive();
    NoiseLevel rounded = ends.schedule.at((float) t);
    assertThat(rounded.logSnr() + rounded.alpha() + rounded.sigma()).isNotNaN();
    assertThat(ends.schedule.logSnrSlope((float) t)).isNotNaN().isNotPositive();
    if (isPreserving(ends.schedule)) {
      assertThat(level.power()).isCloseTo(1, within(1e-13));
    }
  }

  private static boolean isPreserving(NoiseSchedule schedule) {
    return !(schedule instanceof SubVpSchedule
        || schedule instanceof RectifiedFlowSchedule
        || schedule instanceof EdmSchedule
        || schedule instanceof GeometricSchedule);
  }

  private static boolean near(double value, double expected) {
    return value == expected || Math.abs(value - expected) < 1e-9;
  }
}
