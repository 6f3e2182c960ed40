/**
 * Markov chains of latents: what a variational autoencoder, a hierarchical one and a diffusion of T
 * steps have in common, on the host and in plain Java.
 */
@NullMarked
package org.tweedie.engine.chain;

import org.jspecify.annotations.NullMarked;
