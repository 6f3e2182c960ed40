package org.tweedie.denoisers;

import java.text.Normalizer;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.commons.text.similarity.LevenshteinDistance;
import org.tweedie.api.network.Tokenizer;

/** Words, each of which is a token. What is neither letter nor digit parts them and is not read. */
final class Vocabulary implements Tokenizer {

  private static final Pattern WORD =
      Pattern.compile("[\\p{L}\\p{M}\\p{N}]+(['’-][\\p{L}\\p{M}\\p{N}]+)*");

  /** How many known words are named in the place of an unknown one. */
  private static final int NAMED = 3;

  private final List<String> words;
  private final Map<String, Integer> tokens = new HashMap<>();

  /**
   * Of words in the order of their tokens.
   *
   * @param words all different
   */
  Vocabulary(List<String> words) {
    this.words = List.copyOf(words);
    for (int token = 0; token < this.words.size(); token++) {
      tokens.put(this.words.get(token), token);
    }
  }

  /** The words of a caption, in lower case. */
  static List<String> words(String caption) {
    // In this order: a capital that has no code of its own may be a small letter that has one.
    String lower = Normalizer.normalize(caption.toLowerCase(Locale.ROOT), Normalizer.Form.NFC);
    return WORD.matcher(lower).results().map(MatchResult::group).toList();
  }

  static Vocabulary restored(String saved) {
    List<String> words = List.of(saved.split("\n", -1));
    boolean isVocabulary =
        Set.copyOf(words).size() == words.size()
            && words.stream().allMatch(word -> words(word).equals(List.of(word)));
    Fit.refuseIf(!isVocabulary, "It is no vocabulary: words, all different, one a line.");
    return new Vocabulary(words);
  }

  @Override
  public int size() {
    return words.size();
  }

  @Override
  public int[] tokens(String caption) {
    List<String> written = words(caption);
    List<String> unknown =
        written.stream().filter(word -> !tokens.containsKey(word)).distinct().toList();
    Fit.refuseIf(
        !unknown.isEmpty(),
        "The caption '%s' has words that no training caption has: %s.",
        caption,
        unknown.stream().map(this::told).collect(Collectors.joining(", ")));
    return written.stream().mapToInt(tokens::get).toArray();
  }

  private String told(String unknown) {
    LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
    String nearest =
        words.stream()
            .sorted(
                Comparator.<String>comparingInt(word -> distance.apply(unknown, word))
                    .thenComparing(Comparator.naturalOrder()))
            .limit(NAMED)
            .collect(Collectors.joining(", "));
    return "'%s' (nearest: %s)".formatted(unknown, nearest);
  }

  @Override
  public String saved() {
    return String.join("\n", words);
  }
}
