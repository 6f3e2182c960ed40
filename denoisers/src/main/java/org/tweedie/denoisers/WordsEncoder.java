package org.tweedie.denoisers;

import jakarta.inject.Inject;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.tweedie.api.network.NetworkGraph;
import org.tweedie.api.network.TextEncoder;
import org.tweedie.api.network.TextFeatures;
import org.tweedie.api.network.TextInput;
import org.tweedie.api.network.Tokenizer;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.plugin.Included;

/**
 * Captions as words, of those that the training captions have, whatever the case of their letters,
 * seen by a small transformer that is trained with the network. Immutable; may be added to several
 * graphs.
 */
@Description(
    "words that training captions have, seen by a small transformer that is trained with the network")
public final class WordsEncoder implements TextEncoder {

  /** More are hardly a vocabulary that can be learnt from so many captions. */
  private static final int MOST = 30_000;

  /**
   * How large the encoder is.
   *
   * @param network how large the transformer is
   */
  public record Options(@Included TextNetwork.Options network) {}

  private final TextNetwork network;

  /**
   * With its options.
   *
   * @throws IllegalArgumentException if they do not fit one another
   */
  @Inject
  public WordsEncoder(Options options) {
    network = new TextNetwork(options.network());
  }

  @Override
  public Tokenizer fitted(List<String> captions) {
    Collection<String> words = new TreeSet<>();
    captions.forEach(caption -> words.addAll(Vocabulary.words(caption)));
    Fit.refuseIf(
        words.isEmpty(),
        "None of the %d training captions has a word. Take captions with words, or the text encoder"
            + " bytes.",
        captions.size());
    Fit.refuseIf(
        words.size() > MOST,
        "The training captions have %d different words, and at most %d are learnt. Take the text"
            + " encoder bytes.",
        words.size(),
        MOST);
    return new Vocabulary(List.copyOf(words));
  }

  @Override
  public Tokenizer restored(String saved) {
    return Vocabulary.restored(saved);
  }

  @Override
  public TextFeatures output(NetworkGraph graph, TextInput input) {
    return network.output(graph, input);
  }
}
