package org.tweedie.samplers;

import org.tweedie.api.model.Batch;
import org.tweedie.api.sampler.NoiseSource;

/**
 * One step of a sampler from {@code z_t} to {@code z_s}: {@code z_s = ofLatent z_t + ofSignal x^ +
 * ofNoise n} with {@code n ~ N(0, I)}.
 */
record Step(double ofLatent, double ofSignal, double ofNoise) {

  /** Takes the step; noise is drawn only where there is some. */
  Batch take(Batch z, Batch signal, NoiseSource noise, long draw) {
    return ofNoise == 0
        ? z.times(ofLatent, ofSignal, signal)
        : z.times(ofLatent, ofSignal, signal, ofNoise, noise.draw(draw));
  }
}
