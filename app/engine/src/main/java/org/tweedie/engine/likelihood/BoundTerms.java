package org.tweedie.engine.likelihood;

/**
 * The three terms of the negative variational bound for each example of a batch, in nats (Kingma et
 * al., arXiv 2107.00630, equation 11).
 *
 * @param prior the KL divergence of q(z_1|x) from the prior: exact
 * @param reconstruction minus log p(x|z_0): estimated by one draw where data are quantised, exact
 *     where they are continuous
 * @param diffusion the sum, or integral, over time of the denoising errors: estimated by draws of
 *     time and noise
 */
public record BoundTerms(double[] prior, double[] reconstruction, double[] diffusion) {}
