package org.tweedie.api.network;

import org.apiguardian.api.API;

/**
 * A way to write a caption as a sequence of numbers. Immutable; may be used by many threads at
 * once.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.2")
public interface Tokenizer {

  /** How many tokens there are: each is in 0..size-1. */
  int size();

  /**
   * The tokens of a caption, in its order.
   *
   * @return as many as it takes; none of an empty caption
   * @throws IllegalArgumentException in words for the user, if the caption cannot be written: which
   *     word is unknown, and which are known
   */
  int[] tokens(String caption);

  /**
   * All that {@link TextEncoder#restored} needs to make this tokenizer again, as a text that is
   * kept with the run; empty where it needs nothing.
   */
  String saved();
}
