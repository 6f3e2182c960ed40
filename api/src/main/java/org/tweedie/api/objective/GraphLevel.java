package org.tweedie.api.objective;

import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/**
 * The noise levels of a batch inside a graph, each of shape [B].
 *
 * @param alpha the factor of the signal
 * @param sigma the standard deviation of the noise
 * @param logSnr {@code log(alpha^2 / sigma^2)}
 * @param logSnrSlope the derivative of the log SNR by time, below zero
 */
public record GraphLevel(
    Operand<TFloat32> alpha,
    Operand<TFloat32> sigma,
    Operand<TFloat32> logSnr,
    Operand<TFloat32> logSnrSlope) {}
