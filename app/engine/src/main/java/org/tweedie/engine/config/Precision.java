package org.tweedie.engine.config;

/** The arithmetic of a network in training and sampling; likelihoods are measured in float32. */
public enum Precision {
  /** Single precision. */
  FLOAT32,
  /** Convolutions and products in bfloat16, weights and sums in single precision. */
  BFLOAT16
}
