package org.tweedie.engine.likelihood;

/** Which likelihoods are measured. */
public enum Likelihood {
  /** The variational bound: continuous in time unless steps are asked for. */
  BOUND,
  /** The variational bound of a model with T steps. */
  DISCRETE,
  /** The likelihood of the probability flow. */
  FLOW,
  /** The continuous bound, the discrete bound and the flow, side by side. */
  ALL
}
