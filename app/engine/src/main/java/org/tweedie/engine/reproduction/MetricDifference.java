package org.tweedie.engine.reproduction;

/**
 * Where two runs' measurements part.
 *
 * @param step the first step at which they differ
 * @param name the first measurement of that step that differs
 * @param original what it was; {@code nothing} where it was not taken
 * @param again what it is
 */
record MetricDifference(long step, String name, String original, String again) {}
