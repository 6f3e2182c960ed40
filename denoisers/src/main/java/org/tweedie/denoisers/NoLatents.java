package org.tweedie.denoisers;

import jakarta.inject.Inject;
import java.util.Optional;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.model.Autoencoder;
import org.tweedie.api.model.Latents;
import org.tweedie.api.plugin.Description;

/** No autoencoder: the data themselves are diffused. Immutable; safe for many threads. */
@Description("the data themselves are diffused")
public final class NoLatents implements Latents {

  /** The data themselves. */
  @Inject
  public NoLatents() {}

  @Override
  public Optional<Autoencoder> autoencoder(DataDescription data) {
    return Optional.empty();
  }
}
