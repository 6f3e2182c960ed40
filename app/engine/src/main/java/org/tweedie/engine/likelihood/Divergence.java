package org.tweedie.engine.likelihood;

/** How the divergence of a flow is found. */
public enum Divergence {
  /** Hutchinson's estimate {@code e^T J e} with signs for e: exact where J is diagonal. */
  RADEMACHER,
  /** Hutchinson's estimate with standard normal e. */
  GAUSSIAN,
  /** The trace itself: a vector-Jacobian product for each dimension. */
  EXACT
}
