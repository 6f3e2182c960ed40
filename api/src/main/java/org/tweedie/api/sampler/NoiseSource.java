package org.tweedie.api.sampler;

import org.tweedie.api.model.Batch;

/**
 * Standard normal noise for a batch of samples, as a function and not as a stream: the noise of a
 * sample is settled by the seed, the sample's index and the draw, whatever batch the sample is in
 * and whatever was asked before. May be used by many threads at once.
 */
@FunctionalInterface
public interface NoiseSource {

  /**
   * Independent N(0, 1) values for every dimension of every sample.
   *
   * @param draw which draw; any number, each with noise of its own. Samplers use 0 and up, as many
   *     as they like (one that needs a draw a step passes the step's number); the numbers below 0
   *     are the caller's, who draws the start with one of them
   */
  Batch draw(long draw);
}
