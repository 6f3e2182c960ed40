package org.tweedie.api;

import static org.tweedie.api.identity.Findings.assertHolds;

import java.util.function.Supplier;

/** Checks that a component keeps no state: many threads that use it at once see no difference. */
public final class Threads {

  private Threads() {}

  /**
   * Has eight threads, started together, calculate what this thread calculates alone, and compares.
   *
   * @param calculation what to calculate; its result must have a meaningful {@code equals}
   * @param sentence the failure message
   */
  public static void allGive(Supplier<?> calculation, String sentence) {
    assertHolds(org.tweedie.api.identity.Threads.agree(sentence, "no state", calculation));
  }
}
