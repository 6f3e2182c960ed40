package org.tweedie.engine.config;

import org.tweedie.api.data.DataShape;
import org.tweedie.api.sampler.BrownianNoise;
import org.tweedie.api.sampler.NoiseSource;
import org.tweedie.api.sampler.SeededNoise;

/** Where the noise of a sampler's steps comes from. */
public enum SampleNoise {
  /** Each step has noise of its own, by its number. */
  INDEPENDENT {
    @Override
    public NoiseSource source(long seed, long firstIndex, int count, DataShape shape) {
      return new SeededNoise(seed, firstIndex, count, shape);
    }
  },
  /** Each sample has one Brownian path, which steps walk however many they are. */
  BROWNIAN {
    @Override
    public NoiseSource source(long seed, long firstIndex, int count, DataShape shape) {
      return new BrownianNoise(seed, firstIndex, count, shape);
    }
  };

  /**
   * The noise of a batch.
   *
   * @param seed the run's seed
   * @param firstIndex the index of the first sample of the batch, at least 0
   * @param count how many samples the batch has
   * @param shape the shape of one sample
   */
  public abstract NoiseSource source(long seed, long firstIndex, int count, DataShape shape);
}
