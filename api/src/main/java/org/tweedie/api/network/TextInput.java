package org.tweedie.api.network;

import java.util.Optional;
import org.apiguardian.api.API;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * What a text encoder sees of a batch of B captions. B may be unknown while the graph is built.
 *
 * @param tokens of shape [B, L], in 0..vocabulary-1; whatever is beyond a caption's length
 * @param length how many are the caption's, of shape [B], in 0..L; -1 where no caption is known,
 *     which is another thing than an empty one
 * @param vocabulary how many tokens there are
 * @param frozen of a {@link FrozenTextEncoder} what the tokens became, of shape [B, L, {@link
 *     FrozenTextEncoder#width}], with zeros beyond a caption's length; empty of any other
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.2")
public record TextInput(
    Operand<TInt32> tokens,
    Operand<TInt32> length,
    int vocabulary,
    Optional<Operand<TFloat32>> frozen) {

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

  /** Of an encoder that is trained with the network. */
  public TextInput(Operand<TInt32> tokens, Operand<TInt32> length, int vocabulary) {
    this(tokens, length, vocabulary, Optional.empty());
  }

  /** The same with what the tokens became. */
  public TextInput withFrozen(Operand<TFloat32> features) {
    return new TextInput(tokens, length, vocabulary, Optional.of(features));
  }

  /** L, the tokens of the longest caption. */
  public int longest() {
    return Math.toIntExact(tokens.shape().get(1));
  }
}
