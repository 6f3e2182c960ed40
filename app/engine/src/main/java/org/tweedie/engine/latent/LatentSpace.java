package org.tweedie.engine.latent;

import java.util.Optional;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.DataSource;
import org.tweedie.api.data.Examples;
import org.tweedie.api.model.Autoencoder;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.LatentGaussian;
import org.tweedie.engine.problem.ModelFailure;

/**
 * The scaled latents of a frozen autoencoder, in which a run's diffusion lives. Their scale is that
 * of the run where it has begun, and is measured over the training split when it is first asked for
 * where it has not. Safe for many threads.
 */
public final class LatentSpace {

  private final Autoencoder autoencoder;
  private final DataDescription data;
  private final EncodedExamples train;
  private final EncodedExamples test;
  private Optional<LatentScale> scale;

  /**
   * The space of some data.
   *
   * @param kept the scale of a run that has begun
   * @throws IllegalArgumentException in words for the user, if the scale is of other latents
   */
  public LatentSpace(Autoencoder autoencoder, DataSource source, Optional<LatentScale> kept) {
    this.autoencoder = autoencoder;
    data = source.description();
    train = new EncodedExamples(this, source.train(), data.shape());
    test = new EncodedExamples(this, source.test(), data.shape());
    scale = kept;
    int channels = LatentScale.channels(latent());
    kept.map(it -> it.mean().size())
        .filter(known -> known != channels)
        .ifPresent(
            known -> {
              throw new IllegalArgumentException(
                  "The run's latents are scaled in %d channels, and those of the autoencoder have the shape %s."
                      .formatted(known, latent()));
            });
  }

  Autoencoder autoencoder() {
    return autoencoder;
  }

  /** What tells the autoencoder from every other one. */
  public String fingerprint() {
    return autoencoder.fingerprint();
  }

  /** The shape of a latent. */
  public DataShape latent() {
    return autoencoder.latent();
  }

  /** The scale; it takes a look at every training example where it is not known. */
  public synchronized LatentScale scale() {
    if (scale.isEmpty()) {
      scale = Optional.of(LatentScale.of(train.encoded()));
    }
    return scale.get();
  }

  /** What the data are like that are encoded. */
  public DataDescription data() {
    return data;
  }

  /** What latents are like as data: continuous, and described as the examples are. */
  public DataDescription description() {
    return described(latent(), data);
  }

  /**
   * What latents of a shape are like as data.
   *
   * @param data what is encoded
   */
  public static DataDescription described(DataShape latent, DataDescription data) {
    return new DataDescription(
        latent,
        Optional.empty(),
        data.classes(),
        data.numbers(),
        data.hasCaptions(),
        Optional.empty());
  }

  /** The examples as scaled latents; encoded when the first is read. */
  public DataSource examples() {
    DataDescription own = description();
    return new DataSource() {
      @Override
      public DataDescription description() {
        return own;
      }

      @Override
      public Examples train() {
        return train;
      }

      @Override
      public Examples test() {
        return test;
      }
    };
  }

  /**
   * {@code q(z | x)} of scaled latents.
   *
   * @param x examples in the model's scale
   */
  public LatentGaussian encode(Batch x) {
    return scale().scaled(encoded(x));
  }

  /** The same as the autoencoder gives it, looked at. */
  LatentGaussian encoded(Batch x) {
    LatentGaussian found = autoencoder.encode(x);
    if (found.count() != x.count() || !found.mean().shape().equals(latent())) {
      throw new ModelFailure(
          "The autoencoder gives %d latents of shape %s for %d examples, and says that latents have the shape %s."
              .formatted(found.count(), found.mean().shape(), x.count(), latent()));
    }
    return found;
  }

  /**
   * What scaled latents are decoded to, in the model's scale.
   *
   * @param z latents of any shape of that size
   */
  public Batch decode(Batch z) {
    Batch x = autoencoder.decode(scale().unscaled(z.shaped(latent())));
    if (x.count() != z.count() || !x.shape().equals(data.shape())) {
      throw new ModelFailure(
          "The autoencoder decodes %d latents to %d examples of shape %s, and the data have the shape %s."
              .formatted(z.count(), x.count(), x.shape(), data.shape()));
    }
    return x;
  }

  /** {@code -log p(x | z)} of each example in nats. */
  public double[] nats(Batch x, Batch z) {
    return autoencoder.nats(x, scale().unscaled(z.shaped(latent())));
  }
}
