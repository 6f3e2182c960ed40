package org.tweedie.api.network;

import org.apiguardian.api.API;
import org.tensorflow.Operand;
import org.tensorflow.types.TInt32;

/**
 * What a text encoder sees of a batch of B captions. B may be unknown while the graph is built.
 *
 * @param tokens of shape [B, L], in 0..vocabulary-1; whatever is beyond a caption's length
 * @param length how many are the caption's, of shape [B], in 0..L; -1 where no caption is known,
 *     which is another thing than an empty one
 * @param vocabulary how many tokens there are
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.2")
public record TextInput(Operand<TInt32> tokens, Operand<TInt32> length, int vocabulary) {

  /**
   * Checks.
   *
   * @throws IllegalArgumentException if the sizes are no batch of tokens
   */
  public TextInput {
    if (tokens.shape().numDimensions() != 2 || tokens.shape().get(1) < 1 || vocabulary < 1) {
      throw new IllegalArgumentException(
          "tokens of shape %s, of %d kinds".formatted(tokens.shape(), vocabulary));
    }
  }

  /** L, the tokens of the longest caption. */
  public int longest() {
    return Math.toIntExact(tokens.shape().get(1));
  }
}
