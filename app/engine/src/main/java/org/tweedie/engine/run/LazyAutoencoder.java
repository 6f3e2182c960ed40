package org.tweedie.engine.run;

import java.util.function.Supplier;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.Autoencoder;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.LatentGaussian;
import org.tweedie.engine.latent.ChainAutoencoder;
import org.tweedie.engine.tensor.LatentModel;

/** A trained autoencoder whose graph is built when it is first asked. Safe for many threads. */
final class LazyAutoencoder implements Autoencoder, AutoCloseable {

  private final DataShape latent;
  private final String fingerprint;
  private final Opened<LatentModel> networks;

  /**
   * Not yet built.
   *
   * @param latent the shape of its latents
   * @param fingerprint the hash of its config and its weights
   * @param open builds the graph
   */
  LazyAutoencoder(DataShape latent, String fingerprint, Supplier<LatentModel> open) {
    this.latent = latent;
    this.fingerprint = fingerprint;
    this.networks = new Opened<>(open);
  }

  private ChainAutoencoder opened() {
    return new ChainAutoencoder(networks.get().chain(), fingerprint);
  }

  @Override
  public DataShape latent() {
    return latent;
  }

  @Override
  public LatentGaussian encode(Batch x) {
    return opened().encode(x);
  }

  @Override
  public Batch decode(Batch z) {
    return opened().decode(z);
  }

  @Override
  public double[] nats(Batch x, Batch z) {
    return opened().nats(x, z);
  }

  @Override
  public String fingerprint() {
    return fingerprint;
  }

  @Override
  public void close() {
    networks.close();
  }
}
