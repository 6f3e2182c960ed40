package __package__;

import jakarta.inject.Inject;
import jakarta.validation.constraints.Positive;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.network.Initializer;
import org.tweedie.api.network.NetworkGraph;
import org.tweedie.api.network.TextEncoder;
import org.tweedie.api.network.TextFeatures;
import org.tweedie.api.network.TextInput;
import org.tweedie.api.network.Tokenizer;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;

/**
 * A vector for each letter, and one for its place: a caption's letters are the tokens, in small
 * letters of English; everything else is one further token. Immutable; may be added to several
 * graphs.
 */
@Description("a learned vector for each letter and each place")
public final class __Component__ implements TextEncoder {

  /**
   * How large it is.
   *
   * @param width numbers in what a network sees of a letter
   */
  public record Options(
      @Description("numbers in what a network sees of a letter") @Default("32") @Positive
          int width) {}

  private static final Tokenizer LETTERS =
      new Tokenizer() {
        @Override
        public int size() {
          return 27;
        }

        @Override
        public int[] tokens(String caption) {
          return caption.chars().map(c -> c >= 'a' && c <= 'z' ? c - 'a' : 26).toArray();
        }

        @Override
        public String saved() {
          return "";
        }
      };

  private final int width;

  /** With the given options. */
  @Inject
  public __Component__(Options options) {
    this.width = options.width();
  }

  /** What a tokenizer learns of the captions it also saves, for {@link #restored}. */
  @Override
  public Tokenizer fitted(List<String> captions) {
    return LETTERS;
  }

  @Override
  public Tokenizer restored(String saved) {
    return LETTERS;
  }

  /** The first place stands for the caption itself, so that an empty one is something. */
  @Override
  public TextFeatures output(NetworkGraph graph, TextInput input) {
    Ops tf = graph.tf();
    int places = input.longest() + 1;
    Operand<TFloat32> table =
        graph.parameter("letters", Initializer.normal(1), input.vocabulary(), width);
    Operand<TFloat32> letters = tf.gather(table, input.tokens(), tf.constant(0));
    Operand<TFloat32> first =
        tf.zerosLike(
            tf.slice(letters, tf.constant(new int[3]), tf.constant(new int[] {-1, 1, -1})));
    Operand<TFloat32> features =
        tf.math.add(
            tf.concat(List.of(first, letters), tf.constant(1)),
            graph.parameter("places", Initializer.normal(1), 1, places, width));
    return new TextFeatures(features, mask(tf, input, places));
  }

  /** 1 up to a caption's length; nothing where the length is -1. */
  private static Operand<TFloat32> mask(Ops tf, TextInput input, int places) {
    int[][] place = new int[1][places];
    for (int i = 0; i < places; i++) {
      place[0][i] = i;
    }
    return tf.dtypes.cast(
        tf.math.lessEqual(
            tf.constant(place), tf.reshape(input.length(), tf.constant(new int[] {-1, 1}))),
        TFloat32.class);
  }
}
