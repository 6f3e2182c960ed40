package org.tweedie.text.onnx;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A tokenizer as Hugging Face's library writes it, {@code tokenizer.json}: what it does to texts,
 * and which numbers its tokens have. Texts are neither cut nor filled up. Immutable; safe for many
 * threads.
 *
 * @param file where it is from
 * @param tokenizer the library's
 * @param size one more than the largest number of a token
 */
record TokenizerFile(NamedFile file, HuggingFaceTokenizer tokenizer, int size) {

  private static final String VOCABULARY = "vocab";

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException in words for the user, if it is none
   */
  static TokenizerFile of(NamedFile file) {
    int size = size(file);
    try {
      return new TokenizerFile(
          file,
          HuggingFaceTokenizer.newInstance(
              new ByteArrayInputStream(file.bytes()),
              Map.of("addSpecialTokens", "true", "truncation", "false", "padding", "false")),
          size);
    } catch (IOException | RuntimeException refused) {
      throw file.refused("it is no tokenizer of Hugging Face's library: " + firstLine(refused));
    }
  }

  /**
   * The tokens of a text, with those that the tokenizer puts around it; none of an empty one.
   *
   * @throws IllegalArgumentException in words for the user, if it cannot be written in tokens
   */
  int[] tokens(String caption) {
    if (caption.isEmpty()) {
      return new int[0];
    }
    try {
      long[] ids = tokenizer.encode(caption).getIds();
      int[] tokens = new int[ids.length];
      for (int i = 0; i < tokens.length; i++) {
        tokens[i] = Math.toIntExact(ids[i]);
      }
      return tokens;
    } catch (RuntimeException refused) {
      throw new IllegalArgumentException(
          "The caption '%s' cannot be written in the tokens of '%s': %s."
              .formatted(caption, file.path(), firstLine(refused)),
          refused);
    }
  }

  /** Of the vocabulary and the tokens that were added to it. */
  private static int size(NamedFile file) {
    JsonObject root;
    try {
      root =
          JsonParser.parseString(new String(file.bytes(), StandardCharsets.UTF_8))
              .getAsJsonObject();
    } catch (JsonParseException | IllegalStateException other) {
      throw file.refused("it is no JSON object, as a tokenizer.json is");
    }
    try {
      int size = largest(root.getAsJsonObject("model").get(VOCABULARY)) + 1;
      if (root.has("added_tokens")) {
        for (JsonElement added : root.getAsJsonArray("added_tokens")) {
          size = Math.max(size, added.getAsJsonObject().get("id").getAsInt() + 1);
        }
      }
      if (size > 0) {
        return size;
      }
    } catch (NullPointerException | IllegalStateException | ClassCastException other) {
      // Told below, as one that has no token is.
    }
    throw file.refused("it has no vocabulary (model.vocab), as a tokenizer.json has");
  }

  private static int largest(JsonElement vocabulary) {
    if (vocabulary.isJsonArray()) {
      // Of the kind Unigram: tokens with their probabilities, in the order of their numbers.
      return vocabulary.getAsJsonArray().size() - 1;
    }
    return vocabulary.getAsJsonObject().entrySet().stream()
        .mapToInt(token -> token.getValue().getAsInt())
        .max()
        .orElse(-1);
  }

  /** What was thrown in words, as the end of a sentence. */
  static String firstLine(Throwable thrown) {
    return String.valueOf(thrown.getMessage())
        .lines()
        .findFirst()
        .orElse("")
        .strip()
        .replaceFirst("\\.$", "");
  }
}
