package org.tweedie.engine.likelihood;

import java.util.Optional;
import org.tweedie.api.measure.Measured;
import org.tweedie.engine.chain.LatentChain;

/** What a measure looks at that knows the model as a chain of latents too. */
public interface ChainMeasured extends Measured {

  /** The chain; empty of a diffusion in continuous time. */
  Optional<LatentChain> chain();

  /**
   * The chain that a measure looks at.
   *
   * @throws IllegalArgumentException in words for the user, if there is none
   */
  static LatentChain of(Measured measured) {
    return Optional.of(measured)
        .filter(ChainMeasured.class::isInstance)
        .flatMap(it -> ((ChainMeasured) it).chain())
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "it is taken of a chain of latents, which this model is not"));
  }
}
