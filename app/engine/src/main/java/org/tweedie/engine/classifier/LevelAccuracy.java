package org.tweedie.engine.classifier;

/**
 * How well a classifier knows examples of one noise level.
 *
 * @param logSnr the noise level
 * @param accuracy the share of examples whose likeliest class is their own
 * @param accuracyError its standard error over the examples
 * @param crossEntropy the mean of minus the log probability of an example's class, in nats
 * @param crossEntropyError its standard error over the examples
 */
public record LevelAccuracy(
    double logSnr,
    double accuracy,
    double accuracyError,
    double crossEntropy,
    double crossEntropyError) {}
