package org.tweedie.laws.contract;

import static org.tweedie.laws.contract.FindingAssertions.assertHolds;

import org.junit.jupiter.api.Test;
import org.tweedie.api.schedule.LearnedSchedule;
import org.tweedie.laws.identity.LearnedScheduleIdentities;

/**
 * What every learned schedule must keep, at the start of training and wherever training may bring
 * its weights. To check one, extend this class and supply the schedule; its tests are inherited.
 *
 * <p>The identities are those of {@link LearnedScheduleIdentities}, which {@code tweedie verify}
 * shows too.
 */
public abstract class LearnedScheduleContract {

  /** The schedule to be checked. */
  protected abstract LearnedSchedule schedule();

  @Test
  void goesFromItsFirstValueToItsLast() {
    assertHolds(identities().endsArePinned());
  }

  @Test
  void fallsStrictlyWhateverTheWeights() {
    assertHolds(identities().fallsStrictly());
  }

  @Test
  void isTheSameFrozenAndInAGraph() {
    assertHolds(identities().graphIsFrozen());
  }

  @Test
  void nothingIsNotANumberWhateverTheWeights() {
    assertHolds(identities().everythingIsANumber());
  }

  @Test
  void endsAndCurveHaveNoParameterInCommon() {
    assertHolds(identities().endsAndCurveAreApart());
  }

  private LearnedScheduleIdentities identities() {
    return new LearnedScheduleIdentities(schedule());
  }
}
