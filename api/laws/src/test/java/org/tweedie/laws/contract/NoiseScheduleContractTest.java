package org.tweedie.laws.contract;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.schedule.NoiseRate;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.laws.exact.BoundlessSchedule;
import org.tweedie.laws.exact.ExplodingSchedule;
import org.tweedie.laws.exact.StraightSchedule;

class NoiseScheduleContractTest {

  @Nested
  class Straight extends NoiseScheduleContract {
    @Override
    protected NoiseSchedule schedule() {
      return StraightSchedule.WIDE;
    }
  }

  @Nested
  class Exploding extends NoiseScheduleContract {
    @Override
    protected NoiseSchedule schedule() {
      return new ExplodingSchedule();
    }
  }

  @Nested
  class Boundless extends NoiseScheduleContract {
    @Override
    protected NoiseSchedule schedule() {
      return new BoundlessSchedule();
    }
  }

  /** A schedule that is right but for what a test overrides. */
  private static class Wrong implements NoiseSchedule {
    @Override
    public double logSnr(double t) {
      return StraightSchedule.WIDE.logSnr(t);
    }
  }

  @TestFactory
  Stream<DynamicTest> schedulesThatRiseAreCaught() {
    NoiseSchedule rising = t -> 5 * Math.cos(4 * t);
    return Stream.of(
        caught(
            rising,
            NoiseScheduleContract::logSnrFallsStrictlyInTime,
            "falls strictly in time' (Luo, equation 109)"),
        caught(rising, NoiseScheduleContract::slopeIsNeverPositive, "is never positive"),
        caught(rising, NoiseScheduleContract::singleStepsComposeToTheLevel, "Luo, equations 59-70"),
        caught(rising, NoiseScheduleContract::timeOfInvertsLogSnr, "is the inverse"));
  }

  @TestFactory
  Stream<DynamicTest> levelsThatContradictTheLogSnrAreCaught() {
    NoiseSchedule contradictory =
        new Wrong() {
          @Override
          public NoiseLevel at(double t) {
            NoiseLevel level = super.at(t);
            return new NoiseLevel(level.alpha(), level.sigma() * (1 - 1e-3 * t), level.logSnr());
          }
        };
    return Stream.of(
        caught(contradictory, NoiseScheduleContract::levelAgreesWithLogSnr, "alpha^2 / sigma^2"),
        caught(contradictory, NoiseScheduleContract::singleStepsComposeToTheLevel, "single steps"),
        caught(contradictory, NoiseScheduleContract::posteriorIsBayesRule, "Luo, equations 71-85"),
        caught(
            contradictory,
            NoiseScheduleContract::divergenceIsTheDifferenceOfSnrsTimesTheSignalsError,
            "Luo, equations 87-110"));
  }

  @TestFactory
  Stream<DynamicTest> boundsThatContradictTheEndsAreCaught() {
    NoiseSchedule halved =
        new Wrong() {
          @Override
          public double logSnrSlope(double t) {
            return super.logSnrSlope(t) / 2;
          }
        };
    NoiseSchedule wavy = t -> 5 * Math.cos(60 * t);
    return Stream.of(
        caught(
            halved,
            NoiseScheduleContract::continuousBoundDependsOnTheEndsAlone,
            "(Kingma et al., arXiv 2107.00630, section 5.1)"),
        caught(
            t -> t < 0.51 ? 6 - t : 4 - t,
            NoiseScheduleContract::continuousBoundIsTheLimitOfTheDiscreteOne,
            "(Kingma et al., arXiv 2107.00630, equations 14-17)"),
        caught(
            wavy,
            NoiseScheduleContract::discreteBoundFallsAsStepsDouble,
            "(Kingma et al., arXiv 2107.00630, section 4.1)"));
  }

  @Test
  void slopesByAnotherUnitAreCaught() {
    NoiseSchedule wrong =
        new Wrong() {
          @Override
          public double logSnrSlope(double t) {
            return super.logSnrSlope(t) / 1000;
          }
        };
    assertCaught(wrong, NoiseScheduleContract::slopeIsTheDerivativeOfLogSnr, "derivative");
  }

  @TestFactory
  Stream<DynamicTest> ratesByAnotherClockAreCaught() {
    NoiseSchedule wrong =
        new Wrong() {
          @Override
          public NoiseRate rate(double t) {
            return super.rate(t).times(1.01);
          }
        };
    return Stream.of(
        caught(
            wrong,
            NoiseScheduleContract::rateIsTheDerivativeOfTheLevel,
            "arXiv 2210.02747, equation 15"),
        caught(
            new Wrong() {
              @Override
              public NoiseRate rate(double t) {
                NoiseRate right = super.rate(t);
                return new NoiseRate(right.alpha() * 1.1, right.sigma());
              }
            },
            NoiseScheduleContract::isAClockForTheModelsOfEverySchedule,
            "arXiv 2303.00848, appendix D.3"));
  }

