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
   * @param draw which draw: a sampler that needs one a step passes the step's number, one that
   *     needs several gives each a number of its own, at least 0
   */
  Batch draw(long draw);
}
