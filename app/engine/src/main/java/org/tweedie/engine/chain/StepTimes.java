package org.tweedie.engine.chain;

/** Where the T steps of a chain lie. */
public enum StepTimes {
  /** Even in time. */
  EVEN,
  /** Where the bound is least. */
  OPTIMAL
}
