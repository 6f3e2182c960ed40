package org.tweedie.engine.likelihood;

/**
 * What makes up minus the log likelihood of a probability flow for each example of a batch, in
 * nats. The total is the sum of the first five.
 *
 * @param prior minus the log density of the prior where the flow ends
 * @param volume minus the log of the flow's change of volume, from the data's scale to the prior's
 * @param dequantisation log q(u|x): the constant {@code D log(K/2)} of bins for uniform
 *     dequantisation, minus the entropy of the noise on average for a variational one; 0 for
 *     continuous data
 * @param reconstruction minus log P(x|u); 0 where rounding leads back
 * @param weighting what importance weighting wins: 0 or less
 * @param total minus the log likelihood: exactly that of the flow for continuous data, an upper
 *     bound in expectation over u for quantised data
 * @param probeError the standard error that Hutchinson's probes give the total; NaN where there was
 *     one probe alone, 0 for the exact divergence
 * @param integrationError how far the total is from that of four times the tolerance, with the same
 *     probes, or the sum of its steps' estimated errors where that is more: rather too much than
 *     too little. NaN for all but the first examples of a split, which alone are integrated twice
 * @param priorMismatch {@code KL(q(z_1|x) || p(z_1))}: on average at least as far as the latents of
 *     data are from the prior that the flow starts samples with. No part of the total
 * @param evaluations predictions that the flows took, each with a gradient for every probe
 */
public record FlowTerms(
    double[] prior,
    double[] volume,
    double[] dequantisation,
    double[] reconstruction,
    double[] weighting,
    double[] total,
    double[] probeError,
    double[] integrationError,
    double[] priorMismatch,
    double[] evaluations) {}
