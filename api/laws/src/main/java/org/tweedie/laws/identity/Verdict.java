package org.tweedie.laws.identity;

/** What was found of an identity. */
public enum Verdict {
  /** It holds within its tolerance. */
  HOLDS,
  /** It does not hold. */
  FAILS,
  /** It says nothing of this component. */
  DOES_NOT_APPLY
}
