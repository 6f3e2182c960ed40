package org.tweedie.engine.convergence;

import java.util.OptionalDouble;

/**
 * One measurement.
 *
 * @param sampler the sampler's name
 * @param steps how many steps it was asked for; 0 where it takes steps of its own
 * @param evaluations how many predictions one sample took
 * @param spread the relative error of the samples' variance on Gaussian data
 * @param distance the root mean square distance to the probability flow on a mixture of Gaussians;
 *     empty for samplers with noise
 * @param path the root mean square distance to where one Brownian path a sample leads by the
 *     reverse of the noising process, on the same mixture; empty for samplers whose noise is none
 *     of a path's
 */
public record ConvergencePoint(
    String sampler,
    int steps,
    int evaluations,
    double spread,
    OptionalDouble distance,
    OptionalDouble path) {}
