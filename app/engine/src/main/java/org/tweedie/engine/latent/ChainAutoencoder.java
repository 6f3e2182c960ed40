package org.tweedie.engine.latent;

import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.Autoencoder;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.LatentGaussian;
import org.tweedie.engine.chain.DiagonalGaussian;
import org.tweedie.engine.chain.LatentChain;

/**
 * A chain of one latent as an autoencoder. As thread safe as the chain.
 *
 * @param chain the chain
 * @param fingerprint what tells it from every other one
 */
public record ChainAutoencoder(LatentChain chain, String fingerprint) implements Autoencoder {

  /**
   * Checks.
   *
   * @throws IllegalArgumentException if there are several latents
   */
  public ChainAutoencoder {
    if (chain.levels() != 1) {
      throw new IllegalArgumentException(
          "an autoencoder has one latent, and the chain has " + chain.levels());
    }
  }

  @Override
  public DataShape latent() {
    return chain.latent(1);
  }

  @Override
  public LatentGaussian encode(Batch x) {
    DiagonalGaussian found = chain.encode(1, x, Condition.none(x.count()));
    return new LatentGaussian(floats(found.mean()), floats(found.deviation()));
  }

  private Batch floats(double[] values) {
    float[] rounded = new float[values.length];
    for (int k = 0; k < rounded.length; k++) {
      rounded[k] = (float) values[k];
    }
    return Batch.of(latent(), rounded);
  }

  @Override
  public Batch decode(Batch z) {
    return chain.restore(z, Condition.none(z.count()));
  }

  @Override
  public double[] nats(Batch x, Batch z) {
    return chain.cost(x, z, Condition.none(z.count()));
  }
}
