package org.tweedie.laws.contract;

import static org.tweedie.laws.contract.FindingAssertions.assertHolds;

import org.junit.jupiter.api.Test;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.laws.identity.BoundIdentities;
import org.tweedie.laws.identity.ClockIdentities;
import org.tweedie.laws.identity.ScheduleIdentities;
import org.tweedie.laws.identity.TransitionIdentities;

/**
 * What every noise schedule must keep. To check one, extend this class and supply the schedule; its
 * tests are inherited.
 *
 * <pre>
 * class AcmeScheduleTest extends NoiseScheduleContract {
 *   protected NoiseSchedule schedule() {
 *     return new AcmeSchedule(new AcmeSchedule.Options(0.1));
 *   }
 * }
 * </pre>
 *
 * <p>The identities are those of {@link ScheduleIdentities}, {@link TransitionIdentities}, {@link
 * BoundIdentities} and {@link ClockIdentities}, which {@code tweedie verify} shows too.
 */
public abstract class NoiseScheduleContract {

  /** The schedule to be checked. */
  protected abstract NoiseSchedule schedule();

  @Test
  void logSnrFallsStrictlyInTime() {
    assertHolds(identities().logSnrFalls());
  }

  @Test
  void levelAgreesWithLogSnr() {
    assertHolds(identities().levelAgreesWithLogSnr());
  }

  @Test
  void levelAgreesWithLogSnrInSinglePrecision() {
    assertHolds(identities().levelAgreesInSinglePrecision());
  }

  @Test
  void infiniteLogSnrsLeaveNoSignalOrNoNoise() {
    assertHolds(identities().infiniteEndsAreClean());
  }

  @Test
  void slopeIsTheDerivativeOfLogSnr() {
    assertHolds(identities().slopeIsDerivative());
  }

  @Test
  void diffusionOfTheForwardProcessIsWhatTheSlopeStates() {
    assertHolds(identities().diffusionAgreesWithSlope());
  }

  @Test
  void rateIsTheDerivativeOfTheLevel() {
    assertHolds(identities().rateIsDerivative());
  }

  @Test
  void isAClockForTheModelsOfEverySchedule() {
    assertHolds(new ClockIdentities(schedule()).samplesAreThoseOfTheCosineSchedule());
  }

  @Test
  void slopeIsNeverPositive() {
    assertHolds(identities().slopeIsNotPositive());
  }

  @Test
  void timeOfInvertsLogSnr() {
    assertHolds(identities().timeInvertsLogSnr());
  }

  @Test
  void nothingIsNotANumberUpToTheEnds() {
    assertHolds(identities().everythingIsANumber());
  }

  @Test
  void singleStepsComposeToTheLevel() {
    assertHolds(transitions().singleStepsCompose());
  }

  @Test
  void posteriorIsBayesRule() {
    assertHolds(transitions().posteriorIsBayesRule());
  }

  @Test
  void divergenceIsTheDifferenceOfSnrsTimesTheSignalsError() {
    assertHolds(transitions().snrForm());
  }

  @Test
  void divergenceIsTheNoisesErrorWeighed() {
    assertHolds(transitions().noiseForm());
  }

  @Test
  void discreteBoundFallsAsStepsDouble() {
    assertHolds(bound().moreStepsLowerTheLoss());
  }

  @Test
  void continuousBoundIsTheLimitOfTheDiscreteOne() {
    assertHolds(bound().continuousIsTheLimit());
  }

  @Test
  void continuousBoundDependsOnTheEndsAlone() {
    assertHolds(bound().endsAloneCount());
  }

  @Test
  void manyThreadsGetTheSameAnswers() {
    assertHolds(identities().threadsAgree());
  }

  private ScheduleIdentities identities() {
    return new ScheduleIdentities(schedule());
  }

  private TransitionIdentities transitions() {
    return new TransitionIdentities(schedule());
  }

  private BoundIdentities bound() {
    return new BoundIdentities(schedule());
  }
}
