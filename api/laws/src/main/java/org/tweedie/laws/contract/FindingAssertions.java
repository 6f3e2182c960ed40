package org.tweedie.laws.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Assumptions;
import org.tweedie.laws.identity.Finding;
import org.tweedie.laws.identity.Verdict;

/** FindingAssertions as assertions: the message is the finding's sentence. */
public final class FindingAssertions {

  private FindingAssertions() {}

  /** Fails where the identity fails, and skips where it does not apply. */
  public static void assertHolds(Finding finding) {
    Assumptions.assumeFalse(finding.verdict() == Verdict.DOES_NOT_APPLY, finding::sentence);
    assertThat(finding.isGood()).as(finding.sentence()).isTrue();
  }
}
