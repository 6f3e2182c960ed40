package org.tweedie.api.network;

import java.util.List;
import org.apiguardian.api.API;

/**
 * How captions become what a network sees. Its parameters are trained together with the network's.
 * Immutable; may be added to several graphs.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.2")
public interface TextEncoder {

  /**
   * The tokenizer of a run that begins.
   *
   * @param captions of the training split, in its order
   * @throws IllegalArgumentException in words for the user, if they cannot be written
   */
  Tokenizer fitted(List<String> captions);

  /**
   * The tokenizer of a run that began before.
   *
   * @param saved what {@link Tokenizer#saved} gave
   * @throws IllegalArgumentException in words for the user, if it is no such text
   */
  Tokenizer restored(String saved);

  /**
   * Adds the encoder to a graph.
   *
   * @param graph where operations and parameters go
   * @param input a batch's tokens
   * @return what the network sees of each caption; what is beyond a caption's length must have no
   *     effect on what is marked as the caption's
   */
  TextFeatures output(NetworkGraph graph, TextInput input);
}