  @TestFactory
  Stream<DynamicTest> slopesOfTheWrongSignAreCaught() {
    NoiseSchedule ofGamma =
        new Wrong() {
          @Override
          public double logSnrSlope(double t) {
            return -super.logSnrSlope(t);
          }
        };
    return Stream.of(
        caught(ofGamma, NoiseScheduleContract::slopeIsNeverPositive, "Luo, equation 109"),
        caught(
            ofGamma,
            NoiseScheduleContract::slopeIsTheDerivativeOfLogSnr,
            "arXiv 2107.00630, equation 17"),
        caught(
            ofGamma,
            NoiseScheduleContract::diffusionOfTheForwardProcessIsWhatTheSlopeStates,
            "arXiv 2011.13456, equation 5"));
  }

  @Test
  void slopesThatAreCutOffNearAnInfiniteEndAreCaught() {
    NoiseSchedule cutOff =
        new NoiseSchedule() {
          @Override
          public double logSnr(double t) {
            return new BoundlessSchedule().logSnr(t);
          }

          @Override
          public double logSnrSlope(double t) {
            return NoiseSchedule.super.logSnrSlope(Math.max(1e-4, t));
          }
        };
    assertCaught(cutOff, NoiseScheduleContract::slopeIsTheDerivativeOfLogSnr, "1.0E-6");
  }

  /** The noise of an exploding schedule beside the signal of a variance preserving one. */
  @TestFactory
  Stream<DynamicTest> levelsOfTwoSchedulesAreCaught() {
    NoiseSchedule mixed =
        new Wrong() {
          @Override
          public NoiseLevel at(double t) {
            return new NoiseLevel(1, super.at(t).sigma(), logSnr(t));
          }
        };
    return Stream.of(
        caught(mixed, NoiseScheduleContract::levelAgreesWithLogSnr, "2 log(alpha / sigma)"),
        caught(
            mixed,
            NoiseScheduleContract::diffusionOfTheForwardProcessIsWhatTheSlopeStates,
            "g^2 / sigma^2"));
  }

  @Test
  void signalThatIsLeftWhereTheLogSnrIsMinusInfinityIsCaught() {
    NoiseSchedule leaking =
        new NoiseSchedule() {
          @Override
          public double logSnr(double t) {
            return new BoundlessSchedule().logSnr(t);
          }

          @Override
          public NoiseLevel at(double t) {
            NoiseLevel level = NoiseSchedule.super.at(t);
            return new NoiseLevel(Math.max(level.alpha(), 1e-3), level.sigma(), level.logSnr());
          }
        };
    assertCaught(
        leaking,
        NoiseScheduleContract::infiniteLogSnrsLeaveNoSignalOrNoNoise,
        "for alpha at time 1.0: expected 0, found 0.001");
  }

  @Test
  void levelsThatSinglePrecisionDoesNotHoldAreCaught() {
    NoiseSchedule tiny =
        new Wrong() {
          @Override
          public NoiseLevel at(double t) {
            NoiseLevel level = super.at(t);
            return new NoiseLevel(1e-42 * level.alpha(), 1e-42 * level.sigma(), level.logSnr());
          }
        };
    assertCaught(
        tiny, NoiseScheduleContract::levelAgreesWithLogSnrInSinglePrecision, "in single precision");
  }

  @Test
  void levelsWithoutSignalInsideAreCaught() {
    NoiseSchedule capped = t -> t < 0.999 ? -10 * t : Double.NEGATIVE_INFINITY;
    assertCaught(capped, NoiseScheduleContract::nothingIsNotANumberUpToTheEnds, "only the ends");
  }

  @Test
  void schedulesWithStateAreCaught() {
    NoiseSchedule counting =
        new Wrong() {
          private double calls;

          @Override
          public double logSnrSlope(double t) {
            return -(++calls);
          }
        };
    assertCaught(counting, NoiseScheduleContract::manyThreadsGetTheSameAnswers, "immutable");
  }

  private static DynamicTest caught(
      NoiseSchedule wrong, Consumer<NoiseScheduleContract> test, String words) {
    return DynamicTest.dynamicTest(words, () -> assertCaught(wrong, test, words));
  }

  private static void assertCaught(
      NoiseSchedule wrong, Consumer<NoiseScheduleContract> test, String words) {
    NoiseScheduleContract contract =
        new NoiseScheduleContract() {
          @Override
          protected NoiseSchedule schedule() {
            return wrong;
          }
        };
    assertThatThrownBy(() -> test.accept(contract))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(words);
  }
}
