package org.tweedie.engine.codec;

import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;

/** Codes batches of examples by a chain of latents. Not for several threads. */
interface CodingOrder {

  /**
   * Puts a batch on the stack.
   *
   * @param x examples in the model's scale, each value a level's
   * @return {@code log q(z|x) - log p(x, z)} of the latents that were drawn, in bits: what the
   *     batch would cost if nothing were rounded, and the bound on average
   */
  double encode(Rans rans, Batch x, Condition condition);

  /** How many symbols are drawn to encode an example. */
  long draws();

  /**
   * Takes a batch from the stack, which is then as it was before the batch was put there.
   *
   * @param condition as at encoding, of all examples of the batch
   * @throws DamagedException if what is there was not put there by this chain
   */
  Batch decode(Rans rans, Condition condition);
}
