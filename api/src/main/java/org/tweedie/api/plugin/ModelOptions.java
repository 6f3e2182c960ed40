package org.tweedie.api.plugin;

import java.util.Set;
import org.apiguardian.api.API;

/**
 * The options of a model that say which kinds of component it is made of, of those that not every
 * model has ({@link Kinds#ofSomeModels}). A config that names a component of another of these kinds
 * is refused in words. A model whose options do not implement this is made of what a diffusion is.
 *
 * <p>Options of {@link org.tweedie.api.model.Latents} that implement this say what there is beside:
 * the encoder and the decoder of latents that are learned together with the diffusion.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.2")
public interface ModelOptions {

  /** The kinds. */
  Set<Kind<?>> kinds();
}
