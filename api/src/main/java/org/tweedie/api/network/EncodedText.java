package org.tweedie.api.network;

import org.apiguardian.api.API;

/**
 * How the captions of a run reach its network.
 *
 * @param encoder what they become
 * @param tokenizer how they are written in numbers
 * @param longest the tokens of the longest caption that was trained on, at least 1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.2")
public record EncodedText(TextEncoder encoder, Tokenizer tokenizer, int longest) {

  /**
   * The tokens of a caption.
   *
   * @throws IllegalArgumentException in words for the user, if it cannot be written, or is longer
   *     than all that were trained on
   */
  public int[] tokens(String caption) {
    int[] tokens = tokenizer.tokens(caption);
    for (int token : tokens) {
      if (token < 0 || token >= tokenizer.size()) {
        throw new IllegalArgumentException(
            "The tokenizer writes the token %d for '%s', and says that it has %d."
                .formatted(token, caption, tokenizer.size()));
      }
    }
    if (tokens.length > longest) {
      throw new IllegalArgumentException(
          "The caption '%s' has %d tokens, and the longest that the network was trained on has %d."
              .formatted(caption, tokens.length, longest));
    }
    return tokens;
  }
}
