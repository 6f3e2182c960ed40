package org.tweedie.denoisers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.tweedie.api.network.TextEncoder;
import org.tweedie.api.network.Tokenizer;
import org.tweedie.laws.contract.TextEncoderContract;

class WordsEncoderTest {

  private static TextNetwork.Options size(int width, int depth, int heads) {
    return new TextNetwork.Options(width, depth, heads, 0);
  }

  private static TextEncoder words(int width, int depth, int heads) {
    return new WordsEncoder(new WordsEncoder.Options(size(width, depth, heads)));
  }

  @Nested
  class Words extends TextEncoderContract {
    @Override
    protected TextEncoder encoder() {
      return words(8, 1, 2);
    }
  }

  @Nested
  class WordsByThemselves extends TextEncoderContract {
    @Override
    protected TextEncoder encoder() {
      return words(4, 0, 1);
    }
  }

  @Nested
  class WordsWithTheirNeighbours extends TextEncoderContract {
    @Override
    protected TextEncoder encoder() {
      return new WordsEncoder(new WordsEncoder.Options(new TextNetwork.Options(4, 0, 1, 2)));
    }
  }

  private static Tokenizer fitted() {
    return words(8, 1, 2)
        .fitted(List.of("A red circle, left of a BLUE square.", "two well-read cats' tails", "é"));
  }

  @Test
  void wordsAreThoseOfTheTrainingCaptionsInTheirOrder() {
    assertThat(fitted().saved().split("\n"))
        .containsExactly(
            "a",
            "blue",
            "cats",
            "circle",
            "left",
            "of",
            "red",
            "square",
            "tails",
            "two",
            "well-read",
            "é");
    assertThat(fitted().size()).isEqualTo(12);
    assertThat(fitted().tokens("a blue cats")).containsExactly(0, 1, 2);
  }

  @Test
  void caseAndPunctuationAndTheFormOfLettersDoNotMatter() {
    assertThat(fitted().tokens(" A  Red circle -- left!"))
        .isEqualTo(fitted().tokens("a red circle left"));
    assertThat(fitted().tokens("e\u0301")).isEqualTo(fitted().tokens("é"));
    assertThat(fitted().tokens("...")).isEmpty();
  }

  /** Some capitals have no code of their own where their small letters have one. */
  @Test
  void wordsAreRestoredWhateverTheirLetters() {
    TextEncoder encoder = words(8, 1, 2);
    Tokenizer tokenizer = encoder.fitted(List.of("H\u0331ayim T\u0308 W\u030a J\u030c"));
    assertThat(encoder.restored(tokenizer.saved()).tokens("h\u0331ayim"))
        .isEqualTo(tokenizer.tokens("H\u0331AYIM"));
  }

  @Test
  void unknownWordsAreToldWithTheNearest() {
    assertThatThrownBy(() -> fitted().tokens("a rad circle left of a purple squares"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The caption 'a rad circle left of a purple squares' has words that no training caption has: 'rad' (nearest: red, a, cats), 'purple' (nearest: circle, blue, red), 'squares' (nearest: square, blue, cats).");
  }

  @Test
  void captionsWithoutWordsAreRefused() {
    assertThatThrownBy(() -> words(8, 1, 2).fitted(List.of("", "!!")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "None of the 2 training captions has a word. Take captions with words, or the text encoder bytes.");
  }

  @Test
  void whatIsNoVocabularyIsNotRestored() {
    for (String saved : List.of("", "a\na", "a\n", "two words", "Red", "a\n\nb")) {
      assertThatThrownBy(() -> words(8, 1, 2).restored(saved))
          .as("'%s'", saved)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("no vocabulary");
    }
  }
}
