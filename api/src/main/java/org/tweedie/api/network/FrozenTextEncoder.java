package org.tweedie.api.network;

import java.util.Map;
import org.apiguardian.api.API;

/**
 * A text encoder that was trained before, by another program: each token of a caption becomes
 * numbers that no training changes, outside of graphs (Saharia et al., "Photorealistic
 * Text-to-Image Diffusion Models with Deep Language Understanding", arXiv 2205.11487, section 2.1).
 * A graph is fed these numbers ({@link TextInput#frozen}), and {@link #output} makes of them what a
 * network sees.
 *
 * <p>Immutable; may be asked by many threads at once.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.2")
public interface FrozenTextEncoder extends TextEncoder {

  /** How many numbers each token becomes, at least 1. */
  int width();

  /**
   * What the tokens of one caption become: a function of these tokens alone. Often asked of the
   * same captions, so it may remember some.
   *
   * @param tokens one or more, as the run's tokenizer writes a caption
   * @return {@link #width} numbers for each token, one token after the other; they are not changed
   * @throws IllegalArgumentException in words for the user, if they are more than it can read
   */
  float[] features(int... tokens);

  /**
   * The files that it is made of, for the provenance of runs.
   *
   * @return of each, by what it is, the SHA-256 of its content
   */
  Map<String, String> files();
}
