/** The latents of a frozen autoencoder in the place of data: their scale, and the way there. */
@NullMarked
package org.tweedie.engine.latent;

import org.jspecify.annotations.NullMarked;
