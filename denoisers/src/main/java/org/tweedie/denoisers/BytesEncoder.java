package org.tweedie.denoisers;

import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.tweedie.api.network.NetworkGraph;
import org.tweedie.api.network.TextEncoder;
import org.tweedie.api.network.TextFeatures;
import org.tweedie.api.network.TextInput;
import org.tweedie.api.network.Tokenizer;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.plugin.Included;

/**
 * Captions as the bytes of their UTF-8, seen by a small transformer that is trained with the
 * network: it knows no words, so none is unknown. Immutable.
 */
@Description("bytes of the caption, seen by a small transformer that is trained with the network")
public final class BytesEncoder implements TextEncoder {

  private static final Tokenizer BYTES =
      new Tokenizer() {
        @Override
        public int size() {
          return 256;
        }

        @Override
        public int[] tokens(String caption) {
          byte[] bytes = caption.getBytes(StandardCharsets.UTF_8);
          int[] tokens = new int[bytes.length];
          for (int i = 0; i < tokens.length; i++) {
            tokens[i] = bytes[i] & 0xff;
          }
          return tokens;
        }

        @Override
        public String saved() {
          return "";
        }
      };

  /**
   * How large it is.
   *
   * @param network how large the transformer is
   */
  public record Options(@Included TextNetwork.Options network) {}

  private final TextNetwork network;

  /**
   * Of some size.
   *
   * @throws IllegalArgumentException if the options do not fit one another
   */
  @Inject
  public BytesEncoder(Options options) {
    network = new TextNetwork(options.network());
  }

  @Override
  public Tokenizer fitted(List<String> captions) {
    return BYTES;
  }

  @Override
  public Tokenizer restored(String saved) {
    if (!saved.isEmpty()) {
      throw new IllegalArgumentException(
          "The text encoder 'bytes' needs nothing of what was kept, and that is not empty: the run's"
              + " captions were written in other tokens.");
    }
    return BYTES;
  }

  @Override
  public TextFeatures output(NetworkGraph graph, TextInput input) {
    return network.output(graph, input);
  }
}
