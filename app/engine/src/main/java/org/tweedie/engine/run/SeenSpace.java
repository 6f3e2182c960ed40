package org.tweedie.engine.run;

import java.util.Optional;
import java.util.Set;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.plugin.Kind;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.engine.latent.LatentSpace;

/** What components see of a run that diffuses the latents of an autoencoder. */
enum SeenSpace {
  /** The data: what makes them, changes them, encodes them, and what samples are held against. */
  DATA,
  /** The latents in their own shape: the network, and what trains it. */
  LATENTS,
  /** The latents as points, which have no bounds: what walks from noise. */
  POINTS;

  private static final Set<Kind<?>> OF_DATA =
      Set.of(
          Kinds.DATA,
          Kinds.IMAGE_CONDITION,
          Kinds.AUGMENTATION,
          Kinds.LATENTS,
          Kinds.STOPPING,
          Kinds.MEASURES);

  private static final Set<Kind<?>> OF_POINTS = Set.of(Kinds.SAMPLER, Kinds.GUIDANCE);

  /** What components of a kind see. */
  static SeenSpace by(Kind<?> kind) {
    if (OF_DATA.contains(kind)) {
      return DATA;
    }
    return OF_POINTS.contains(kind) ? POINTS : LATENTS;
  }

  /**
   * How it is described to them.
   *
   * @param latent the shape of a latent; empty where the data themselves are diffused
   */
  DataDescription of(DataDescription data, Optional<DataShape> latent) {
    if (this == DATA || latent.isEmpty()) {
      return data;
    }
    DataShape shape = latent.get();
    return LatentSpace.described(this == LATENTS ? shape : DataShape.point(shape.size()), data);
  }
}
